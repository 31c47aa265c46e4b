"""The timeline: a record's entries as lines for people, in the order in which things happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter

from incident_actions.model.fast_dataclass import dataclass, replace
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
    e.RatingAsked,
    e.EventDispatched,
    e.DuplicateReported,
    e.SourceChanged,
    e.LineMarked,
    e.ChangesListed,
    e.ScenarioPlayed,
)
HIDDEN_KINDS = frozenset(HIDDEN_ENTRIES)
"""The same, to look a kind up at once: a record can have a thousand entries, and hardly any is hidden."""


@dataclass(frozen=True)
class TimelineRow:
    """One line of the timeline."""

    at: datetime
    by: str
    """Who reported it."""
    text: str
    comment: int
    """The comment that it comes from, or 0."""


def lines(entries: Sequence[e.Entry], wording: Wording, process: Process) -> list[TimelineRow]:
    """Word each visible entry, by the time it happened; at equal times in the record's order."""
    changes = source_changes(entries)
    rows = (word_entry(entry, wording, process) for entry in visible_entries(entries))
    return [mark_change(row, changes, wording) for row in rows]


def source_changes(entries: Iterable[e.Entry]) -> dict[int, e.SourceChanged]:
    """Return what happened last to each comment that was edited or deleted after its commands went on record."""
    return {each.on: each for each in entries if isinstance(each, e.SourceChanged) and not each.unchanged}


def line_key(entry: e.Entry) -> str:
    """Return what tells an entry's line from all others, also after the record was rebuilt."""
    return f"{entry.kind}:{entry.at.isoformat()}:{entry.comment}:{entry.index}"


def line_marks(entries: Iterable[e.Entry]) -> dict[str, str]:
    """Return how people marked lines for the post-mortem, by their keys: the last mark of each counts."""
    return {each.line: each.mark for each in entries if isinstance(each, e.LineMarked)}


def is_bot_note(entry: e.Entry) -> bool:
    """Return whether a bot added a line. People's logins have no brackets."""
    return isinstance(entry, e.NoteAdded) and entry.by.endswith("[bot]")


def visible_entries(entries: Iterable[e.Entry]) -> list[e.Entry]:
    """Return the entries that people see, by the time they happened."""
    return sorted(_entries_to_word(entries), key=attrgetter("at"))


def _entries_to_word(entries: Iterable[e.Entry]) -> Iterator[e.Entry]:
    """Return the entries to word; the start in a declaration becomes a line of its own."""
    for entry in entries:
        if isinstance(entry, e.Declared) and entry.started:
            yield e.MilestoneSet(
                at=entry.started, accepted=entry.accepted, by=entry.by, comment=entry.comment, milestone="started"
            )
        if entry.__class__ not in HIDDEN_KINDS:
            yield entry


def word_entry(
    entry: e.Entry,
    wording: Wording,
    process: Process,
    *,
    milestone: str = "",
    hide_people: bool = False,
) -> TimelineRow:
    """Word one entry.

    `milestone` replaces the tool's name of a milestone. With `hide_people`, a change of a role names nobody.
    """
    values = {"entry": entry, "milestone": milestone, "hide_people": hide_people, **_rung(entry, process)}
    text = " ".join(wording.render(f"timeline/{entry.kind}.md", values).split())
    return TimelineRow(entry.at, entry.by, text, entry.comment)


def mark_change(
    row: TimelineRow, changes: Mapping[int, e.SourceChanged], wording: Wording, *, hide_people: bool = False
) -> TimelineRow:
    """Add to a line what happened to its comment since."""
    change = changes.get(row.comment)
    if change is None:
        return row
    note = wording.render("parts/source_changed.md", {"change": change, "hide_people": hide_people})
    return replace(row, text=f"{row.text} {note}")


def _rung(entry: e.Entry, process: Process) -> dict[str, object]:
    """Return the escalation step of an entry and the names that it pages; the record has the step's name alone."""
    if not isinstance(entry, (e.TimerFired, e.Escalated)):
        return {}
    rung = process.find_rung(entry.what if isinstance(entry, e.TimerFired) else entry.rung)
    return {"rung": rung, "named": tuple(map(process.contact_name, rung.page)) if rung else ()}
