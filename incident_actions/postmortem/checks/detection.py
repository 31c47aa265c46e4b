"""The post-mortem says who or what noticed the incident: an alert, a customer, a colleague.

Without it, nobody can tell whether the monitoring works. Only the mention of a source is looked for, wherever it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.process import Process
from incident_actions.postmortem.checks.blame import CAUSE
from incident_actions.postmortem.checks.header_fields import find_field
from incident_actions.postmortem.finding import DetectionWithoutSource, Finding
from incident_actions.postmortem.outline import Outline, Passage

NOTICED = (
    r"\b(?:notic(?:ed|es|ing)|report(?:ed|s|ing)|detect(?:ed|s|ing)|discover(?:ed|s|ing)|complain(?:ed|s|ing)|raised"
    r"|spotted|flagged|escalated|observed|found|saw|told us|wrote (?:in|to)|called|opened (?:a|the) (?:ticket|case))\b"
)
PEOPLE = r"\b(?:customers?|users?|clients?|support|colleagues?|employees?|partners?|staff|engineers?|on[ -]call|we)\b"
SOURCE = lazy_pattern(
    r"(?<!\bno )(?<!\bany )"
    r"\b(?:alert(?:s|ed|ing|manager)?|alarms?|monitor(?:s|ed|ing)?|pag(?:er|erduty|ed|es)|dashboards?|synthetics?"
    r"|probes?|health[ -]?checks?|anomaly detection|(?:support|bug|user|customer) (?:tickets?|reports?))\b"
    rf"|{NOTICED}.{{0,40}}{PEOPLE}|{PEOPLE}.{{0,40}}{NOTICED}|@[A-Za-z0-9][\w-]{{0,38}}.{{0,20}}{NOTICED}"
    r"|\b(?:detected|noticed|reported|found|discovered|observed) by\b\W{0,10}[\w]",
    re.IGNORECASE,
)
"""Words for a source, or for somebody who noticed."""

PARTS = (
    *("alert", "alarm", "monitor", "page", "dashboard", "synthetic", "probe", "health", "anomaly", "ticket", "report"),
    *("notic", "detect", "discover", "complain", "raised", "spotted", "flagged", "escalated", "observed", "found"),
    *("saw", "told us", "wrote", "called", "opened"),
)
"""What every word for a source has one of."""


def find_problems(outline: Outline, process: Process) -> Iterator[Finding]:
    """Find a post-mortem that names no source of the detection."""
    names = (each.name for each in process.postmortem.header if each.content == "detected by")
    fields = [find_field(outline, name) for name in names]
    if any(each.has_comment or each.value.strip() for each in fields):
        return
    line = _line(outline, process)
    elsewhere = {id(each) for each in _causes_and_promises(outline, process)}
    texts = (" ".join(each.visible_text.split()) for each in outline.passages if id(each) not in elsewhere)
    if line and not any(map(SOURCE.search, filter(_may_name_source, texts))):
        yield DetectionWithoutSource(line)


def _may_name_source(text: str) -> bool:
    """Whether a text has a part of a word for a source, which is found ten times as fast as the whole.

    Some letters beyond ASCII stand for one of it where case is ignored.
    """
    lowered = text.lower()
    return not text.isascii() or any(part in lowered for part in PARTS)


def _causes_and_promises(outline: Outline, process: Process) -> Iterator[Passage]:
    """Return the texts of the root cause and the action items, which name alerts that there were not."""
    for section in process.postmortem.sections:
        if section.content in ("cause", "action items") or CAUSE.search(section.title):
            for part in outline.parts(section.title):
                yield from part.passages


def _line(outline: Outline, process: Process) -> int:
    """Return the line of the section in which the source belongs: the timeline, else the summary; 0 without both."""
    for content in ("timeline", "summary"):
        titles = (each.title for each in process.postmortem.sections if each.content == content)
        for part in (part for title in titles for part in outline.parts(title)):
            return part.line
    return 0
