"""Entries: the accepted facts about an incident or an action item. Everything else is derived from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.phase import Phase
from incident_actions.model.incident.recent_change import RecentChange


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An accepted fact: what happened, when, who reported it, and in which comment."""

    kind: ClassVar[str]

    at: datetime
    """When it happened."""
    accepted: datetime
    """When the tool accepted it."""
    by: str = ""
    by_id: int = 0
    """The id of the account `by`, since a login can change hands; 0 where it is unknown, as for all ids of people."""
    comment: int = 0
    """The id of the comment, or 0."""
    index: int = 0
    """The position of the command in its comment, from 0."""


@dataclass(frozen=True, kw_only=True)
class Declared(Entry):
    """The issue became an incident."""

    kind: ClassVar[str] = "declared"
    severity: str = ""
    rated: bool = False
    """Whether the severity follows from the form's answers."""
    status: str = ""
    title: str = ""
    renamed_from: str = ""
    summary: str = ""
    impact: str = ""
    services: tuple[str, ...] = ()
    detected_by: str = ""
    started: datetime | None = None
    unread: str = ""
    """The severity as the form or the alert has it, where that names none of the process's."""
    answers: tuple[tuple[str, str], ...] = ()
    """The form's other answers, cut, by the ids of their questions: those for which there is no field here."""


@dataclass(frozen=True, kw_only=True)
class DrillBegun(Declared):
    """The issue became a drill: nothing of it reaches anybody but its people, and no figure counts it."""

    kind: ClassVar[str] = "drill"
    scenario: str = ""
    """The name of the scenario, or empty where the team plays one of its own."""
    briefing: str = ""
    people: tuple[str, ...] = ()
    """Who takes part from the start. Whoever types a command takes part, too."""
    limit: int = 24
    """After how many hours it ends by itself."""
    steps: tuple[tuple[str, str], ...] = ()
    """What the scenario plays later: when, and the words. See `contract.drill_scenario`."""


@dataclass(frozen=True, kw_only=True)
class ScenarioPlayed(Entry):
    """Steps of the drill's scenario were played, by their places in it."""

    kind: ClassVar[str] = "drill-step"
    steps: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class DrillStopped(Entry):
    """The drill ended by itself: its time is up, or a real incident needs everybody."""

    kind: ClassVar[str] = "drill-stopped"
    incident: int = 0
    """The real incident; 0 where the time is up."""


@dataclass(frozen=True, kw_only=True)
class DrillScored(Entry):
    """The drill is over: its branches and pull requests were removed, and its score was posted."""

    kind: ClassVar[str] = "drill-scored"
    points: int = 0
    most: int = 0
    """How many points there were to get."""


@dataclass(frozen=True, kw_only=True)
class SeveritySet(Entry):
    """The severity was set to one of the process's labels, by a person or by an alert."""

    kind: ClassVar[str] = "severity"
    to: str
    reason: str = ""
    alert: str = ""


@dataclass(frozen=True, kw_only=True)
class Acknowledged(Entry):
    """Somebody started working on it."""

    kind: ClassVar[str] = "acknowledged"


@dataclass(frozen=True, kw_only=True)
class StatusSet(Entry):
    """The incident moved to another of the process's status words."""

    kind: ClassVar[str] = "status"
    to: str
    phase: Phase
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class RoleTaken(Entry):
    """A person took a role."""

    kind: ClassVar[str] = "role"
    role: str
    person: str
    person_id: int = 0
    name: str = ""
    """The role's name for people."""
    note: str = ""
    """What the previous holder handed over."""


@dataclass(frozen=True, kw_only=True)
class UpdatePosted(Entry):
    """An update was posted; the time to the next one starts again."""

    kind: ClassVar[str] = "update"
    text: str


@dataclass(frozen=True, kw_only=True)
class NoteAdded(Entry):
    """Something worth a line on the timeline."""

    kind: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True, kw_only=True)
class MilestoneSet(Entry):
    """A milestone was reached at `at`; a later entry for the same milestone corrects it."""

    kind: ClassVar[str] = "milestone"
    milestone: str
    status: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class ServicesSet(Entry):
    """The affected services were set."""

    kind: ClassVar[str] = "services"
    to: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ImpactSet(Entry):
    """Who is affected, and how."""

    kind: ClassVar[str] = "impact"
    text: str


@dataclass(frozen=True, kw_only=True)
class HotfixOpened(Entry):
    """A hotfix branch was created."""

    kind: ClassVar[str] = "hotfix"
    description: str
    branch: str
    pull: int = 0
    """The pull request, or 0 where none was opened."""
    issue: int = 0
    """The issue of the fix, or 0 where none was opened."""
    repository: str = ""
    """The repository of the branch; empty for that of the incident."""
    reverts: str = ""
    """The change that the branch undoes, as people name it; empty for a fix of another kind."""


@dataclass(frozen=True, kw_only=True)
class HotfixEnded(Entry):
    """The pull request of a hotfix was merged, or closed without merging."""

    kind: ClassVar[str] = "hotfix-ended"
    pull: int
    merged: bool
    repository: str = ""
    reverts: str = ""
    """The change that it undoes, for a rollback."""


@dataclass(frozen=True, kw_only=True)
class ThingLinked(Entry):
    """A pull request, issue, commit or workflow run is followed from now on."""

    kind: ClassVar[str] = "linked"
    what: str
    """What it is: see `LinkName`."""
    name: str
    repository: str = ""
    """Its repository; empty for that of the incident."""
    mentioned: bool = False
    """Whether it was linked by itself, because it mentions the incident or reverts what is linked."""
    reverts: str = ""
    """The number of the linked pull request that it reverts; empty for none."""


@dataclass(frozen=True, kw_only=True)
class LinkChanged(Entry):
    """Something happened to what the incident follows."""

    kind: ClassVar[str] = "link-changed"
    what: str
    name: str
    repository: str = ""
    event: str
    """What happened: see `LinkEventKind`."""
    key: str
    """What makes it go on record once."""
    detail: str = ""
    """The environment of a deployment, the tag of a release, the commit of a check's result, or how a run ended."""


@dataclass(frozen=True, kw_only=True)
class ActionOpened(Entry):
    """The issue of an action item was opened."""

    kind: ClassVar[str] = "action"
    issue: int
    text: str
    key: str
    """What identifies the item, so that it is opened once."""
    owner: str = ""
    owner_id: int = 0
    due: date | None = None
    type: str = ""
    row: tuple[str, ...] = ()
    """The digests of its row in the post-mortem, field by field; empty for an item from a command."""


@dataclass(frozen=True, kw_only=True)
class Resolved(Entry):
    """The incident is over for users."""

    kind: ClassVar[str] = "resolved"
    status: str = ""
    summary: str = ""
    name: str = ""
    """The short name for the post-mortem's file; empty where it follows from the title."""
    to_watch: int = 0
    """The minutes for which a fix must be watched; 0 where the process asks for none."""
    watched: int = 0
    """The minutes for which it was watched, of those."""


@dataclass(frozen=True, kw_only=True)
class Reopened(Entry):
    """The incident was not over after all."""

    kind: ClassVar[str] = "reopened"
    reason: str
    status: str = ""


@dataclass(frozen=True, kw_only=True)
class Dismissed(Entry):
    """It was not an incident of its own: a false alarm, or part of another (`duplicate_of`)."""

    kind: ClassVar[str] = "dismissed"
    reason: str = ""
    duplicate_of: int = 0


@dataclass(frozen=True, kw_only=True)
class DuplicateReported(Entry):
    """The incident that this one is a duplicate of was looked up, and has a comment about that if it is one."""

    kind: ClassVar[str] = "duplicate-reported"
    original: int
    dismissed: datetime
    """When this incident was dismissed as that duplicate."""


@dataclass(frozen=True, kw_only=True)
class MadePrivate(Entry):
    """The incident moved to an issue of a private repository. A record begins anew with it, without what was before."""

    kind: ClassVar[str] = "private"
    repository: str
    number: int
    alerts: tuple[str, ...] = ()
    """The hashes of its alerts, by which they are recognised when they fire again."""


@dataclass(frozen=True, kw_only=True)
class PostmortemAsked(Entry):
    """Somebody requested a post-mortem, whatever the severity requires."""

    kind: ClassVar[str] = "postmortem-asked"
    name: str = ""
    """The short name for the file; empty where it follows from the title."""


@dataclass(frozen=True, kw_only=True)
class PostmortemOpened(Entry):
    """The post-mortem is on its branch."""

    kind: ClassVar[str] = "postmortem"
    branch: str
    path: str
    pull: int = 0
    """The pull request, or 0 where it could not be opened."""
    written: tuple[str, ...] = ()
    """The digests of the file's parts as the tool wrote them; none where the branch had a file already."""


@dataclass(frozen=True, kw_only=True)
class PostmortemUpdated(Entry):
    """The proposed post-mortem was brought up to date with the record, as far as people had not edited it."""

    kind: ClassVar[str] = "postmortem-updated"
    pull: int = 0
    written: tuple[str, ...] = ()
    """The digests of the file's parts as the record has them now."""
    updated: tuple[str, ...] = ()
    """The titles of the parts that were updated."""
    edited: tuple[str, ...] = ()
    """The titles of the parts that could not be updated, because people had edited them."""
    problem: str = ""
    """Why nothing could be updated; empty where it was."""


@dataclass(frozen=True, kw_only=True)
class FollowUpOffered(Entry):
    """A correction of the merged post-mortem was offered, because the record has changed since."""

    kind: ClassVar[str] = "postmortem-differs"
    differs: tuple[str, ...]
    """The facts that differ."""


@dataclass(frozen=True, kw_only=True)
class PostmortemEnded(Entry):
    """The post-mortem's pull request was merged, or closed without merging."""

    kind: ClassVar[str] = "postmortem-ended"
    pull: int
    merged: bool
    items: int = 0
    path: str = ""
    """Where the merged file is, if people renamed it."""
    errors: int = 0
    """How many errors the check found in the merged file. Earlier versions merged whatever there was."""
    elsewhere: bool = False
    """Whether another pull request or a commit brought the file, and not this one."""
    keeps_rows: bool = False
    """Whether the items of the merged file have their rows on record, which earlier versions did not keep."""


@dataclass(frozen=True, kw_only=True)
class PostmortemCompleted(Entry):
    """The file that was merged with errors has none any more."""

    kind: ClassVar[str] = "postmortem-completed"


@dataclass(frozen=True, kw_only=True)
class PostmortemAccepted(Entry):
    """The merged post-mortem was accepted in spite of its errors, for a reason."""

    kind: ClassVar[str] = "postmortem-accepted"
    reason: str


@dataclass(frozen=True, kw_only=True)
class PostmortemWaived(Entry):
    """The post-mortem was waived, for a reason."""

    kind: ClassVar[str] = "postmortem-waived"
    reason: str
    to_list: bool = False
    """Whether the index gets a row with the reason, which earlier versions did not write."""


@dataclass(frozen=True, kw_only=True)
class WaiverListed(Entry):
    """The index says why the post-mortem was waived, or accepted with errors, or GitHub refused to write it."""

    kind: ClassVar[str] = "waiver-listed"
    problem: str = ""
    """Why it has none; empty where it does."""


@dataclass(frozen=True, kw_only=True)
class IncidentReviewed(Entry):
    """The review meeting has discussed the incident."""

    kind: ClassVar[str] = "reviewed"
    text: str = ""
    """What it decided."""


@dataclass(frozen=True, kw_only=True)
class Closed(Entry):
    """Nothing is left to do."""

    kind: ClassVar[str] = "closed"


@dataclass(frozen=True, kw_only=True)
class ReminderPosted(Entry):
    """A reminder was posted at `at`; it was due at `due`."""

    kind: ClassVar[str] = "reminded"
    timer: str
    due: datetime


@dataclass(frozen=True, kw_only=True)
class TimerFired(Entry):
    """A timer fired: its message was posted at `at`."""

    kind: ClassVar[str] = "fired"
    timer: str
    """The timer's key."""
    what: str
    """What the timer is for, or the name of an escalation step."""
    due: datetime
    to: tuple[str, ...] = ()
    """The people who were paged."""
    times: int = 0
    """How often the timer had been due before."""


@dataclass(frozen=True, kw_only=True)
class CadenceSet(Entry):
    """Updates are due every so many minutes from now on; 0 restores the process's own interval."""

    kind: ClassVar[str] = "cadence"
    minutes: int


@dataclass(frozen=True, kw_only=True)
class TimersSnoozed(Entry):
    """The incident's timers are silent until a moment, for a reason; a moment in the past wakes them."""

    kind: ClassVar[str] = "snoozed-timers"
    until: datetime
    reason: str


ON_CALL_LABEL = "on call"
"""What `whom` is where people were paged because they were on call."""


@dataclass(frozen=True, kw_only=True)
class PeoplePaged(Entry):
    """People were paged, on declaration (those on call) or with `/page`."""

    kind: ClassVar[str] = "paged"
    to: tuple[str, ...]
    ids: tuple[int, ...] = ()
    """The account ids of the people in `to`, in the same order, where they were named one by one."""
    whom: str
    """The name by which they were paged; empty where it was their own."""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Escalated(Entry):
    """Somebody escalated manually."""

    kind: ClassVar[str] = "escalated"
    rung: str
    """The escalation step; empty beyond the last one."""
    to: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class UpdatePublished(Entry):
    """A public update: the only text that ever reaches the status page."""

    kind: ClassVar[str] = "published"
    text: str


@dataclass(frozen=True, kw_only=True)
class RoomOpened(Entry):
    """Where the responders meet: a channel or a link."""

    kind: ClassVar[str] = "room"
    room: str


@dataclass(frozen=True, kw_only=True)
class MergesFrozen(Entry):
    """Merges were frozen, by a person or, where `by` is empty, by the configuration."""

    kind: ClassVar[str] = "frozen"
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class MergesUnfrozen(Entry):
    """Merges were allowed again, by a person or, where `by` is empty, since nothing held the freeze any more."""

    kind: ClassVar[str] = "unfrozen"
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class NotificationSent(Entry):
    """A notification was sent to an audience, or failed."""

    kind: ClassVar[str] = "notified"
    key: str
    """What makes it go out once."""
    what: str
    audience: str = ""
    """A tag of the addresses; empty for all of them."""
    problem: str = ""
    """Why it failed; empty where it was sent."""
    person: str = ""
    """The person or team who was paged at an address of their own; empty for news."""


@dataclass(frozen=True, kw_only=True)
class EventDispatched(Entry):
    """An event went to the repository's own workflows, or GitHub refused it."""

    kind: ClassVar[str] = "dispatched"
    key: str
    """What makes it go out once."""
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class ManualChangeUndone(Entry):
    """A manual change was undone, because that person may not make it."""

    kind: ClassVar[str] = "put-back"
    what: str


@dataclass(frozen=True, kw_only=True)
class RatingAsked(Entry):
    """People were asked how the response went. Their reactions to that comment are the answers."""

    kind: ClassVar[str] = "rating"
    on: int
    """The comment with the question."""


@dataclass(frozen=True, kw_only=True)
class RecurrenceFound(Entry):
    """Earlier incidents and action items were searched for what is like an incident with this severity and services.

    Only numbers, days and paths are on record, no text of another issue.
    """

    kind: ClassVar[str] = "recurrence"
    severity: str
    services: tuple[str, ...]
    items: tuple[tuple[str, str], ...] = ()
    """Action items that were meant to prevent it: each issue with its due date if it is open, else how it ended."""
    postmortems: tuple[tuple[str, str], ...] = ()
    """Earlier incidents, each with the path of its post-mortem."""


@dataclass(frozen=True, kw_only=True)
class ChecklistRead(Entry):
    """The checklists in a comment of the tool's own were read."""

    kind: ClassVar[str] = "checklist"
    on: int
    """The id of that comment. It answers no command, so it is not the entry's `comment`."""
    lists: tuple[str, ...]
    """The keys of the checklists in it."""
    done: int
    """How many of their steps are ticked."""
    total: int


@dataclass(frozen=True, kw_only=True)
class ChangesListed(Entry):
    """What changed before the incident started was read; each time replaces the one before."""

    kind: ClassVar[str] = "changes-listed"
    until: datetime
    """When the incident had started, as far as that was known."""
    repositories: tuple[str, ...]
    """The repositories that were asked; empty for that of the incident."""
    changes: tuple[RecentChange, ...] = ()
    """The newest ones, newest first."""
    more: int = 0
    """How many further changes there were."""
    unread: tuple[str, ...] = ()
    """The repositories that could not be read."""


@dataclass(frozen=True, kw_only=True)
class SourceChanged(Entry):
    """A comment whose commands are on record was edited or deleted later; the record keeps its first text."""

    kind: ClassVar[str] = "source-changed"
    on: int
    """The id of that comment. It answers no command, so it is not the entry's `comment`."""
    deleted: bool = False
    unchanged: bool = False
    """Whether only something else about it changed, such as that it was minimized."""


@dataclass(frozen=True, kw_only=True)
class LineMarked(Entry):
    """Somebody chose whether a line of the timeline enters the post-mortem's file. The line itself stays on record."""

    kind: ClassVar[str] = "line-marked"
    line: str
    """The key of the line: see `text.timeline.line_key`."""
    mark: str
    """`hide`, `star`, or empty to undo either."""


class Damage(StrEnum):
    """What may have happened to a record."""

    EDITED = "edited"
    DAMAGED = "damaged"
    DELETED = "deleted"


@dataclass(frozen=True, kw_only=True)
class RecordRepaired(Entry):
    """The record had been changed by somebody else and was repaired."""

    kind: ClassVar[str] = "mended"
    what: Damage
    """What had happened to it."""
    unheard: int = 0
    """How many answered comments could no longer be read as they were."""
    lost: int = 0
    """How many known entries could not be restored."""


@dataclass(frozen=True, kw_only=True)
class LogLinesReplayed(Entry):
    """Lines of an offline log were put on record; the other entries of the same comment have their contents."""

    kind: ClassVar[str] = "replayed"
    log: str
    """The log's key."""
    lines: tuple[str, ...]
    """The digests of the lines that were taken."""
    first: datetime
    """The time of the first line."""
    last: datetime
    """The time of the last line."""


@dataclass(frozen=True, kw_only=True)
class AlertFired(Entry):
    """An alert fired: one that opened the incident, joined it, or fired `again`."""

    kind: ClassVar[str] = "alert"
    alert: str
    """The alert's id."""
    delivery: str
    """The run that delivered it."""
    source: str
    title: str
    url: str = ""
    again: bool = False
    after: int = 0
    """The number of the earlier incident of the same alert, or 0."""
    words: str = ""
    """A digest of the sender's words for the severity."""
    run: int = 0
    """The id of the run that delivered it. A later event has a higher one, whatever the clocks say."""


@dataclass(frozen=True, kw_only=True)
class AlertRepeated(Entry):
    """A firing alert was reported once more, or several times, with nothing new but perhaps its severity."""

    kind: ClassVar[str] = "alert-repeated"
    alert: str
    delivery: str
    deliveries: tuple[str, ...] = ()
    """The further runs that are counted with it."""
    words: str = ""
    """A digest of the sender's words for the severity, if they were others than before."""
    run: int = 0
    """The highest id of these runs."""


@dataclass(frozen=True, kw_only=True)
class AlertResolved(Entry):
    """An alert no longer fires."""

    kind: ClassVar[str] = "alert-over"
    alert: str
    delivery: str
    title: str
    last: bool = False
    """Whether it was the last one firing."""
    run: int = 0
    """The id of the run that delivered it."""


@dataclass(frozen=True, kw_only=True)
class CommandRefused(Entry):
    """A command was refused; this is kept so that it is answered once."""

    kind: ClassVar[str] = "refused"
    word: str
    reason: str
    """The class name of the refusal."""


@dataclass(frozen=True, kw_only=True)
class CommandAnswered(Entry):
    """A command that changes nothing, such as `/help`, was answered."""

    kind: ClassVar[str] = "answered"
    word: str


@dataclass(frozen=True, kw_only=True)
class UnknownEntry(Entry):
    """An entry by a newer version of the tool, kept as it is."""

    kind: ClassVar[str] = "unread"
    raw: str
    """The whole entry, as JSON."""


IncidentEntry = (
    Declared
    | DrillBegun
    | ScenarioPlayed
    | DrillStopped
    | DrillScored
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
    | ThingLinked
    | LinkChanged
    | ActionOpened
    | Resolved
    | Reopened
    | Dismissed
    | MadePrivate
    | PostmortemAsked
    | PostmortemOpened
    | PostmortemUpdated
    | FollowUpOffered
    | PostmortemEnded
    | PostmortemCompleted
    | PostmortemAccepted
    | PostmortemWaived
    | WaiverListed
    | IncidentReviewed
    | Closed
    | ReminderPosted
    | TimerFired
    | CadenceSet
    | TimersSnoozed
    | PeoplePaged
    | Escalated
    | UpdatePublished
    | RoomOpened
    | MergesFrozen
    | MergesUnfrozen
    | NotificationSent
    | EventDispatched
    | ChecklistRead
    | RecurrenceFound
    | RatingAsked
    | DuplicateReported
    | ChangesListed
    | SourceChanged
    | LineMarked
    | ManualChangeUndone
    | RecordRepaired
    | LogLinesReplayed
    | AlertFired
    | AlertRepeated
    | AlertResolved
    | CommandRefused
    | CommandAnswered
)


@dataclass(frozen=True, kw_only=True)
class ItemOpened(Entry):
    """An action item was opened."""

    kind: ClassVar[str] = "item"
    incident: int
    """The number of its incident."""
    key: str
    """What identifies the item, so that it is opened once."""
    text: str
    owner: str = ""
    owner_id: int = 0
    wanted: str = ""
    """The requested owner, where that account could not be assigned."""
    due: date | None = None
    type: str = ""
    lead: str = ""
    lead_id: int = 0
    postmortem: str = ""
    """The path of the post-mortem that it comes from; empty for one from a command."""
    severity: str = ""
    """The severity of its incident when it was opened."""
    row: tuple[str, ...] = ()
    """The digests of its row in the post-mortem, field by field."""


@dataclass(frozen=True, kw_only=True)
class RowApplied(Entry):
    """The row of an action item in the merged post-mortem was taken over as somebody edited it."""

    kind: ClassVar[str] = "row"
    row: tuple[str, ...]
    """The digests of the row, field by field."""
    text: str = ""
    """The new text of the item, if it is another one."""
    type: str = ""
    """The new type, if it is another one."""
    gone: bool = False
    """Whether the file has the row no more; `row` is then what it was."""


@dataclass(frozen=True, kw_only=True)
class DueSet(Entry):
    """The due date of an action item was set."""

    kind: ClassVar[str] = "due"
    to: date


@dataclass(frozen=True, kw_only=True)
class OwnerSet(Entry):
    """The owner of an action item was set."""

    kind: ClassVar[str] = "owner"
    to: str
    to_id: int = 0


@dataclass(frozen=True, kw_only=True)
class ItemDone(Entry):
    """An action item was completed; `evidence` shows it."""

    kind: ClassVar[str] = "done"
    evidence: str = ""
    unproven: bool = False
    """Whether the evidence is words alone, or missing, in a process that requires it."""


@dataclass(frozen=True, kw_only=True)
class ItemAccepted(Entry):
    """An action item that was closed without evidence was accepted as done, for a reason."""

    kind: ClassVar[str] = "item-accepted"
    reason: str


@dataclass(frozen=True, kw_only=True)
class EvidenceOffered(Entry):
    """Merged pull requests were mentioned on an action item: those that may complete it, or reverts of its evidence."""

    kind: ClassVar[str] = "evidence-offered"
    pulls: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ItemDropped(Entry):
    """An action item was dropped, for a reason."""

    kind: ClassVar[str] = "dropped"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemReopened(Entry):
    """An action item was opened again."""

    kind: ClassVar[str] = "item-reopened"


@dataclass(frozen=True, kw_only=True)
class RemindersSnoozed(Entry):
    """The reminders of an action item are snoozed until a day."""

    kind: ClassVar[str] = "snoozed"
    until: date
    reason: str


ItemEntry = (
    ItemOpened
    | RowApplied
    | DueSet
    | OwnerSet
    | ItemDone
    | ItemAccepted
    | EvidenceOffered
    | ItemDropped
    | ItemReopened
    | RemindersSnoozed
    | ReminderPosted
    | ManualChangeUndone
    | RecordRepaired
    | CommandRefused
    | CommandAnswered
)


@dataclass(frozen=True, kw_only=True)
class WeekBegun(Entry):
    """The issue of a week's action items was opened."""

    kind: ClassVar[str] = "week"
    week: str
    """The week of the ISO calendar, such as `2026-W10`."""


@dataclass(frozen=True, kw_only=True)
class PersonSnoozed(Entry):
    """Somebody snoozed their own reminders of all action items until a day; a day that has passed ends that."""

    kind: ClassVar[str] = "person-snoozed"
    until: date
    reason: str = ""


WeekEntry = WeekBegun | PersonSnoozed | CommandRefused | CommandAnswered


@dataclass(frozen=True, kw_only=True)
class OverviewBegun(Entry):
    """The overview was opened."""

    kind: ClassVar[str] = "overview"
    pinned: bool = False
    """Whether a sweep has tried to pin it. It does so once, so that people can unpin it."""
    computed: datetime | None = None
    """When a sweep computed its figures; None if none has."""


@dataclass(frozen=True, kw_only=True)
class IncidentListed(Entry):
    """The overview shows an open incident: it was declared at `at`, and `accepted` is the time of its newest entry."""

    kind: ClassVar[str] = "listed"
    incident: int
    severity: str = ""
    status: str = ""
    mitigated: bool = False
    commander: str = ""
    next_update: datetime | None = None
    unread: bool = False
    """Whether its record can't be read, so that nothing else is known."""


OverviewEntry = OverviewBegun | IncidentListed

KINDS: dict[str, type[Entry]] = {
    kind.kind: kind
    for kind in (*IncidentEntry.__args__, *ItemEntry.__args__, *WeekEntry.__args__, *OverviewEntry.__args__)
}


def replay_comments(entries: Iterable[Entry]) -> frozenset[int]:
    """Return the comments that replayed logs: GitHub received their entries only then."""
    return frozenset(entry.comment for entry in entries if isinstance(entry, LogLinesReplayed))


def entries_to_keep(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the entries that the record may hold: of a private incident, only those from its move on."""
    moves = [place for place, entry in enumerate(entries) if isinstance(entry, MadePrivate)]
    return entries[moves[-1] :] if moves else entries
