"""The timeline: a record's entries as lines for people, in the order in which things happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.process.process import Process
from incident_actions.text.wording import Wording

HIDDEN_ENTRIES = (
    e.UnknownEntry,
    e.CommandRefused,
    e.CommandAnswered,
    e.ManualChangeUndone,
    e.AlertRepeated,
    e.PostmortemUpdated,
    e.FollowUpOffered,
    e.WaiverListed,
    e.ChecklistRead,
    e.RecurrenceFound,
    e.ChangesListed,
)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line of the timeline."""

    at: datetime
    by: str
    """Who reported it."""
    text: str
    comment: int
    """The comment that it comes from, or 0."""


def lines(entries: Iterable[e.Entry], wording: Wording, process: Process) -> list[TimelineRow]:
    """Word each visible entry, by the time it happened; at equal times in the record's order."""
    return [word_entry(entry, wording, process) for entry in visible_entries(entries)]


def visible_entries(entries: Iterable[e.Entry]) -> list[e.Entry]:
    """Return the entries that people see, by the time they happened."""
    return sorted(_entries_to_word(entries), key=lambda entry: entry.at)


def _entries_to_word(entries: Iterable[e.Entry]) -> Iterator[e.Entry]:
    """Return the entries to word; the start in a declaration becomes a line of its own."""
    for entry in entries:
        if isinstance(entry, e.Declared) and entry.started:
            yield e.MilestoneSet(
                at=entry.started, accepted=entry.accepted, by=entry.by, comment=entry.comment, milestone="started"
            )
        if not isinstance(entry, HIDDEN_ENTRIES):
            yield entry


def word_entry(
    entry: e.Entry, wording: Wording, process: Process, *, milestone: str = "", hide_people: bool = False
) -> TimelineRow:
    """Word one entry.

    `milestone` replaces the tool's name of a milestone. With `hide_people`, a change of a role names nobody.
    """
    values = {"entry": entry, "milestone": milestone, "hide_people": hide_people, **_rung(entry, process)}
    return TimelineRow(
        entry.at, entry.by, " ".join(wording.render(f"timeline/{entry.kind}.md", values).split()), entry.comment
    )


def _rung(entry: e.Entry, process: Process) -> dict[str, object]:
    """Return the escalation step of an entry and the names that it pages; the record has the step's name alone."""
    if not isinstance(entry, e.TimerFired | e.Escalated):
        return {}
    rung = process.find_rung(entry.what if isinstance(entry, e.TimerFired) else entry.rung)
    return {"rung": rung, "named": tuple(map(process.contact_name, rung.page)) if rung else ()}
