"""Report a severity that a form, a label or an alert names and that the process does not have."""

from __future__ import annotations

import re

from incident_actions.contract.decision import Context
from incident_actions.model.alerts.alert import digest
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.process import Process
from incident_actions.text.messages import SeverityUnread

LONGEST = 100
"""The most characters of such a severity that are kept."""

UNSURE = lazy_pattern(
    r"\W*(?:(?:i am |i'm )?(?:not (?:sure|known|set)|unsure|unknown|undecided|no idea|n\W?a|tbd|none|null)\b.*"
    r"|(?:i )?(?:don.?t|do not) know\b.*)?",
    re.IGNORECASE | re.DOTALL,
)
"""What people and senders write where they name no severity on purpose."""


def unread_word(given: str) -> str:
    """Return a text that was meant as a severity, shortened; empty where it names none on purpose."""
    return "" if UNSURE.fullmatch(given) else " ".join(given.split())[:LONGEST]


def unread_in_alert(words: tuple[str, ...], process: Process) -> str:
    """Return an alert's words that mean no severity here; empty where another one of its words means the worst."""
    if process.rank(process.severity_of_alert(words)) == 1:
        return ""
    return unread_word(", ".join(word for word in words if process.severity_of_word(word) is None))


def report_at_declaration(declared: e.Declared, context: Context) -> tuple[SeverityUnread, ...]:
    """Return what to post about the severity that a declaration could not read."""
    by_alert = context.snapshot.issue.author.is_same_as(context.snapshot.bot)
    source = "alert" if by_alert else "form"
    report = _report(source, declared.unread, declared.severity, context.process, rated=declared.rated)
    return (report,) if declared.unread else ()


def report_later(
    source: str, given: str, incident: Incident, entries: tuple[e.Entry, ...], process: Process
) -> tuple[SeverityUnread, ...]:
    """Return what to post about a severity that a running incident got and that could not be read.

    Once people have set the severity, an alert's word changes nothing. Nor is the text of the declaration repeated.
    """
    by_people = any(isinstance(entry, e.SeveritySet) and not entry.alert for entry in entries)
    known = any(isinstance(entry, e.Declared) and entry.unread == given for entry in entries)
    if not given or known or (source == "alert" and by_people):
        return ()
    return (_report(source, given, incident.severity, process),)


def comment_key(given: str) -> str:
    """Return the key of the comment about a severity that could not be read, so that it is posted once."""
    return f"severity-unread:{digest(given.casefold())}"


def _report(source: str, given: str, severity: str, process: Process, *, rated: bool = False) -> SeverityUnread:
    known = tuple(each.label for each in process.severities)
    return SeverityUnread(source, given, severity, rated, known, process.severity_matcher.choices)
