"""Recognize the text of an action item of which nobody could tell when it is done.

A text must pass Google's three tests (actionable, specific, bounded): https://sre.google/workbook/postmortem-culture/
"""

from __future__ import annotations

import re

from incident_actions.model.lazy_pattern import lazy_pattern

SHORT = 8
"""The most words of a text that is checked; a longer one is specific, as a rule."""

CONCRETE = lazy_pattern(r"\d|`|https?://|\b(?:so that|until|whenever|instead of)\b", re.IGNORECASE)
"""Words and signs that make a text specific, however vaguely it begins."""

CARE = lazy_pattern(
    r"\b(?:be(?:ing)?|take) (?:more |extra |very )?(?:careful|cautious|attentive|vigilant|care)\b"
    r"|\bmore careful(?:ly)?\b"
    r"|\bpay (?:more |closer )?attention\b|\b(?:raise|increase|more) awareness\b|\btry harder\b|\bremember to\b"
    r"|\bmake sure (?:people|every(?:one|body)|engineers|developers|nobody|we)\b"
    r"|\b(?:do not|don['’]t|never) (?:do (?:it|this|that)|make (?:this|that) mistake) again\b",
    re.IGNORECASE,
)
"""Phrases that ask people to be better and change nothing: always refused."""

WATCHING = "(?:monitoring|alerting|alerts|observability|logging|dashboards)"
OPENINGS = {
    "watch": rf"(?:improve|enhance|better|more|review|increase|optimi[sz]e|add (?:more|better))\b.{{0,20}}\b{WATCHING}"
    rf"|add (?:some )?{WATCHING}\W*\Z",
    "look": r"investigate|look (?:at|into)|analy[sz]e|research|explore|understand|find out|root[ -]cause",
    "talk": r"discuss|talk (?:to|about|with)|think about|consider|communicate|sync with|meet with|follow[ -]up|educate"
    r"|train|remind",
    "better": r"improve|enhance|optimi[sz]e|better|review|revisit|clean up|strengthen|address",
}
"""Vague beginnings, by the better wording that is shown for each."""

LEAD = r"(?:(?:we )?(?:should|must|need to|to|try to|please) )?"
OPENS = {shape: lazy_pattern(rf"{LEAD}(?:{form})(?!\w)", re.IGNORECASE) for shape, form in OPENINGS.items()}


def better_shape(text: str) -> str:
    """Return which better wording fits a text that nobody could verify; empty for any other text."""
    if CARE.search(text):
        return "care"
    if CONCRETE.search(text) or len(text.split()) > SHORT:
        return ""
    return next((shape for shape, form in OPENS.items() if form.match(text)), "")
