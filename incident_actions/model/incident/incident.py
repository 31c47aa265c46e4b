"""The incident: a value folded from its entries.

The fold is the only place where an entry gains meaning. It never looks at a clock, so the same entries give the same
incident on every run. Everything else (card, labels, assignees, issue state) is derived from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime
from functools import reduce
from typing import Any, TypeAlias, assert_never

from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident import alarm, pace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.link import Link, LinkName
from incident_actions.model.incident.pace import Pace
from incident_actions.model.incident.phase import Phase


@dataclass(frozen=True)
class Hotfix:
    """A hotfix branch and, where one could be opened, its pull request."""

    description: str
    branch: str
    pull: int
    state: str = "open"
    issue: int = 0
    repository: str = ""
    reverts: str = ""
    """The change that it undoes, as people name it; empty for a fix of another kind."""


@dataclass(frozen=True)
class Action:
    """An action item as its incident knows it; the item's own issue knows more."""

    issue: int
    text: str
    key: str
    owner: str
    due: date | None
    type: str
    row: tuple[str, ...] = ()
    """The digests of its row in the post-mortem when it was opened; empty if there was none, or it is not known."""


@dataclass(frozen=True)
class Postmortem:
    """The post-mortem: where it is, and the `state` of its pull request (`open`, `merged` or `rejected`)."""

    branch: str
    path: str
    pull: int
    state: str = "open"
    follow_up: int = 0
    """Which correction of a merged post-mortem it is, from 2; 0 for the first post-mortem itself."""


@dataclass(frozen=True)
class PostmortemFile:
    """The file of the post-mortem, which keeps its name, and what the tool wrote into it."""

    path: str
    offered: tuple[str, ...] = ()
    """The digests of its parts in the newest version; none where an earlier version of the tool wrote it."""
    written: frozenset[str] = frozenset()
    """The digests of the parts in every version."""


@dataclass(frozen=True)
class Freeze:
    """Why merges are frozen, since when, and by whom: by the configuration where `by` is empty."""

    since: datetime
    by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Drill:
    """What makes an incident a drill: who takes part, and what its scenario plays."""

    begun: datetime
    """When it began, or was reopened last."""
    scenario: str
    briefing: str
    people: tuple[str, ...]
    limit: int
    """After how many hours it ends by itself."""
    steps: tuple[tuple[str, str], ...] = ()
    """What the scenario plays later: when, and the words."""
    played: frozenset[int] = frozenset()
    """The places of the steps that were played."""
    is_scored: bool = False

    def includes(self, login: str) -> bool:
        """Return whether a person takes part."""
        return login.casefold() in {each.casefold() for each in self.people}

    def reachable(self, people: Iterable[str]) -> tuple[str, ...]:
        """Return those who take part, in place of all whom the process would page; everybody if none of them does."""
        wanted = tuple(people)
        return tuple(each for each in wanted if self.includes(each)) or (self.people if wanted else ())


@dataclass(frozen=True)
class Incident:
    """Everything that is known about an incident."""

    number: int
    phase: Phase
    status: str
    severity: str
    title: str
    declared: datetime
    declared_by: str
    declared_by_id: int = 0
    summary: str = ""
    resolution: str = ""
    to_watch: int = 0
    """The minutes for which the fix had to be watched before the resolution, or 0."""
    watched: int = 0
    """The minutes for which it was watched, of those."""
    impact: str = ""
    detected_by: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    """The form's answers that have no field here, by the ids of their questions."""
    services: tuple[str, ...] = ()
    milestones: Mapping[str, datetime] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    role_ids: Mapping[str, int] = field(default_factory=dict)
    """The account ids of role holders, by role."""
    acknowledged_by: str = ""
    """Who acknowledged it first."""
    acknowledged_by_id: int = 0
    last_update: datetime | None = None
    last_update_text: str = ""
    status_texts: Mapping[str, str] = field(default_factory=dict)
    """The last text given with each status, in the order in which they were given."""
    hotfixes: tuple[Hotfix, ...] = ()
    links: tuple[Link, ...] = ()
    """What it follows, the pull requests of hotfixes included."""
    actions: tuple[Action, ...] = ()
    rows_kept_since: datetime | None = None
    """When a post-mortem was merged for the first time whose action items are known by their rows."""
    postmortem: Postmortem | None = None
    postmortem_file: PostmortemFile | None = None
    """The file of the newest post-mortem, also after its pull request ended."""
    short_name: str = ""
    """The short name for the post-mortem's file, where somebody chose one."""
    rated_late: bool = False
    """Whether the severity was set after the incident was closed."""
    postmortem_asked: bool = False
    postmortem_errors: int = 0
    """How many errors of the merged post-mortem are neither fixed nor accepted."""
    postmortem_accepted: str = ""
    """Why it was accepted in spite of its errors."""
    postmortem_waived: str = ""
    reason_to_list: bool = False
    """Whether the index still has to say why the post-mortem was waived, or accepted with errors."""
    reviewed: bool = False
    """Whether the review meeting has discussed it since it was resolved."""
    duplicate_of: int = 0
    reminded: frozenset[str] = frozenset()
    pace: Pace = field(default_factory=Pace)
    published: tuple[e.UpdatePublished, ...] = ()
    room: str = ""
    freeze: Freeze | None = None
    may_freeze: bool = True
    """Whether the configuration may freeze merges: not after a person has ended a freeze, until the reopening."""
    paged: tuple[str, ...] = ()
    paged_ids: Mapping[str, int] = field(default_factory=dict)
    """The account ids of paged people, by case-folded login."""
    changes_before: e.ChangesListed | None = None
    """What changed before it started; None as long as that was not read."""
    repaired: e.RecordRepaired | None = None
    replayed: e.LogLinesReplayed | None = None
    alarms: tuple[alarm.Alarm, ...] = ()
    drill: Drill | None = None
    """What makes it a drill; None for a real incident."""
    private: str = ""
    """The issue of a private repository that it moved to. Nothing else is known here then, or changes any more."""

    @property
    def drill_branch(self) -> str:
        """Return the branch that a drill's pull requests are merged into; empty for a real incident."""
        return f"drill/{self.number}" if self.drill else ""

    @property
    def start(self) -> datetime:
        """Return when it began for its users, as far as that is known."""
        return self.milestones.get("started", self.declared)


TimerEntry: TypeAlias = e.TimerFired | e.CadenceSet | e.TimersSnoozed | e.Escalated
"""Entries that change only the incident's timers: see `pace`."""

NeutralEntry: TypeAlias = (
    e.Declared
    | e.NoteAdded
    | e.NotificationSent
    | e.EventDispatched
    | e.ChecklistRead
    | e.RecurrenceFound
    | e.RatingAsked
    | e.DuplicateReported
    | e.SourceChanged
    | e.LineMarked
    | e.ManualChangeUndone
    | e.CommandRefused
    | e.CommandAnswered
    | TimerEntry
)
"""Entries that leave the incident itself as it is."""

StatementEntry: TypeAlias = (
    e.SeveritySet
    | e.Acknowledged
    | e.StatusSet
    | e.RoleTaken
    | e.UpdatePosted
    | e.MilestoneSet
    | e.ServicesSet
    | e.ImpactSet
    | e.UpdatePublished
    | e.RoomOpened
    | e.MergesFrozen
    | e.MergesUnfrozen
)
"""Entries that people make while the incident lasts."""

DrillEntry: TypeAlias = e.ScenarioPlayed | e.DrillStopped | e.DrillScored
"""Entries about the course of a drill."""

EndEntry: TypeAlias = e.Resolved | e.Reopened | e.Dismissed | e.Closed | e.MadePrivate
"""Entries that end the incident, or start it again."""

WorkEntry: TypeAlias = e.HotfixOpened | e.HotfixEnded | e.ThingLinked | e.LinkChanged | e.ActionOpened
"""Entries about hotfixes, what is followed, and action items."""

PostmortemEntry: TypeAlias = (
    e.PostmortemAsked
    | e.PostmortemOpened
    | e.PostmortemUpdated
    | e.PostmortemEnded
    | e.PostmortemCompleted
    | e.PostmortemAccepted
    | e.PostmortemWaived
    | e.WaiverListed
    | e.FollowUpOffered
    | e.IncidentReviewed
)
"""Entries about the post-mortem and its review."""

SystemEntry: TypeAlias = (
    e.ChangesListed
    | e.AlertFired
    | e.AlertRepeated
    | e.AlertResolved
    | e.PeoplePaged
    | e.ReminderPosted
    | e.RecordRepaired
    | e.LogLinesReplayed
)
"""Entries about what the tool itself did or noticed."""


def fold(number: int, entries: Iterable[e.Entry]) -> Incident | None:
    """Fold entries into an incident; None before it was declared."""
    start: Incident | None = None
    return reduce(lambda incident, entry: fold_entry(number, incident, entry), entries, start)


def fold_entry(number: int, incident: Incident | None, entry: e.Entry) -> Incident | None:
    """Return the incident with one more entry of any kind; None before it was declared."""
    if isinstance(entry, e.Declared):
        return incident or _begun(number, entry)
    if isinstance(entry, e.MadePrivate):
        return _made_private(number, entry)
    if incident is None or incident.private or not isinstance(entry, e.IncidentEntry):
        return incident
    changed = apply_entry(incident, entry)
    if changed.drill:
        changed = _with_participant(changed, changed.drill, entry)
    paced = pace.apply_entry(changed.pace, entry)
    if changed.phase is Phase.ACTIVE and incident.phase is not Phase.ACTIVE:
        paced = replace(paced, hurting=entry.at)
    return changed if paced is incident.pace else replace(changed, pace=paced)


def _begun(number: int, entry: e.Declared) -> Incident:
    milestones = {"declared": entry.at}
    if entry.started:
        milestones["started"] = entry.started
    return Incident(
        number=number,
        phase=Phase.ACTIVE,
        status=entry.status,
        severity=entry.severity,
        title=entry.title,
        declared=entry.at,
        declared_by=entry.by,
        declared_by_id=entry.by_id,
        summary=entry.summary,
        impact=entry.impact,
        detected_by=entry.detected_by,
        answers=dict(entry.answers),
        services=entry.services,
        milestones=milestones,
        drill=_drill_of(entry) if isinstance(entry, e.DrillBegun) else None,
        pace=Pace(begun=entry.at, progress=entry.at, severities=((entry.at, entry.severity),)),
    )


def _drill_of(entry: e.DrillBegun) -> Drill:
    people = tuple(dict.fromkeys((*((entry.by,) if entry.by else ()), *entry.people)))
    return Drill(entry.at, entry.scenario, entry.briefing, people, entry.limit, entry.steps)


def _made_private(number: int, entry: e.MadePrivate) -> Incident:
    """Return what is left here of an incident that moved, whatever it was."""
    return Incident(
        number=number,
        phase=Phase.DISMISSED,
        status="",
        severity="",
        title="",
        declared=entry.at,
        declared_by=entry.by,
        declared_by_id=entry.by_id,
        private=f"{entry.repository}#{entry.number}",
    )


def apply_entry(incident: Incident, entry: e.IncidentEntry) -> Incident:
    """Return the incident with one more of its entries."""
    if isinstance(entry, NeutralEntry):
        return incident
    if isinstance(entry, StatementEntry):
        return _apply_statement(incident, entry)
    if isinstance(entry, EndEntry):
        return _over(incident, entry)
    if isinstance(entry, DrillEntry):
        return _apply_drill(incident, entry)
    if isinstance(entry, WorkEntry):
        return _apply_work(incident, entry)
    if isinstance(entry, PostmortemEntry):
        return _apply_postmortem(incident, entry)
    if isinstance(entry, SystemEntry):
        return _apply_system(incident, entry)
    assert_never(entry)


def _apply_statement(incident: Incident, entry: StatementEntry) -> Incident:
    match entry:
        case e.UpdatePosted():
            return _spoken(incident, entry.at, entry.text)
        case e.UpdatePublished():
            return replace(_spoken(incident, entry.at, entry.text), published=(*incident.published, entry))
        case e.StatusSet():
            return _set_status(incident, entry)
        case e.MilestoneSet():
            return _reached(incident, entry)
        case e.Acknowledged():
            return _acknowledge(incident, entry)
        case e.SeveritySet():
            late = incident.rated_late or incident.phase is Phase.CLOSED
            return replace(incident, severity=entry.to, rated_late=late)
        case e.RoleTaken():
            ids = {role: account for role, account in incident.role_ids.items() if role != entry.role}
            ids |= {entry.role: entry.person_id} if entry.person_id else {}
            return replace(incident, roles={**incident.roles, entry.role: entry.person}, role_ids=ids)
        case e.ServicesSet():
            return replace(incident, services=entry.to)
        case e.ImpactSet():
            return replace(incident, impact=entry.text)
        case e.RoomOpened():
            return replace(incident, room=entry.room)
        case e.MergesFrozen():
            since = incident.freeze.since if incident.freeze else entry.at
            return replace(incident, freeze=Freeze(since, entry.by, entry.reason))
        case e.MergesUnfrozen():
            return replace(incident, freeze=None, may_freeze=incident.may_freeze and not entry.by)
    assert_never(entry)


def _over(incident: Incident, entry: EndEntry) -> Incident:
    match entry:
        case e.Resolved():
            resolved = _with_milestone(incident, "resolved", entry.at)
            status = entry.status or incident.status
            name = entry.name or incident.short_name
            watched = replace(resolved, to_watch=entry.to_watch, watched=entry.watched)
            ended = replace(watched, phase=Phase.RESOLVED, status=status, resolution=entry.summary)
            return replace(ended, short_name=name, reviewed=False)
        case e.Reopened():
            return _reopen(incident, entry)
        case e.Dismissed():
            return replace(incident, phase=Phase.DISMISSED, duplicate_of=entry.duplicate_of)
        case e.Closed():
            return replace(incident, phase=Phase.CLOSED)
        case e.MadePrivate():
            return _made_private(incident.number, entry)
    assert_never(entry)


def _apply_drill(incident: Incident, entry: DrillEntry) -> Incident:
    match entry:
        case e.ScenarioPlayed():
            played = incident.drill.played if incident.drill else frozenset()
            return _with_drill(incident, played=played.union(entry.steps))
        case e.DrillStopped():
            return replace(incident, phase=Phase.CLOSED)
        case e.DrillScored():
            # Its branches are gone, so nothing of them is followed any more.
            links = tuple(each for each in incident.links if not each.hotfix)
            return replace(_with_drill(incident, is_scored=True), hotfixes=(), links=links, postmortem=None)
    assert_never(entry)


def _with_drill(incident: Incident, **changes: Any) -> Incident:
    return replace(incident, drill=replace(incident.drill, **changes)) if incident.drill else incident


def _with_participant(incident: Incident, drill: Drill, entry: e.Entry) -> Incident:
    """Let whoever types a command in a drill take part."""
    if not entry.comment or not entry.by or drill.includes(entry.by):
        return incident
    return replace(incident, drill=replace(drill, people=(*drill.people, entry.by)))


def _apply_work(incident: Incident, entry: WorkEntry) -> Incident:
    match entry:
        case e.HotfixOpened():
            names = ("description", "branch", "pull", "issue", "repository", "reverts")
            hotfix = Hotfix(**{name: getattr(entry, name) for name in names})
            opened = replace(incident, hotfixes=(*incident.hotfixes, hotfix))
            name = LinkName("number", str(entry.pull), entry.repository)
            return _with_link(opened, Link(name, entry.accepted, hotfix=True)) if entry.pull else opened
        case e.HotfixEnded():
            return replace(incident, hotfixes=tuple(_apply_end(hotfix, entry) for hotfix in incident.hotfixes))
        case e.ThingLinked():
            return _with_link(incident, Link(LinkName(entry.what, entry.name, entry.repository), entry.accepted))
        case e.LinkChanged():
            return replace(incident, links=tuple(_apply_change(link, entry) for link in incident.links))
        case e.ActionOpened():
            action = Action(entry.issue, entry.text, entry.key, entry.owner, entry.due, entry.type, entry.row)
            return replace(incident, actions=(*incident.actions, action))
    assert_never(entry)


def _apply_postmortem(incident: Incident, entry: PostmortemEntry) -> Incident:
    match entry:
        case e.PostmortemAsked():
            return replace(_request_postmortem(incident), short_name=entry.name or incident.short_name)
        case e.PostmortemOpened():
            return _proposed(incident, entry)
        case e.PostmortemUpdated():
            return replace(incident, postmortem_file=_with_parts(incident.postmortem_file, entry.written))
        case e.PostmortemEnded():
            return _reviewed(incident, entry)
        case e.PostmortemCompleted():
            return replace(incident, postmortem_errors=0)
        case e.PostmortemAccepted():
            return replace(incident, postmortem_errors=0, postmortem_accepted=entry.reason, reason_to_list=True)
        case e.FollowUpOffered():
            return incident
        case e.PostmortemWaived():
            return replace(
                incident, postmortem_waived=entry.reason, postmortem_asked=False, reason_to_list=entry.to_list
            )
        case e.WaiverListed():
            return replace(incident, reason_to_list=False)
        case e.IncidentReviewed():
            return replace(incident, reviewed=True)
    assert_never(entry)


def _apply_system(incident: Incident, entry: SystemEntry) -> Incident:
    match entry:
        case e.AlertFired() | e.AlertRepeated() | e.AlertResolved():
            alarms = alarm.apply_entry(incident.alarms, entry)
            return replace(_with_detection(incident, entry), alarms=alarms)
        case e.PeoplePaged():
            ids = zip(map(str.casefold, entry.to), entry.ids, strict=False)
            paged = tuple(dict.fromkeys((*incident.paged, *entry.to)))
            return replace(incident, paged=paged, paged_ids={**incident.paged_ids, **dict(ids)})
        case e.ChangesListed():
            return replace(incident, changes_before=entry)
        case e.ReminderPosted():
            return replace(incident, reminded=incident.reminded | {entry.timer})
        case e.RecordRepaired():
            return replace(incident, repaired=entry)
        case e.LogLinesReplayed():
            return replace(incident, replayed=entry)
    assert_never(entry)


def _with_detection(incident: Incident, entry: alarm.AlertEntry) -> Incident:
    """Take an alert's time for the detection, unless that is known or the alert came only after people knew."""
    if not isinstance(entry, e.AlertFired) or entry.at > incident.declared or entry.again:
        return incident
    return _with_milestone(incident, "detected", entry.at, first=True)


def _with_milestone(incident: Incident, name: str, at: datetime, *, first: bool = False) -> Incident:
    if first and name in incident.milestones:
        return incident
    return replace(incident, milestones={**incident.milestones, name: at})


def _acknowledge(incident: Incident, entry: e.Acknowledged) -> Incident:
    """Set the first acknowledgement; who it is by counts even where the time was set before."""
    reached = _with_milestone(incident, "acknowledged", entry.at, first=True)
    if reached.acknowledged_by:
        return reached
    return replace(reached, acknowledged_by=entry.by, acknowledged_by_id=entry.by_id)


def _spoken(incident: Incident, at: datetime, text: str) -> Incident:
    return replace(incident, last_update=at, last_update_text=text) if text else incident


def _set_status(incident: Incident, entry: e.StatusSet) -> Incident:
    """Set a status; the first mitigated status (of each relapse) counts for the time to mitigate."""
    texts = {status: text for status, text in incident.status_texts.items() if status != entry.to or not entry.text}
    texts |= {entry.to: entry.text} if entry.text else {}
    spoken = _spoken(incident, entry.at, entry.text)
    moved = replace(spoken, status=entry.to, phase=entry.phase, status_texts=texts)
    if entry.phase is Phase.MITIGATED:
        return _with_milestone(moved, "mitigated", entry.at, first=True)
    if entry.phase is not Phase.ACTIVE or incident.phase is Phase.ACTIVE:
        return moved
    return replace(moved, milestones={name: at for name, at in moved.milestones.items() if name != "mitigated"})


def _reached(incident: Incident, entry: e.MilestoneSet) -> Incident:
    reached = _with_milestone(incident, entry.milestone, entry.at)
    if entry.milestone == "mitigated" and entry.status:
        return replace(reached, phase=Phase.MITIGATED, status=entry.status)
    return reached


def _with_link(incident: Incident, link: Link) -> Incident:
    known = any(each.name == link.name for each in incident.links)
    return incident if known else replace(incident, links=(*incident.links, link))


def _apply_change(link: Link, entry: e.LinkChanged) -> Link:
    theirs = link.name == LinkName(entry.what, entry.name, entry.repository)
    return replace(link, seen=link.seen | {entry.key}) if theirs else link


def _apply_end(hotfix: Hotfix, entry: e.HotfixEnded) -> Hotfix:
    theirs = (hotfix.repository, hotfix.pull) == (entry.repository, entry.pull)
    return replace(hotfix, state="merged" if entry.merged else "closed") if theirs else hotfix


def _reopen(incident: Incident, entry: e.Reopened) -> Incident:
    """Reopen the incident; a merged post-mortem stays merged, and what had ended for users starts again."""
    over = ("mitigated", "resolved")
    milestones = {name: at for name, at in incident.milestones.items() if name not in over}
    begun = replace(incident, phase=Phase.ACTIVE, milestones=milestones, duplicate_of=0, may_freeze=True)
    begun = _with_drill(begun, begun=entry.at, is_scored=False)
    return replace(begun, status=entry.status or incident.status)


def _request_postmortem(incident: Incident) -> Incident:
    """Request a post-mortem: a new one after a rejection, another attempt where no pull request could be opened."""
    postmortem = incident.postmortem
    if postmortem and not postmortem.pull and postmortem.follow_up:
        postmortem = replace(postmortem, state="merged", follow_up=postmortem.follow_up - 1)
    elif postmortem and (not postmortem.pull or postmortem.state == "rejected"):
        postmortem = None
    return replace(incident, postmortem_asked=True, postmortem_waived="", reason_to_list=False, postmortem=postmortem)


def _proposed(incident: Incident, entry: e.PostmortemOpened) -> Incident:
    """Propose the file, for the first time, once more after a rejection, or as a correction of a merged one.

    A closed incident waits for its first post-mortem again, as a resolved one does.
    """
    merged = incident.postmortem if incident.postmortem and incident.postmortem.state == "merged" else None
    follow_up = max(merged.follow_up, 1) + 1 if merged else 0
    known = incident.postmortem_file or PostmortemFile(entry.path)
    return replace(
        incident,
        phase=Phase.RESOLVED if incident.phase is Phase.CLOSED and not follow_up else incident.phase,
        postmortem=Postmortem(entry.branch, entry.path, entry.pull, follow_up=follow_up),
        postmortem_file=_with_parts(replace(known, path=entry.path), entry.written),
    )


def _with_parts(file: PostmortemFile | None, written: tuple[str, ...]) -> PostmortemFile | None:
    """Return the file with what the tool wrote into it; nothing is known of a version without digests."""
    return replace(file, offered=written, written=file.written.union(written)) if file and written else file


def _reviewed(incident: Incident, entry: e.PostmortemEnded) -> Incident:
    if incident.postmortem is None or incident.postmortem.pull != entry.pull:
        return incident
    state = "merged" if entry.merged or incident.postmortem.follow_up else "rejected"
    errors = entry.errors if entry.merged and not incident.postmortem_accepted else incident.postmortem_errors
    path, file = entry.path or incident.postmortem.path, incident.postmortem_file
    return replace(
        incident,
        postmortem=replace(incident.postmortem, state=state, path=path),
        postmortem_file=replace(file, path=path) if file and entry.path else file,
        postmortem_errors=errors,
        rows_kept_since=incident.rows_kept_since or (entry.at if entry.keeps_rows else None),
    )
