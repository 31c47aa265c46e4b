"""Everything we can say, one class per sentence; the words stand in `templates/comments/`, one file per class."""

from __future__ import annotations

from datetime import date, datetime

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.text.offline_log import LogFlaw


@dataclass(frozen=True, slots=True)
class Message:
    """Something to say."""


@dataclass(frozen=True, slots=True)
class Refusal(Message):
    """A command that is not carried out, and why; the class's name is the reason that machines read."""

    asked: str


# ── Refusals


@dataclass(frozen=True, slots=True)
class UnknownCommand(Refusal):
    """There is no such command."""

    nearest: str


@dataclass(frozen=True, slots=True)
class NotHere(Refusal):
    """The command belongs on another kind of issue: `incident` or `action item`."""

    belongs: str


@dataclass(frozen=True, slots=True)
class MayNot(Refusal):
    """The person's role in the repository is not enough; an empty `repository` is that of the incident."""

    person: str
    needed: str
    actual: str
    repository: str = ""


@dataclass(frozen=True, slots=True)
class CouldNotCheck(Refusal):
    """GitHub did not tell which role the person has, so nothing was done.

    An empty `repository` is that of the incident.
    """

    person: str
    repository: str = ""


@dataclass(frozen=True, slots=True)
class RefusalsPaused(Message):
    """Somebody without rights typed more than `most` commands within an hour; further ones get no reply."""

    person: str
    most: int
    needed: str


@dataclass(frozen=True, slots=True)
class EditedBeforeRead(Refusal):
    """The comment was edited before it was read; not `known`: GitHub did not tell whether it was."""

    known: bool = True


@dataclass(frozen=True, slots=True)
class TooMuch(Refusal):
    """A comment holds more than is read at once: the first `most` commands, or lines, were answered and no more."""

    most: int


@dataclass(frozen=True, slots=True)
class WrongForm(Refusal):
    """Something is missing or cannot be read; `usage` is the right form."""

    usage: str


@dataclass(frozen=True, slots=True)
class UnknownSeverity(Refusal):
    """The process has no such severity."""

    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownStatus(Refusal):
    """The process has no such status word."""

    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownRole(Refusal):
    """The process has no such role."""

    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleNotHeld(Refusal):
    """There is nothing to hand over: nobody holds the role, which `/role` calls `key`."""

    role: str
    key: str
    person: str


@dataclass(frozen=True, slots=True)
class NobodyToCall(Refusal):
    """Nobody stands behind what was given (empty: behind those on call); `known` are the names that reach somebody."""

    given: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NowhereToEscalate(Refusal):
    """The ladder has no further rung, and nobody is set to hear of what stays unanswered."""


@dataclass(frozen=True, slots=True)
class UnknownMilestone(Refusal):
    """There is no such milestone."""

    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotAPerson(Refusal):
    """The account has no access to this repository, or does not exist."""

    person: str


@dataclass(frozen=True, slots=True)
class TimeNotUnderstood(Refusal):
    """What was given is not a time."""

    given: str


@dataclass(frozen=True, slots=True)
class TimeAhead(Refusal):
    """What has not come yet cannot have happened."""

    at: datetime


@dataclass(frozen=True, slots=True)
class OutOfOrder(Refusal):
    """A milestone would contradict another one."""

    milestone: str
    at: datetime
    must_be: str
    other: str
    other_at: datetime


@dataclass(frozen=True, slots=True)
class SpanNotUnderstood(Refusal):
    """What was given is no length of time."""

    given: str


@dataclass(frozen=True, slots=True)
class SpanOutOfRange(Refusal):
    """A length of time is too short or too long; `least` and `most` are minutes."""

    given: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class DayNotUnderstood(Refusal):
    """What was given is not a day."""

    given: str


@dataclass(frozen=True, slots=True)
class DayPassed(Refusal):
    """A due date must lie ahead."""

    day: date


@dataclass(frozen=True, slots=True)
class ReasonMissing(Refusal):
    """This step is on record, and the record wants to know why."""

    usage: str


@dataclass(frozen=True, slots=True)
class StepNotAllowed(Refusal):
    """The lifecycle has no such step from here."""

    phase: str
    instead: str


@dataclass(frozen=True, slots=True)
class NoSuchIssue(Refusal):
    """An incident cannot be a duplicate of itself."""

    number: int


@dataclass(frozen=True, slots=True)
class NoSuchRef(Refusal):
    """There is no such branch, tag or commit to start from; `issue` is the fix's, where one stands already."""

    ref: str
    issue: int = 0
    repository: str = ""


@dataclass(frozen=True, slots=True)
class NotPermitted(Refusal):
    """GitHub does not let this token write branches; the answer holds the commands that do it.

    An empty `start` is the default branch. `compare` opens the pull request. Another `repository` is cloned from
    `clone`.
    """

    branch: str
    start: str
    compare: str
    issue: int = 0
    repository: str = ""
    clone: str = ""


@dataclass(frozen=True, slots=True)
class OtherWorkflows(NotPermitted):
    """GitHub does not let this token make this branch: the workflow files at `start` are not the default branch's."""


@dataclass(frozen=True, slots=True)
class NotARepository(Refusal):
    """No repository of that name is any service's; `known` are those that are."""

    given: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeveralRepositories(Refusal):
    """The affected services live in several repositories, and it was not said which is meant."""

    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostmortemStands(Refusal):
    """There is a post-mortem already."""

    pull: int
    path: str


# ── Timers: what has not happened in time


@dataclass(frozen=True, slots=True)
class MissingPeople:
    """Those behind whom nobody stands, by what people call them: roles that nobody holds, and whom nobody has set.

    `owners`: nobody owns any affected service.
    """

    roles: tuple[str, ...] = ()
    owners: bool = False
    unset: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimerMessage(Message):
    """Something is due: whom it calls, and when it was due.

    `posted` is now; `times` is how often it came round before.
    """

    people: tuple[str, ...]
    due: datetime
    posted: datetime
    times: int


@dataclass(frozen=True, slots=True)
class NotAcknowledged(TimerMessage):
    """Nobody has said that they are on it."""


@dataclass(frozen=True, slots=True)
class SeverityAwaited(TimerMessage):
    """No severity is set; there are so many to choose from."""

    severities: int


@dataclass(frozen=True, slots=True)
class FirstUpdateDue(TimerMessage):
    """Nobody has told those who wait that it is known."""


@dataclass(frozen=True, slots=True)
class UpdateDue(TimerMessage):
    """An update was promised; the last words were at `last`."""

    last: datetime


@dataclass(frozen=True, slots=True)
class PublicUpdateDue(TimerMessage):
    """Nothing was published for users."""


@dataclass(frozen=True, slots=True)
class RoomAwaited(TimerMessage):
    """There is no war room; `room` is what the process would call it."""

    room: str


@dataclass(frozen=True, slots=True)
class RolesUnclaimed(TimerMessage):
    """Roles that this severity requires are held by nobody."""

    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MitigationAwaited(TimerMessage):
    """Users still hurt."""


@dataclass(frozen=True, slots=True)
class WatchOver(TimerMessage):
    """The fix was watched for as long as the process asks."""

    minutes: int


@dataclass(frozen=True, slots=True)
class LadderReached(TimerMessage):
    """A rung of the ladder: what has lasted (`when`) for so many minutes, whom the process names, what else to do."""

    when: str
    minutes: int
    named: tuple[str, ...]
    missing: MissingPeople
    also: tuple[str, ...]


# ── What happened, for people who must act on it


@dataclass(frozen=True, slots=True)
class Steps:
    """A checklist: what it is called, its items, and whether their order is that of preference."""

    name: str
    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class ReadyWords:
    """Words that are ready to be sent: to whom, and the text with its blanks filled."""

    audience: str
    text: str


@dataclass(frozen=True, slots=True)
class IncidentDeclared(Message):
    """An incident began: who is on call, who else is told, the first steps, and what is ready to be sent.

    `rated`: the severity follows from the form's answers.
    """

    severity: str
    rated: bool
    on_call: tuple[str, ...]
    people: tuple[str, ...]
    steps: tuple[Steps, ...]
    ready: tuple[ReadyWords, ...]


@dataclass(frozen=True, slots=True)
class SeverityRaised(Message):
    """The severity was named (`before` is empty) or raised: who is told now, and what comes with it."""

    severity: str
    before: str
    people: tuple[str, ...]
    steps: tuple[Steps, ...]
    ready: tuple[ReadyWords, ...]


@dataclass(frozen=True, slots=True)
class Help(Message):
    """The commands, on request; pairs of usage and meaning."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """What one of the doctor's checks came to: `level` is pass, warn, fail or unknown, `page` where to change it."""

    check: str
    level: str
    case: str
    title: str
    says: str
    change: str = ""
    place: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class SelftestDone(Message):
    """What the doctor's checks came to, on request."""

    checked: tuple[CheckLine, ...]


@dataclass(frozen=True, slots=True)
class RoleGiven(Message):
    """Somebody has a role from now on and should know its duties; `by` is empty where they took it themselves.

    `apart` are the other roles that they hold and that the process wants somebody else to have.
    """

    person: str
    role: str
    duties: str
    by: str
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """How an incident stands, for somebody who comes to it: what is not known is empty or None."""

    severity: str
    status: str
    title: str
    declared: datetime
    impact: str
    last_update: str
    updated: datetime | None
    next_update: datetime | None
    commander: str
    room: str


@dataclass(frozen=True, slots=True)
class RoleHandedOver(Message):
    """A role goes from one person to another, with what the one before has to tell.

    `hotfixes` are those still open: pairs of pull request (0: none) and branch.
    """

    person: str
    role: str
    duties: str
    by: str
    former: str
    note: str
    apart: tuple[str, ...]
    hotfixes: tuple[tuple[int, str], ...]
    situation: Situation


@dataclass(frozen=True, slots=True)
class PeopleCalled(Message):
    """Somebody is called, by name (`whom` is empty then) or as what the process calls them."""

    people: tuple[str, ...]
    whom: str
    by: str
    reason: str
    situation: Situation


@dataclass(frozen=True, slots=True)
class EscalatedByHand(Message):
    """Somebody went up the ladder: who hears of it, what the process calls them, and what else is to be done."""

    people: tuple[str, ...]
    named: tuple[str, ...]
    missing: MissingPeople
    also: tuple[str, ...]
    by: str
    reason: str
    situation: Situation


@dataclass(frozen=True, slots=True)
class RecordEstranged(Message):
    """The record on this issue is by another bot, `by`, than this run writes as, and nobody said that it was ours."""

    by: str
    bot: str


@dataclass(frozen=True, slots=True)
class RecordNewer(Message):
    """A newer version of the tool declared this incident than the one that runs here."""


@dataclass(frozen=True, slots=True)
class HotfixReady(Message):
    """The hotfix branch stands; `pull` is 0 where it must be opened by hand; `issue` is that of the fix, or 0."""

    branch: str
    pull: int
    compare: str
    issue: int = 0
    repository: str = ""


@dataclass(frozen=True, slots=True)
class IncidentResolved(Message):
    """The incident is over for its users; what is still to do, ready to be sent, and owed."""

    commander: str
    postmortem_pull: int
    postmortem_branch: str
    postmortem_due: datetime | None
    compare: str
    actions: tuple[int, ...]
    steps: tuple[Steps, ...]
    ready: tuple[ReadyWords, ...]
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class PostmortemReady(Message):
    """The post-mortem pull request was opened on request."""

    pull: int
    branch: str
    due: datetime | None
    compare: str


@dataclass(frozen=True, slots=True)
class PostmortemRejected(Message):
    """The post-mortem's pull request was closed without merging; what is still owed."""

    pull: int
    commander: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class PostmortemFiled(Message):
    """The post-mortem was merged, and its action items have their issues: pairs of issue and owner."""

    path: str
    items: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class PostmortemOwed(Message):
    """The post-mortem is due soon, due or overdue."""

    people: tuple[str, ...]
    pull: int
    due: datetime
    days: int


@dataclass(frozen=True, slots=True)
class ItemDue(Message):
    """An action item is due soon, due or overdue."""

    people: tuple[str, ...]
    owner: str
    due: date
    days: int
    incident: int


@dataclass(frozen=True, slots=True)
class HandUndone(Message):
    """A change by hand was undone, because the person may not make it or it is not possible now."""

    person: str
    what: str
    needed: str
    actual: str


@dataclass(frozen=True, slots=True)
class StaysOpen(Message):
    """Somebody closed the issue of an incident that still owes its post-mortem: it is resolved, but stays open."""

    person: str


@dataclass(frozen=True, slots=True)
class NotDeclared(Message):
    """Somebody filed an incident without the right to declare one."""

    person: str
    needed: str
    actual: str


@dataclass(frozen=True, slots=True)
class TemplatesFailed(Message):
    """Templates of the repository's own could not be used: their files, and what was wrong with each."""

    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AlertFires(Message):
    """An alert fires, for the first time or `again`, in an incident that counts as mitigated or resolved."""

    commander: str
    title: str
    again: bool
    phase: str
    status: str


@dataclass(frozen=True, slots=True)
class AlertsOver(Message):
    """No alert of a running incident fires any more; whether its users are well, only people know."""

    commander: str
    at: datetime
    phase: str


@dataclass(frozen=True, slots=True)
class NotificationFailed(Message):
    """An audience may not have heard what happened; `people` can tell them by hand, `problem` is what kept it.

    `audience` is empty where it is everybody.
    """

    people: tuple[str, ...]
    audience: str
    what: str
    problem: str


@dataclass(frozen=True, slots=True)
class RunFailed(Message):
    """A run could not finish; `run` is its page."""

    run: str


@dataclass(frozen=True, slots=True)
class ConfigurationBroken(Message):
    """The configuration cannot be used; what answers meanwhile is the last good one at `commit`, or a preset."""

    mistakes: tuple[str, ...]
    commit: str
    committed: datetime | None
    preset: str


@dataclass(frozen=True, slots=True)
class LogFlawed(Refusal):
    """Lines of a log kept by hand cannot be taken as they stand: the number, the text and what is wrong with each."""

    flaws: tuple[LogFlaw, ...]


@dataclass(frozen=True, slots=True)
class LogReplayed(Message):
    """Lines of a log kept by hand are on record now, on the permission of who put them there; `refused` are not.

    `begun`: its declaration is, too. `stood` lines were on record before.
    """

    by: str
    begun: bool
    commands: int
    refused: int
    stood: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class LineRefused(Message):
    """A line of a log was turned down; what is said next tells why."""

    at: datetime
    by: str
    typed: str


def all_messages() -> tuple[type[Message], ...]:
    """List everything that can be said, refusals included."""
    kinds = (each for each in globals().values() if isinstance(each, type) and issubclass(each, Message))
    return tuple(kind for kind in kinds if kind not in (Message, Refusal, TimerMessage))
