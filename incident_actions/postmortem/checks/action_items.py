"""Each action item has one person, a date, a type, and a text that shows when it is done.

The text must pass Google's three tests (actionable, specific, bounded): https://sre.google/workbook/postmortem-culture/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.process import Process
from incident_actions.postmortem.finding import (
    Finding,
    ItemNotVerifiable,
    ItemWithoutDate,
    ItemWithoutOwner,
    ItemWithoutType,
    OwnerNotChecked,
    OwnerUnknown,
)
from incident_actions.postmortem.items import ItemRow, items_in
from incident_actions.postmortem.outline import Outline

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


def find_problems(outline: Outline, process: Process, people: Mapping[str, bool | None]) -> Iterator[Finding]:
    """Find what action items are missing; `people` maps owners to whether they exist, None if unknown."""
    for row in items_in(outline, process):
        yield from _owner(row, process, people)
        if row.due is None and "due" in process.postmortem.column_contents:
            yield ItemWithoutDate(row.line, row.text)
        if not row.type and process.actions.types and "type" in process.postmortem.column_contents:
            yield ItemWithoutType(row.line, row.text, process.actions.types)
        if shape := better_shape(row.text):
            yield ItemNotVerifiable(row.line, row.text, shape)


def owners(outline: Outline, process: Process) -> tuple[str, ...]:
    """Return the owners of the action items."""
    return tuple(dict.fromkeys(row.owner for row in items_in(outline, process) if row.owner))


def better_shape(text: str) -> str:
    """Return which better wording fits a text that nobody could verify; empty for any other text."""
    if CARE.search(text):
        return "care"
    if CONCRETE.search(text) or len(text.split()) > SHORT:
        return ""
    return next((shape for shape, form in OPENS.items() if form.match(text)), "")


def _owner(row: ItemRow, process: Process, people: Mapping[str, bool | None]) -> Iterator[Finding]:
    if not row.owner:
        if "owner" in process.postmortem.column_contents:
            yield ItemWithoutOwner(row.line, row.text)
    elif row.owner in people and people[row.owner] is None:
        yield OwnerNotChecked(row.line, row.owner)
    elif not people.get(row.owner, True):
        yield OwnerUnknown(row.line, row.owner)
