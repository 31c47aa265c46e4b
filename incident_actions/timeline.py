"""The timeline: the record's entries as lines for people, in the order in which things happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from incident_actions.incident import entry as e
from incident_actions.wording import Wording

UNSPOKEN = (e.Turned, e.Answered, e.PutBack)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when it happened, who said so, what, and the comment it came from (0: none)."""

    at: datetime
    by: str
    text: str
    comment: int


def lines(entries: Iterable[e.Entry], wording: Wording) -> list[Line]:
    """Word every entry that people should read about, by the time it happened; equal times keep the record's order."""
    told = [entry for entry in entries if not isinstance(entry, UNSPOKEN)]
    told.sort(key=lambda entry: entry.at)
    return [Line(entry.at, entry.by, _worded(entry, wording), entry.comment) for entry in told]


def _worded(entry: e.Entry, wording: Wording) -> str:
    return " ".join(wording.render(f"timeline/{entry.kind}.md", {"entry": entry}).split())
