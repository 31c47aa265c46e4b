"""Entries: the accepted facts of which an incident is the sum, and nothing else is state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.phase import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One accepted fact: what happened, when, when it was accepted, by whom, and from which comment.

    A login can be given up and registered by somebody else, so `by_id` is the id of the account `by`; like each id of a
    person it is 0 where it is not known.
    """

    kind: ClassVar[str]

    at: datetime
    accepted: datetime
    by: str = ""
    by_id: int = 0
    comment: int = 0
    index: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared(Entry):
    """The issue became an incident; `rated` says that its severity follows from the form's answers."""

    kind: ClassVar[str] = "declared"
    severity: str = ""
    rated: bool = False
    status: str = ""
    title: str = ""
    renamed_from: str = ""
    summary: str = ""
    impact: str = ""
    services: tuple[str, ...] = ()
    detected_by: str = ""
    started: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveritySet(Entry):
    """The severity was set to one of the process's labels, by a person or by an alert."""

    kind: ClassVar[str] = "severity"
    to: str
    reason: str = ""
    alert: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(Entry):
    """Somebody is on it."""

    kind: ClassVar[str] = "acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusSet(Entry):
    """The incident moved to another of the process's status words."""

    kind: ClassVar[str] = "status"
    to: str
    phase: Phase
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTaken(Entry):
    """A person holds a role from now on; `name` is what people call it, `note` what the one before handed over."""

    kind: ClassVar[str] = "role"
    role: str
    person: str
    person_id: int = 0
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePosted(Entry):
    """An update was given; the cadence clock starts again."""

    kind: ClassVar[str] = "update"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(Entry):
    """Something worth a line on the timeline."""

    kind: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneSet(Entry):
    """A milestone was reached at `at`; a later entry for the same milestone corrects it."""

    kind: ClassVar[str] = "milestone"
    milestone: str
    status: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesSet(Entry):
    """The services that are affected."""

    kind: ClassVar[str] = "services"
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactSet(Entry):
    """Who is affected, and how."""

    kind: ClassVar[str] = "impact"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HotfixOpened(Entry):
    """A hotfix branch stands; `pull` and `issue` are 0 where no pull request or no issue was opened for it.

    `repository` is where, and empty for that of the incident.
    """

    kind: ClassVar[str] = "hotfix"
    description: str
    branch: str
    pull: int = 0
    issue: int = 0
    repository: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HotfixEnded(Entry):
    """The pull request of a hotfix was merged, or closed without merging."""

    kind: ClassVar[str] = "hotfix-ended"
    pull: int
    merged: bool
    repository: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionOpened(Entry):
    """An action item has its issue; `key` says what it was opened for."""

    kind: ClassVar[str] = "action"
    issue: int
    text: str
    key: str
    owner: str = ""
    owner_id: int = 0
    due: date | None = None
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved(Entry):
    """The incident is over for its users."""

    kind: ClassVar[str] = "resolved"
    status: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Entry):
    """It was not over after all."""

    kind: ClassVar[str] = "reopened"
    reason: str
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissed(Entry):
    """It was no incident of its own: a false alarm, or (with `duplicate_of`) part of another."""

    kind: ClassVar[str] = "dismissed"
    reason: str = ""
    duplicate_of: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostmortemAsked(Entry):
    """Somebody wants a post-mortem now, whatever the severity requires."""

    kind: ClassVar[str] = "postmortem-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostmortemOpened(Entry):
    """The post-mortem stands on its branch; `pull` is 0 where no pull request could be opened for it."""

    kind: ClassVar[str] = "postmortem"
    branch: str
    path: str
    pull: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostmortemEnded(Entry):
    """The post-mortem's pull request was merged, or closed without merging."""

    kind: ClassVar[str] = "postmortem-ended"
    pull: int
    merged: bool
    items: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostmortemWaived(Entry):
    """No post-mortem will be written, on record and for a reason."""

    kind: ClassVar[str] = "postmortem-waived"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Entry):
    """Nothing is owed any more."""

    kind: ClassVar[str] = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPosted(Entry):
    """A reminder was posted; `due` is when it should have been, `at` when it was."""

    kind: ClassVar[str] = "reminded"
    timer: str
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired(Entry):
    """A timer fired: `what` it chases (a rung's name on the ladder), when it was due, and whom it told.

    `at` is when it was posted. `timer` is its key, `times` how often it had come round before.
    """

    kind: ClassVar[str] = "fired"
    timer: str
    what: str
    due: datetime
    to: tuple[str, ...] = ()
    times: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceSet(Entry):
    """From now on an update is due every so many minutes; 0 is what the process says."""

    kind: ClassVar[str] = "cadence"
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimersSnoozed(Entry):
    """No timer of the incident fires before a moment, for a reason; a moment that is over lets them fire again."""

    kind: ClassVar[str] = "snoozed-timers"
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePaged(Entry):
    """People were called: those on call when it was declared, or by `/page`.

    `whom` is what they were called by, empty where it was by their own name; then `ids` are theirs, in the same order.
    """

    kind: ClassVar[str] = "paged"
    to: tuple[str, ...]
    ids: tuple[int, ...] = ()
    whom: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated(Entry):
    """Somebody went up the ladder by hand, to a rung; empty for those beyond the last one."""

    kind: ClassVar[str] = "escalated"
    rung: str
    to: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePublished(Entry):
    """The only words that ever reach the public status page."""

    kind: ClassVar[str] = "published"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomOpened(Entry):
    """Where the responders meet: a channel or a link."""

    kind: ClassVar[str] = "room"
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationSent(Entry):
    """A notification was sent to an audience, or could not be (`problem`); `key` is what makes it go once.

    `audience` is a tag of the addresses, empty for all of them.
    """

    kind: ClassVar[str] = "notified"
    key: str
    what: str
    audience: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualChangeUndone(Entry):
    """A change made by hand was not that person's to make, and was undone."""

    kind: ClassVar[str] = "put-back"
    what: str


class Damage(StrEnum):
    """What may have happened to a record."""

    EDITED = "edited"
    DAMAGED = "damaged"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRepaired(Entry):
    """The record was not as the tool had left it: `what` happened to it, by whom where GitHub tells, and was mended.

    `unheard` counts the comments that had been answered, and could not be read as they were then; `lost` the entries
    that the record is known to have had, and could not be restored.
    """

    kind: ClassVar[str] = "mended"
    what: Damage
    unheard: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLinesReplayed(Entry):
    """Lines of a log kept by hand were put on record, by whom they stand; those of the same comment are what they said.

    `log` names the log, `lines` are the digests of the lines that were taken, `first` and `last` when they were told.
    """

    kind: ClassVar[str] = "replayed"
    log: str
    lines: tuple[str, ...]
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFired(Entry):
    """An alert fires: the one that opened the incident, one that joined it, or one of them once more (`again`).

    `alert` names it, `delivery` is the run that told, `after` the earlier incident of the same alert (0: none).
    """

    kind: ClassVar[str] = "alert"
    alert: str
    delivery: str
    source: str
    title: str
    url: str = ""
    again: bool = False
    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRepeated(Entry):
    """A firing alert was told once more, with nothing new."""

    kind: ClassVar[str] = "alert-repeated"
    alert: str
    delivery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertResolved(Entry):
    """An alert fires no more; with `last`, none of the incident's does."""

    kind: ClassVar[str] = "alert-over"
    alert: str
    delivery: str
    title: str
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRefused(Entry):
    """A command was turned down; kept so that it is answered once. `reason` is the refusal's class name."""

    kind: ClassVar[str] = "refused"
    word: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandAnswered(Entry):
    """A command that changes nothing (`/help`) was answered."""

    kind: ClassVar[str] = "answered"
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownEntry(Entry):
    """An entry that a newer version wrote and this one does not understand; `raw` is all of it, as JSON."""

    kind: ClassVar[str] = "unread"
    raw: str


IncidentEntry = (
    Declared
    | SeveritySet
    | Acknowledged
    | StatusSet
    | RoleTaken
    | UpdatePosted
    | NoteAdded
    | MilestoneSet
    | ServicesSet
    | ImpactSet
    | HotfixOpened
    | HotfixEnded
    | ActionOpened
    | Resolved
    | Reopened
    | Dismissed
    | PostmortemAsked
    | PostmortemOpened
    | PostmortemEnded
    | PostmortemWaived
    | Closed
    | ReminderPosted
    | TimerFired
    | CadenceSet
    | TimersSnoozed
    | PeoplePaged
    | Escalated
    | UpdatePublished
    | RoomOpened
    | NotificationSent
    | ManualChangeUndone
    | RecordRepaired
    | LogLinesReplayed
    | AlertFired
    | AlertRepeated
    | AlertResolved
    | CommandRefused
    | CommandAnswered
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemOpened(Entry):
    """An action item came to be, for the incident `incident`; `key` says what it was opened for.

    `wanted` is an owner who could not be assigned.
    """

    kind: ClassVar[str] = "item"
    incident: int
    key: str
    text: str
    owner: str = ""
    owner_id: int = 0
    wanted: str = ""
    due: date | None = None
    type: str = ""
    lead: str = ""
    lead_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSet(Entry):
    """The due date of an action item moved."""

    kind: ClassVar[str] = "due"
    to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerSet(Entry):
    """An action item has another owner."""

    kind: ClassVar[str] = "owner"
    to: str
    to_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDone(Entry):
    """An action item is done, and `evidence` shows it."""

    kind: ClassVar[str] = "done"
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDropped(Entry):
    """An action item will not be done, for a reason."""

    kind: ClassVar[str] = "dropped"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReopened(Entry):
    """An action item is open again."""

    kind: ClassVar[str] = "item-reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindersSnoozed(Entry):
    """Reminders of an action item rest until a day."""

    kind: ClassVar[str] = "snoozed"
    until: date
    reason: str


ItemEntry = (
    ItemOpened
    | DueSet
    | OwnerSet
    | ItemDone
    | ItemDropped
    | ItemReopened
    | RemindersSnoozed
    | ReminderPosted
    | ManualChangeUndone
    | RecordRepaired
    | CommandRefused
    | CommandAnswered
)

KINDS: dict[str, type[Entry]] = {kind.kind: kind for kind in (*IncidentEntry.__args__, *ItemEntry.__args__)}


def replay_comments(entries: Iterable[Entry]) -> frozenset[int]:
    """The comments by which logs came on record: what their other entries tell, GitHub heard of only then."""
    return frozenset(entry.comment for entry in entries if isinstance(entry, LogLinesReplayed))
