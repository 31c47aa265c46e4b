"""The rows of a post-mortem's timeline, and those of the appendix: pages, reminders and what the tool did itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from incident_actions.contract.decision import Context
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.postmortem.links import LinkStyles
from incident_actions.postmortem.milestone_names import COMMANDER, MilestoneNames
from incident_actions.postmortem.roles_of_people import first_holder
from incident_actions.text import timeline
from incident_actions.text.safe_markdown import escape_cell, escape_line
from incident_actions.text.wording import SafeText, format_minute

STORY_ENTRIES = (
    e.Declared,
    e.SeveritySet,
    e.Acknowledged,
    e.StatusSet,
    e.UpdatePosted,
    e.NoteAdded,
    e.MilestoneSet,
    e.ServicesSet,
    e.ImpactSet,
    e.HotfixOpened,
    e.HotfixEnded,
    e.LinkChanged,
    e.Resolved,
    e.Reopened,
    e.Dismissed,
    e.Escalated,
    e.UpdatePublished,
    e.AlertFired,
    e.AlertResolved,
)
"""What happened in the incident, and what people decided: the timeline. Other entries go to the appendix."""

OMITTED_ENTRIES = (
    e.ActionOpened,
    e.PostmortemAsked,
    e.PostmortemOpened,
    e.PostmortemEnded,
    e.PostmortemCompleted,
    e.PostmortemAccepted,
    e.PostmortemWaived,
    e.IncidentReviewed,
    e.ReminderPosted,
    e.Closed,
)
"""Action items, which have their own section, and what happens to the post-mortem itself."""


class FileRow(NamedTuple):
    """A row of the timeline, ready for the file; one without a text begins another day."""

    time: str
    text: str = ""
    by: str = ""
    """Who did it: empty where that is the tool, or where somebody only reported when it happened."""


class TimelineRows:
    """Words the entries of one incident."""

    def __init__(self, incident: Incident, entries: tuple[e.Entry, ...], context: Context, links: LinkStyles) -> None:
        self._context = context
        self._shown = links.shown
        self._hide_people = context.process.postmortem.names == "roles"
        self._names = MilestoneNames(incident, entries, context.process)
        self._commander = links.people.person(first_holder("commander", entries))
        self._resolved = incident.milestones.get("resolved")
        self._marks = timeline.line_marks(entries)
        entries = tuple(each for each in entries if self._mark_of(each) != "hide")
        self._changes = timeline.source_changes(entries)
        self._story: list[e.Entry] = []
        self._others: list[e.Entry] = []
        for entry in timeline.visible_entries(without_repetitions(with_corrected_times(entries))):
            (self._story if self._is_in_story(entry) else self._others).append(entry)

    def story_rows(self, day: date | None) -> Iterator[FileRow]:
        """Return the rows of the timeline; `day` is the day that the header has."""
        escape = escape_cell if self._context.process.postmortem.timeline == "table" else escape_line
        return self._rows(self._story, escape, day)

    def appendix_rows(self, day: date | None) -> Iterator[FileRow]:
        """Return the rows of the appendix, which is a list and ends with the incident."""
        return self._rows(filter(self._is_in_appendix, self._others), escape_line, day)

    def _mark_of(self, entry: e.Entry) -> str:
        return self._marks.get(timeline.line_key(entry), "") if self._marks else ""

    def _is_in_story(self, entry: e.Entry) -> bool:
        if self._mark_of(entry) == "star":
            return True
        if timeline.is_bot_note(entry):
            return False
        return isinstance(entry, STORY_ENTRIES) or (isinstance(entry, e.RoleTaken) and not self._hide_people)

    def _is_in_appendix(self, entry: e.Entry) -> bool:
        is_over = self._resolved is not None and entry.at > self._resolved
        is_over = is_over and not isinstance(entry, e.LogLinesReplayed)  # says where the times before it come from
        return not (is_over or isinstance(entry, OMITTED_ENTRIES))

    def _rows(self, entries: Iterable[e.Entry], escape: Callable[[str], str], day: date | None) -> Iterator[FileRow]:
        """Return rows. If rows have times only, a row with the date precedes each further day."""
        short = self._context.process.postmortem.times == "time"
        for entry in entries:
            if short and entry.at.date() != day:
                day = entry.at.date()
                yield FileRow(f"{day}")
            yield FileRow(
                f"{entry.at.hour:02}:{entry.at.minute:02}" if short else format_minute(entry.at),
                SafeText(self._text(entry, escape)),
                SafeText(self._shown.person(entry.by) if _did_it(entry) else ""),
            )

    def _text(self, entry: e.Entry, escape: Callable[[str], str]) -> str:
        name = self._names.name_entry(entry)
        row = timeline.word_entry(
            entry,
            self._context.wording,
            self._context.process,
            milestone=name,
            hide_people=self._hide_people,
        )
        row = timeline.mark_change(row, self._changes, self._context.wording, hide_people=self._hide_people)
        text = self._shown.references(escape(row.text))
        return text.replace(COMMANDER, self._commander, 1) if COMMANDER in name else text


def without_repetitions(entries: tuple[e.Entry, ...]) -> tuple[e.Entry, ...]:
    """Leave out what says again what another row says: a detection by an alert, and further acknowledgements."""
    return without_repeated_detection(without_repeated_acknowledgements(entries))


def without_repeated_acknowledgements(entries: Iterable[e.Entry]) -> tuple[e.Entry, ...]:
    """Leave out each acknowledgement but the first: that two people typed `/ack` is one event."""
    kept: list[e.Entry] = []
    is_acknowledged = False
    for entry in entries:
        reached = _reached_milestone(entry) == "acknowledged"
        if not (reached and is_acknowledged and isinstance(entry, e.Acknowledged)):
            kept.append(entry)
        is_acknowledged = is_acknowledged or reached
    return tuple(kept)


def without_repeated_detection(entries: tuple[e.Entry, ...]) -> tuple[e.Entry, ...]:
    """Leave out a detection at the minute of an alert, whose row says the same."""
    alerts = {_minute(each) for each in entries if isinstance(each, e.AlertFired)}
    return tuple(
        each
        for each in entries
        if not (isinstance(each, e.MilestoneSet) and each.milestone == "detected" and not each.text)
        or _minute(each) not in alerts
    )


def _minute(entry: e.Entry) -> datetime:
    return entry.at.replace(second=0, microsecond=0)


def with_corrected_times(entries: Iterable[e.Entry]) -> tuple[e.Entry, ...]:
    """Move each milestone to the time that a later entry corrects it to; that entry then needs no row of its own."""
    kept: list[e.Entry] = []
    places: dict[str, int] = {}
    for entry in entries:
        name = _reached_milestone(entry)
        if isinstance(entry, e.MilestoneSet) and name in places:
            moved = _moved(kept[places[name]], entry)
            if moved is not None:
                kept[places[name]] = moved
                continue
        for ended in _ended_milestones(entry):
            places.pop(ended, None)
        if name:
            places.setdefault(name, len(kept))
        kept.append(entry)
    return tuple(kept)


def _reached_milestone(entry: e.Entry) -> str:
    match entry:
        case e.MilestoneSet(milestone=milestone):
            return milestone
        case e.Declared() if entry.started:
            return "started"
        case e.Acknowledged():
            return "acknowledged"
        case e.StatusSet(phase=Phase.MITIGATED):
            return "mitigated"
        case e.Resolved():
            return "resolved"
    return ""


def _ended_milestones(entry: e.Entry) -> tuple[str, ...]:
    """Return the milestones that an entry undoes."""
    match entry:
        case e.Reopened():
            return "mitigated", "resolved"
        case e.StatusSet(phase=Phase.ACTIVE):
            return ("mitigated",)
    return ()


def _moved(entry: e.Entry, correction: e.MilestoneSet) -> e.Entry | None:
    """Return the entry at its corrected time; None where both have something to say."""
    if isinstance(entry, e.Declared):
        return replace(entry, started=correction.at)
    if isinstance(entry, e.MilestoneSet):
        return replace(entry, at=correction.at, text=correction.text or entry.text)
    return None if correction.text else replace(entry, at=correction.at)


def _did_it(entry: e.Entry) -> bool:
    """Whether whoever is on record for an entry did it, and did not only report when it happened."""
    return not (isinstance(entry, e.MilestoneSet) and entry.milestone in ("started", "detected"))
