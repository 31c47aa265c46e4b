"""Every message that the tool posts, one class each, worded by the templates in `templates/comments/`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.recent_change import RecentChange
from incident_actions.model.process.severity_choice import SeverityChoice
from incident_actions.text.offline_log import LogFlaw


@dataclass(frozen=True)
class Message:
    """A message to people."""


@dataclass(frozen=True)
class Refusal(Message):
    """A command that is refused; the class name is the reason that machines read."""

    asked: str


# ── Refusals


@dataclass(frozen=True)
class UnknownCommand(Refusal):
    """There is no such command; `nearest` is the line that was probably meant."""

    nearest: str


@dataclass(frozen=True)
class CannotUndo(Refusal):
    """No command takes another one back."""


@dataclass(frozen=True)
class OneCommandPerLine(Refusal):
    """A line holds two commands; `lines` are they, each on a line of its own."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class PartlyDone(Message):
    """Of a comment's commands, some were carried out and some were refused; the next messages give the reasons."""

    done: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True)
class RepliesCut(Message):
    """So many replies to one comment did not fit into the reply."""

    count: int


@dataclass(frozen=True)
class NotAnIncident(Message):
    """Somebody typed a command on an issue that was not declared an incident, or on the overview, which can't be."""

    asked: str
    is_overview: bool = False
    drill: str = ""
    """The line that was probably meant to begin a drill."""


@dataclass(frozen=True)
class NotHere(Refusal):
    """The command is for another kind of issue: `incident` or `action item`; `instead` does the like here."""

    belongs: str
    instead: str = ""


@dataclass(frozen=True)
class OnlySnoozeHere(Refusal):
    """The command is not for the issue that lists a week's action items."""


@dataclass(frozen=True)
class MayNot(Refusal):
    """The person's role is not enough in `repository` (empty: the incident's)."""

    person: str
    needed: str
    actual: str
    repository: str = ""
    able: tuple[tuple[str, str], ...] = ()
    """Who can do it now: pairs of login and part in the incident."""
    lead: str = ""
    """Who leads the incident, if nobody was asked what they can do."""


@dataclass(frozen=True)
class CouldNotCheck(Refusal):
    """The person's role in `repository` (empty: the incident's) could not be checked, so nothing was done."""

    person: str
    repository: str = ""


@dataclass(frozen=True)
class RefusalsPaused(Message):
    """Somebody without permission typed more than `most` commands in an hour; further ones get no reply."""

    person: str
    most: int
    needed: str


@dataclass(frozen=True)
class EditedBeforeRead(Refusal):
    """The comment was edited before it was read, or GitHub did not return whether it was (not `known`)."""

    known: bool = True


@dataclass(frozen=True)
class TooMuch(Refusal):
    """A comment exceeds a limit: only its first `most` commands, or lines, were answered."""

    most: int


@dataclass(frozen=True)
class WrongForm(Refusal):
    """An argument is missing or cannot be read; `usage` is the right form."""

    usage: str


@dataclass(frozen=True)
class UnknownSeverity(Refusal):
    """The given text (empty: none was given) names no severity, or two; `copied` precedes each choice."""

    known: tuple[str, ...]
    given: str
    choices: tuple[SeverityChoice, ...]
    copied: str


@dataclass(frozen=True)
class UnknownStatus(Refusal):
    """The process has no such status word; `nearest` is the one that was probably meant."""

    known: tuple[str, ...]
    nearest: str = ""


@dataclass(frozen=True)
class UnknownRole(Refusal):
    """The process has no such role."""

    known: tuple[str, ...]


@dataclass(frozen=True)
class RoleNotHeld(Refusal):
    """The role has no holder, so it cannot be handed over; `key` is the role's name in `/role`."""

    role: str
    key: str
    person: str


@dataclass(frozen=True)
class NobodyToCall(Refusal):
    """The given name reaches nobody (empty: the people on call); `known` are the names that reach somebody."""

    given: str
    known: tuple[str, ...]
    account: str = ""
    """The account that the name may mean."""


@dataclass(frozen=True)
class NowhereToEscalate(Refusal):
    """The ladder has no further step, and no escalation is configured."""


@dataclass(frozen=True)
class UnknownMilestone(Refusal):
    """There is no such milestone."""

    known: tuple[str, ...]


@dataclass(frozen=True)
class UnknownService(Refusal):
    """There is no such service in the configuration."""

    given: str
    known: tuple[str, ...]


@dataclass(frozen=True)
class NotAPerson(Refusal):
    """The account does not exist, or has no access to this repository."""

    person: str


@dataclass(frozen=True)
class OnePersonOnly(Refusal):
    """The command takes one person; `given` is what was typed, and `usage` the form with its first person."""

    given: str
    usage: str


@dataclass(frozen=True)
class CannotRunCommands(Refusal):
    """Somebody's role `actual` is not enough for any command, so they can't hold a role here or be paged."""

    person: str
    needed: str
    actual: str


@dataclass(frozen=True)
class AtMissing(Refusal):
    """A login was typed without its @; `line` is the command with it."""

    line: str


@dataclass(frozen=True)
class TimeNotUnderstood(Refusal):
    """The given text is not a time; `ahead` asks for one to come."""

    given: str
    ahead: bool = False


@dataclass(frozen=True)
class TimeAhead(Refusal):
    """The time is in the future."""

    at: datetime


@dataclass(frozen=True)
class AlreadyOver(Refusal):
    """What was to be planned would have ended by now."""

    end: datetime


@dataclass(frozen=True)
class TimeOfYesterday(Refusal):
    """A bare time would have been yesterday, before the incident was declared; `line` has the word yesterday."""

    given: str
    declared: datetime
    line: str


@dataclass(frozen=True)
class MilestoneAhead(Refusal):
    """A milestone that was not reached can't be corrected; `line` is the command that reaches it."""

    milestone: str
    line: str


@dataclass(frozen=True)
class OutOfOrder(Refusal):
    """A milestone would contradict another one."""

    milestone: str
    at: datetime
    must_be: str
    other: str
    other_at: datetime


@dataclass(frozen=True)
class SpanNotUnderstood(Refusal):
    """The given text is not a time span."""

    given: str


@dataclass(frozen=True)
class SpanOutOfRange(Refusal):
    """The time span is too short or too long; `least` and `most` are minutes."""

    given: str
    least: int
    most: int


@dataclass(frozen=True)
class DayNotUnderstood(Refusal):
    """The given text is not a day; `example` is one that lies ahead."""

    given: str
    example: date


@dataclass(frozen=True)
class DayPassed(Refusal):
    """A due date must be in the future."""

    day: date


@dataclass(frozen=True)
class DueBeyondLimit(Refusal):
    """A due date beyond the limit of the incident's severity needs a role; `days` is the limit."""

    day: date
    latest: date
    severity: str
    days: int
    needed: str
    actual: str


@dataclass(frozen=True)
class EvidenceNotGood(Refusal):
    """Nothing that was named shows that the item is done: pairs of what was named, and its state."""

    problems: tuple[tuple[str, str], ...]
    branch: str


@dataclass(frozen=True)
class LinkWithoutReason(Refusal):
    """A link that can't be looked up needs words that say what it shows."""

    link: str


@dataclass(frozen=True)
class ItemDoneAlready(Refusal):
    """The item is done already; words alone don't replace its `evidence`."""

    evidence: str


@dataclass(frozen=True)
class EvidenceNotAwaited(Refusal):
    """The item was not closed without evidence, so there is nothing to accept."""


@dataclass(frozen=True)
class ItemVague(Refusal):
    """Nobody could tell when an action item is done; `shape` is the better wording to show."""

    text: str
    shape: str


@dataclass(frozen=True)
class ReasonMissing(Refusal):
    """This step needs a reason."""

    usage: str


@dataclass(frozen=True)
class StepNotAllowed(Refusal):
    """The lifecycle has no such step from this phase."""

    phase: str
    instead: str


@dataclass(frozen=True)
class DrillNotHere(Refusal):
    """The issue is an incident, or a drill already."""

    is_drill: bool


@dataclass(frozen=True)
class IncidentFirst(Refusal):
    """Real incidents are running, so no drill begins."""

    running: tuple[int, ...]


@dataclass(frozen=True)
class UnknownScenario(Refusal):
    """There is no scenario of that name; `nearest` is the one that was probably meant."""

    given: str
    known: tuple[str, ...]
    nearest: str = ""


@dataclass(frozen=True)
class NotInDrill(Refusal):
    """In a drill, the command would change something real."""


@dataclass(frozen=True)
class OutsideDrill(Refusal):
    """The person or team does not take part in the drill, so nobody bothers them."""

    person: str


@dataclass(frozen=True)
class NoSuchIssue(Refusal):
    """An incident can't be a duplicate of what was named."""

    number: int
    problem: str
    """`itself`, `pull request` or `missing`."""


@dataclass(frozen=True)
class NotLinked(Refusal):
    """`/link` named nothing that exists and that the tool can read; `repositories` are those that it can follow."""

    named: str
    repositories: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoSuchLine(Refusal):
    """The timeline has no line at that time."""

    time: str


@dataclass(frozen=True)
class SeveralLines(Refusal):
    """The timeline has several lines at that time."""

    typed: str
    matching: tuple[str, ...]


@dataclass(frozen=True)
class NoSuchRef(Refusal):
    """There is no such branch, tag or commit to start from; `issue` is the fix's, where it was opened already."""

    ref: str
    issue: int = 0
    repository: str = ""


@dataclass(frozen=True)
class NotPermitted(Refusal):
    """GitHub does not let this token create branches; the reply has the commands to do it yourself."""

    branch: str
    start: str
    """Where the branch starts; empty for the default branch."""
    compare: str
    """The page that opens the pull request."""
    issue: int = 0
    repository: str = ""
    clone: str = ""
    """The URL to clone another `repository` from."""


@dataclass(frozen=True)
class NowhereToMove(Refusal):
    """The configuration names no private repository; `asked` is empty if a rule asked for one."""

    home: str
    """The address of this repository."""


@dataclass(frozen=True)
class CannotMove(Refusal):
    """The private issue could not be opened; `asked` is empty if a rule asked for it."""

    private: str
    """The private repository."""
    problem: str
    """`not permitted`, `not private`, or `here already`."""
    home: str


@dataclass(frozen=True)
class MovedAlready(Refusal):
    """The incident is private; commands work on the private issue alone."""

    where: str


@dataclass(frozen=True)
class OtherWorkflows(NotPermitted):
    """GitHub refuses the branch: the workflow files at `start` differ from the default branch's."""


@dataclass(frozen=True)
class FreezeNotSetUp(Refusal):
    """The repository has not set up the status that freezes merges."""


@dataclass(frozen=True)
class NothingFrozen(Refusal):
    """This incident does not freeze merges; another one may, which `label` shows."""

    label: str


@dataclass(frozen=True)
class CannotRollBack(Refusal):
    """A change does not exist, is not on the default branch, or was undone already."""

    name: str
    title: str
    problem: str
    repository: str = ""


@dataclass(frozen=True)
class RollBackManually(Refusal):
    """The tool can't undo a change on its own; the reply has the commands for it."""

    name: str
    problem: str
    files: tuple[str, ...]
    """The files in the way."""
    more: int
    """How many more files are in the way."""
    kind: str
    before: str
    after: str
    branch: str
    compare: str
    """The page that opens the pull request."""
    repository: str = ""
    clone: str = ""
    """The URL to clone another `repository` from."""


@dataclass(frozen=True)
class NotARepository(Refusal):
    """No service has a repository of that name; `known` are those that services have."""

    given: str
    known: tuple[str, ...]


@dataclass(frozen=True)
class SeveralRepositories(Refusal):
    """The affected services have several repositories, and the command names none of them."""

    known: tuple[str, ...]


@dataclass(frozen=True)
class PostmortemStands(Refusal):
    """There is a post-mortem already."""

    pull: int
    path: str


@dataclass(frozen=True)
class NothingToAccept(Refusal):
    """The incident has no merged post-mortem with errors."""


@dataclass(frozen=True)
class PostmortemOlder(Refusal):
    """An earlier version of the tool wrote the post-mortem, so it can't be told what people edited."""

    pull: int
    path: str
    branch: str


# ── Timers


@dataclass(frozen=True)
class MissingPeople:
    """The names that reach nobody, for people."""

    roles: tuple[str, ...] = ()
    """Roles without a holder."""
    owners: bool = False
    """Whether no affected service has an owner."""
    unset: tuple[str, ...] = ()
    """Names that are not configured."""


@dataclass(frozen=True)
class ExpectedResponse:
    """How fast a severity must be answered."""

    words: str
    """The process's own words for it; where it has none, the template words the `span`."""
    span: timedelta | None = None
    due: datetime | None = None
    """By when somebody must work on it, where a clock can tell."""


@dataclass(frozen=True)
class TimerMessage(Message):
    """Something is due."""

    people: tuple[str, ...]
    """The people who are paged."""
    due: datetime
    posted: datetime
    """The time of this message."""
    times: int
    """How often the timer had been due before."""


@dataclass(frozen=True)
class NotAcknowledged(TimerMessage):
    """Nobody has acknowledged the incident."""


@dataclass(frozen=True)
class ResponseAwaited(TimerMessage):
    """Nobody works on the incident by the time that its severity asks for."""

    severity: str
    """The severity; empty while none is set, so that the worst one applies."""
    response: ExpectedResponse


@dataclass(frozen=True)
class ResponseBegins(TimerMessage):
    """Those on call may be disturbed now, for a severity that waited for business hours."""

    severity: str
    response: ExpectedResponse


@dataclass(frozen=True)
class SeverityAwaited(TimerMessage):
    """No severity is set; there are so many to choose from."""

    severities: int


@dataclass(frozen=True)
class FirstUpdateDue(TimerMessage):
    """The first update is due."""


@dataclass(frozen=True)
class UpdateDue(TimerMessage):
    """The next update is due; the last one was posted at `last`, or none was."""

    last: datetime | None


@dataclass(frozen=True)
class IncidentDigest(Message):
    """How a long incident stands, before the reminders that are due."""

    lasted: timedelta
    severity: str
    status: str
    impact: str
    commander: str
    hotfixes: tuple[int, ...]
    """The open pull requests of hotfixes in this repository."""
    items: tuple[int, ...]
    """The issues of action items."""
    last: datetime | None
    """When the last update was posted."""
    last_text: str
    posted: datetime


@dataclass(frozen=True)
class PublicUpdateDue(TimerMessage):
    """The first public update is due."""


@dataclass(frozen=True)
class RoomAwaited(TimerMessage):
    """There is no war room; `room` is the process's name for it."""

    room: str


@dataclass(frozen=True)
class RolesUnclaimed(TimerMessage):
    """Roles that this severity requires have no holder."""

    roles: tuple[str, ...]


@dataclass(frozen=True)
class MitigationAwaited(TimerMessage):
    """Users are still affected."""

    options: tuple[str, ...]
    """What to try, in the order of preference."""
    change: RecentChange | None
    """The last change before the incident started."""
    day: datetime
    """When the incident started, whose day a time need not repeat."""


@dataclass(frozen=True)
class WatchOver(TimerMessage):
    """The fix was watched for as long as the process asks."""

    minutes: int


@dataclass(frozen=True)
class LadderReached(TimerMessage):
    """An escalation step is due."""

    when: str
    """The condition that has lasted for `minutes`."""
    minutes: int
    named: tuple[str, ...]
    """The names that the step pages, for people."""
    missing: MissingPeople
    also: tuple[str, ...]
    """What else to do."""


# ── Events that people must act on


@dataclass(frozen=True)
class Steps:
    """A checklist: `steps` to tick, `options` to choose from, or `notes` to know."""

    name: str
    items: tuple[str, ...]
    ordered: bool = False
    """Whether its items are in order: `steps` one after the other, `options` by preference."""
    kind: str = "steps"


@dataclass(frozen=True)
class MissingValue:
    """What a ready-made text still lacks, and the command that fills it."""

    label: str
    command: str


@dataclass(frozen=True)
class ReadyWords:
    """A text to send to an audience, with its blanks filled as far as their values are known."""

    audience: str
    text: str
    missing: tuple[MissingValue, ...] = ()


@dataclass(frozen=True)
class IncidentDeclared(Message):
    """An incident was declared."""

    severity: str
    rated: bool
    """Whether the severity follows from the form's answers."""
    on_call: tuple[str, ...]
    people: tuple[str, ...]
    """Others who are notified."""
    steps: tuple[Steps, ...]
    ready: tuple[ReadyWords, ...]
    duties: str = ""
    """The duties of the people on call, where the process has a role for them."""
    waiting: tuple[ReadyWords, ...] = ()
    """Texts that still lack something."""
    response: ExpectedResponse | None = None
    waits: bool = False
    """Whether those on call are left in peace until `begins`, or for good."""
    begins: datetime | None = None
    advised: str = ""
    """The severity that the form's answers make, where a milder one was chosen."""
    advised_number: int = 0
    """What `/sev` needs to set it."""
    advised_by: tuple[tuple[str, str], ...] = ()
    """The questions and answers of the rule that makes it."""


@dataclass(frozen=True)
class SeverityUnread(Message):
    """A severity that the `alert`, a `label` or the `form` names is none of the process's, or could be two of them."""

    source: str
    given: str
    severity: str
    """The incident's severity all the same, if it has one."""
    rated: bool
    """Whether that follows from the form's answers."""
    known: tuple[str, ...]
    choices: tuple[SeverityChoice, ...]


@dataclass(frozen=True)
class SeverityRaised(Message):
    """The severity was set for the first time (`before` is empty) or raised."""

    severity: str
    before: str
    people: tuple[str, ...]
    steps: tuple[Steps, ...]
    ready: tuple[ReadyWords, ...]
    waiting: tuple[ReadyWords, ...] = ()
    """Texts that still lack something."""
    on_call: tuple[str, ...] = ()
    """Those on call, where the severity before let them wait."""
    response: ExpectedResponse | None = None


@dataclass(frozen=True)
class WordsComplete(Message):
    """Ready-made texts have their last blank filled."""

    ready: tuple[ReadyWords, ...]
    has_brackets: bool = False
    """Whether people still have brackets to fill in that no command fills."""


@dataclass(frozen=True)
class PhaseBegun(Message):
    """A phase began that has checklists, with the `status` in which it did."""

    status: str
    steps: tuple[Steps, ...]


@dataclass(frozen=True)
class Help(Message):
    """The list of commands: pairs of usage and meaning."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CheckLine:
    """The result of one of the doctor's checks."""

    check: str
    level: str
    """`pass`, `warn`, `fail` or `unknown`."""
    case: str
    title: str
    says: str
    change: str = ""
    place: str = ""
    page: str = ""
    """The page where the setting can be changed."""
    lines: tuple[str, ...] = ()
    """Lines to copy into a file."""


@dataclass(frozen=True)
class SelftestDone(Message):
    """The results of the doctor's checks."""

    checked: tuple[CheckLine, ...]


@dataclass(frozen=True)
class Lacks:
    """The commands that a role's holder needs and may not run, for lack of a role in the repository."""

    commands: tuple[str, ...]
    actual: str
    """The role that they have in the repository."""
    needed: str
    """The role that these commands need."""


@dataclass(frozen=True)
class RoleGiven(Message):
    """Somebody was assigned a role."""

    person: str
    role: str
    duties: str
    by: str
    """Who assigned it; empty where they took it themselves."""
    apart: tuple[str, ...] = ()
    """Their other roles that the process wants somebody else to have."""
    lacks: Lacks | None = None
    """The commands that they need for the role and may not run."""
    former: str = ""
    """Somebody else who held it before."""


@dataclass(frozen=True)
class ServicesNow(Message):
    """The affected services after `/affects`: those before it, and those that count now."""

    before: tuple[str, ...]
    services: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    """Those that the configuration does not name, if it names any."""


@dataclass(frozen=True)
class TextPublished(Message):
    """Where a text of `/publish` is now: on the page that the tool builds, or for people to paste it."""

    text: str
    page: str
    """Where the status page is; empty where that is not known."""
    built: bool
    """Whether the tool builds the page."""
    is_drill: bool = False
    """Whether it is only on record, because nothing of a drill is published."""


@dataclass(frozen=True)
class DrillStarted(Message):
    """A drill began."""

    people: tuple[str, ...]
    briefing: str
    ends: datetime
    """When it ends by itself."""


@dataclass(frozen=True)
class ScenarioNews(Message):
    """What happens next in a drill's scenario."""

    happens: str
    """`alert`, `over`, `report`, `comment`, `merge` or `silent`."""
    actor: str
    """Who does it; empty for an alert."""
    text: str


@dataclass(frozen=True)
class ScoredTarget:
    """What became of one thing that the process asks of a response."""

    what: str
    verdict: str
    due: datetime | None
    at: datetime | None
    late: timedelta
    """How late it was, or how much too early."""
    url: str
    """The comment or pull request that did it; empty for none."""


@dataclass(frozen=True)
class DrillOver(Message):
    """A drill is over, and what it had opened was removed."""

    people: tuple[str, ...]
    stopped: bool
    """Whether it ended by itself."""
    incident: int = 0
    """The real incident because of which it ended."""
    removed: tuple[str, ...] = ()
    """The branches that were deleted."""
    met_count: int = 0
    """How many of the targets were met."""
    target_count: int = 0
    """How many targets the process set."""
    targets: tuple[ScoredTarget, ...] = ()
    """Each of them, also the ones that were missed."""


@dataclass(frozen=True)
class MaintenanceReady(Message):
    """The issue of a scheduled maintenance is open."""

    issue: int
    begins: datetime
    ends: datetime
    services: tuple[str, ...]
    text: str
    quiet: bool
    page: str
    built: bool
    """Whether the tool builds the status page."""


@dataclass(frozen=True)
class LineChosen(Message):
    """A line of the timeline was marked for the post-mortem, with `hide` or `star`, or the mark was taken `off`."""

    mark: str
    time: str
    line: str
    off: bool = False


@dataclass(frozen=True)
class ActionItemReady(Message):
    """An action item was opened."""

    issue: int
    text: str
    owner: str
    """Empty if it has none."""
    wanted: str
    """The owner that was asked for, who may not be assignable."""
    due: date
    given: str
    """How the due date was typed; empty if none was."""
    days: int
    """After how many days an item without a date is due."""


@dataclass(frozen=True)
class Situation:
    """A summary of an incident for somebody who joins it; unknown values are empty or None."""

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


@dataclass(frozen=True)
class RoleHandedOver(Message):
    """A role was handed over from one person to another."""

    person: str
    role: str
    duties: str
    by: str
    former: str
    """Who held it before; empty where that is whoever hands it over, or the person themselves."""
    note: str
    apart: tuple[str, ...]
    lacks: Lacks | None
    """The commands that the new holder needs for the role and may not run."""
    hotfixes: tuple[tuple[int, str], ...]
    """The open hotfixes: pairs of pull request (0: none) and branch."""
    situation: Situation


@dataclass(frozen=True)
class PageSent(Message):
    """People were paged, by their own names (`whom` is empty) or by a name of the process."""

    people: tuple[str, ...]
    whom: str
    by: str
    reason: str
    situation: Situation


@dataclass(frozen=True)
class EscalatedManually(Message):
    """Somebody escalated manually."""

    people: tuple[str, ...]
    named: tuple[str, ...]
    """The names that the step pages, for people."""
    missing: MissingPeople
    also: tuple[str, ...]
    """What else to do."""
    by: str
    reason: str
    situation: Situation


@dataclass(frozen=True)
class RecordByAnotherBot(Message):
    """The record on this issue was written by another bot, `by`, and is not configured as the tool's own."""

    by: str
    bot: str


@dataclass(frozen=True)
class RecordNewer(Message):
    """A newer version of the tool declared this incident."""


@dataclass(frozen=True)
class HotfixReady(Message):
    """The hotfix branch was created."""

    branch: str
    pull: int
    """The pull request, or 0 where people must open it."""
    compare: str
    issue: int = 0
    """The issue of the fix, or 0."""
    repository: str = ""


@dataclass(frozen=True)
class RollbackCandidates(Message):
    """The last changes before the incident started, each of another kind; nothing was changed."""

    usage: str
    candidates: tuple[RecentChange, ...]
    began: datetime
    """When the incident started."""
    answered: bool
    """Whether GitHub returned the changes."""


@dataclass(frozen=True)
class RollbackReady(Message):
    """The pull request that undoes a change was opened."""

    name: str
    title: str
    earlier: str
    """The tag before, if a tag was named."""
    branch: str
    pull: int
    """The pull request, or 0 where people must open it."""
    compare: str
    repository: str = ""


@dataclass(frozen=True)
class IncidentMoved(Message):
    """The incident moved to a private repository. It says what stays in public, and who can delete it."""

    where: str
    """The private issue."""
    number: int
    home: str
    """The address of this repository."""
    review_pull: int = 0
    """The pull request of the post-mortem, or 0."""
    path: str = ""
    """The post-mortem, if it was merged."""
    fixes: tuple[str, ...] = ()
    """The pull requests, branches and issues of fixes."""
    items: tuple[int, ...] = ()
    """The issues of action items that stay as they are: people opened them, or GitHub refused the change."""
    emptied: tuple[int, ...] = ()
    """The issues of action items whose words the tool took out."""
    published: bool = False
    """Whether public updates were posted."""
    frozen: bool = False
    """Whether it froze merges, which ends with the move."""


@dataclass(frozen=True)
class IncidentResolved(Message):
    """The incident was resolved."""

    commander: str
    postmortem_pull: int
    postmortem_branch: str
    postmortem_due: datetime | None
    compare: str
    actions: tuple[int, ...]
    steps: tuple[Steps, ...]
    ready: tuple[ReadyWords, ...]
    meeting: str = ""
    postmortem_known: bool = False
    """Whether the post-mortem was announced before."""
    review_list: str = ""
    """The URL of the list of incidents that the meeting discusses."""
    to_watch: int = 0
    """The minutes for which the fix was to be watched, or 0."""
    watched: int = 0
    """The minutes for which it was watched, of those."""
    published: bool = False
    """Whether the public was informed of the incident, but not of its end."""


@dataclass(frozen=True)
class PostmortemReady(Message):
    """The pull request of the post-mortem was opened on request."""

    pull: int
    branch: str
    due: datetime | None
    compare: str
    follow_up: bool = False
    """Whether it corrects a post-mortem that was merged."""


@dataclass(frozen=True)
class PullUpdated(Message):
    """The proposed post-mortem was updated from the record; this is posted on its pull request."""

    incident: int
    updated: tuple[str, ...]
    """The titles of the parts that were updated."""
    edited: tuple[str, ...]
    """The titles of the parts that were not, because people had edited them."""


@dataclass(frozen=True)
class PostmortemRefreshed(Message):
    """The proposed post-mortem was updated on request, or could not be."""

    pull: int
    branch: str
    path: str
    updated: tuple[str, ...]
    edited: tuple[str, ...]
    problem: str
    """Why nothing could be updated; empty where it was."""


@dataclass(frozen=True)
class PostmortemDiffers(Message):
    """The record has changed since the post-mortem was merged."""

    path: str
    view_url: str
    differs: tuple[tuple[str, str, str], ...]
    """Each fact with its value in the file, and the one that the record has now."""


@dataclass(frozen=True)
class PullWithdrawn(Message):
    """The post-mortem was waived; this is posted on its pull request, which is closed."""

    incident: int
    by: str
    reason: str


@dataclass(frozen=True)
class WaiverNotListed(Message):
    """GitHub refused to write the row of a waiver into the index."""

    branch: str
    """The default branch."""
    path: str
    edit_url: str
    row: str


@dataclass(frozen=True)
class PostmortemCurrent(Message):
    """The proposed post-mortem shows everything that the record has."""

    pull: int
    path: str


@dataclass(frozen=True)
class PostmortemNameKept(Message):
    """A short name came too late, because the file has its name already."""

    path: str


@dataclass(frozen=True)
class PostmortemRejected(Message):
    """The pull request of the post-mortem was closed without merging."""

    pull: int
    commander: str
    due: datetime | None


@dataclass(frozen=True)
class PostmortemFiled(Message):
    """The post-mortem was merged and its action items were opened: pairs of issue and owner."""

    path: str
    view_url: str
    edit_url: str
    branch: str
    """The default branch."""
    items: tuple[tuple[int, str], ...]
    refused: bool = False
    """Whether GitHub refused to take the items' numbers into the file."""
    unnumbered: tuple[str, ...] = ()
    """The texts of the items whose numbers are not in the file, each with its link."""
    linked: tuple[int, ...] = ()
    """The issues that items of the file name, and that existed already."""
    unread: tuple[str, ...] = ()
    """The lines that look like action items and were not read."""
    missing: bool = False
    """Whether the merged commit has no post-mortem of this incident."""
    errors: int = 0
    """How many errors the check finds in the merged file, so that the incident stays open."""
    problems: tuple[tuple[int, str], ...] = ()
    """The errors: each line in the merged file, and what is wrong."""
    fix_branch: str = ""
    """The branch on which a pull request to fix the file was prepared; empty where there is none."""
    fix_pull: int = 0
    """That pull request, or 0 where it could not be opened."""
    unneeded: int = 0
    """The pull request that was opened for the post-mortem and is still open, where people merged another one."""


@dataclass(frozen=True)
class RowsOpened(Message):
    """Rows that somebody added to the merged post-mortem got their issues: pairs of issue and owner."""

    path: str
    view_url: str
    edit_url: str
    branch: str
    """The default branch."""
    items: tuple[tuple[int, str], ...]
    linked: tuple[int, ...] = ()
    """The issues that new rows name, and that existed already."""
    refused: bool = False
    """Whether GitHub refused to take the items' numbers into the file."""
    unnumbered: tuple[str, ...] = ()
    """The texts of the items whose numbers are not in the file, each with its link."""


@dataclass(frozen=True)
class PostmortemComplete(Message):
    """The merged file has no errors any more."""

    path: str
    view_url: str


@dataclass(frozen=True)
class PostmortemOwed(Message):
    """The post-mortem is due soon, due or overdue."""

    people: tuple[str, ...]
    pull: int
    due: datetime
    days: int
    passed: bool
    """Whether the due time has passed."""


@dataclass(frozen=True)
class ItemDue(Message):
    """An action item is due soon, due or overdue."""

    people: tuple[str, ...]
    owner: str
    due: date
    days: int
    incident: int
    lead: str = ""
    """Who led the incident."""
    moves: int = 0
    first_due: date | None = None
    unreachable: str = ""
    """The owner's login, if that account can't be assigned any more."""


@dataclass(frozen=True)
class ItemWasMeant(Message):
    """An incident is like what an open action item was meant to prevent."""

    owner: str
    lead: str
    """Who led the incident of the item; empty where the owner is reminded."""
    incident: int
    """The incident that is running."""
    due: date | None
    days: int
    """How many days ago the item was due; negative if it is due later."""


@dataclass(frozen=True)
class DigestLine:
    """One action item of a digest."""

    number: int
    text: str
    due: date
    days: int
    """How many days ago it was due; negative if it is due later."""
    incident: int
    why: str
    """Why somebody else's item is in the digest: `lead`, `late` or `nobody`; empty for the owner."""
    owner: str
    unreachable: str = ""
    """The owner's login, if that account can't be assigned any more."""


@dataclass(frozen=True)
class ActionDigest(Message):
    """Several action items of one person are due soon, due or overdue."""

    person: str
    due_items: tuple[DigestLine, ...]
    more: int
    """How many further items are due that the digest does not list."""


@dataclass(frozen=True)
class EvidenceWanted(Message):
    """An action item was closed without evidence: `person` closed it, and `needed` is the role that can accept it."""

    person: str
    needed: str
    by_hand: bool


@dataclass(frozen=True)
class RowChange:
    """A field of an edited row: its value before and now, and why it was not taken over."""

    field: str
    was: str
    now: str
    problem: str


@dataclass(frozen=True)
class RowTaken(Message):
    """An edited row of the merged post-mortem changed its item."""

    path: str
    view_url: str
    changes: tuple[RowChange, ...]


@dataclass(frozen=True)
class RowGone(Message):
    """The merged post-mortem has the row of this item no more."""

    path: str
    view_url: str


@dataclass(frozen=True)
class EvidenceMerged(Message):
    """Pull requests that mention an action item were merged."""

    pulls: tuple[int, ...]
    owner: str


@dataclass(frozen=True)
class EvidenceReverted(Message):
    """The pull request that showed that an item is done was reverted by another one."""

    owner: str
    pull: int
    by_pull: int


@dataclass(frozen=True)
class ManualChangeReverted(Message):
    """A manual change was reverted: the person may not make it, or it is not possible now."""

    person: str
    what: str
    needed: str
    actual: str


@dataclass(frozen=True)
class StaysOpen(Message):
    """Somebody closed an incident that still needs its post-mortem: it is resolved, but stays open."""

    person: str


@dataclass(frozen=True)
class NotDeclared(Message):
    """Somebody without permission filed an incident."""

    person: str
    needed: str
    actual: str


@dataclass(frozen=True)
class TemplatesFailed(Message):
    """The repository's own templates could not be used: pairs of file and problem."""

    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AlertFires(Message):
    """An alert fires, or fires `again`, in an incident that counts as mitigated or resolved."""

    commander: str
    title: str
    again: bool
    phase: str
    status: str


@dataclass(frozen=True)
class AlertsOver(Message):
    """No alert of a running incident fires any more; only people know whether users are well."""

    commander: str
    at: datetime
    phase: str


@dataclass(frozen=True)
class NotificationFailed(Message):
    """A notification may not have reached its audience (empty: everybody)."""

    people: tuple[str, ...]
    """The people who can pass it on."""
    audience: str
    what: str
    problem: str
    """Why it failed."""
    person: str = ""
    """Whom it pages, if it is not news for an audience."""


@dataclass(frozen=True)
class RunFailed(Message):
    """A run failed; `run` is its page."""

    run: str


@dataclass(frozen=True)
class ConfigurationBroken(Message):
    """The configuration cannot be used; the last good one at `commit`, or a preset, applies instead."""

    mistakes: tuple[str, ...]
    commit: str
    committed: datetime | None
    preset: str


@dataclass(frozen=True)
class LogFlawed(Refusal):
    """Lines of an offline log cannot be read."""

    flaws: tuple[LogFlaw, ...]


@dataclass(frozen=True)
class LogReplayed(Message):
    """Lines of an offline log were put on record, with the permission of who posted them."""

    by: str
    begun: bool
    """Whether its declaration was put on record, too."""
    commands: int
    refused: int
    stood: int
    """How many lines were on record before."""
    first: datetime
    last: datetime


@dataclass(frozen=True)
class LineRefused(Message):
    """A line of an offline log was refused; the next message gives the reason."""

    at: datetime
    by: str
    typed: str


@dataclass(frozen=True)
class DuplicateClosed(Message):
    """Another incident was closed as a duplicate of this one."""

    number: int
    title: str
    by: str
    reason: str


@dataclass(frozen=True)
class RatingQuestion(Message):
    """The question how the response went, once the incident is closed."""


def all_messages() -> tuple[type[Message], ...]:
    """Return every kind of message, including refusals."""
    kinds = (each for each in globals().values() if isinstance(each, type) and issubclass(each, Message))
    return tuple(kind for kind in kinds if kind not in (Message, Refusal, TimerMessage))
