"""The timeline: the record's entries as lines for people, in the order in which things happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from incident_actions.incident import entry as e
from incident_actions.wording import Wording

UNSPOKEN = (e.Unread, e.Turned, e.Answered, e.PutBack, e.AlertRepeated)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when it happened, who said so, what, and the comment it came from (0: none)."""

    at: datetime
    by: str
    text: str
    comment: int


def lines(entries: Iterable[e.Entry], wording: Wording) -> list[Line]:
    """Word every entry that people should read about, by the time it happened; equal times keep the record's order."""
    told = [_line(entry, wording) for entry in _spoken(entries)]
    return sorted(told, key=lambda line: line.at)


def _spoken(entries: Iterable[e.Entry]) -> Iterator[e.Entry]:
    """The entries to word; a start that was told on declaring is a line of its own."""
    for entry in entries:
        if isinstance(entry, e.Declared) and entry.started:
            yield e.MilestoneSet(
                at=entry.started, accepted=entry.accepted, by=entry.by, comment=entry.comment, milestone="started"
            )
        if not isinstance(entry, UNSPOKEN):
            yield entry


def _line(entry: e.Entry, wording: Wording) -> Line:
    return Line(entry.at, entry.by, _worded(entry, wording), entry.comment)


def _worded(entry: e.Entry, wording: Wording) -> str:
    return " ".join(wording.render(f"timeline/{entry.kind}.md", {"entry": entry}).split())
