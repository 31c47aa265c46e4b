"""A world in memory: one issue, its people, and runs that may die between any two steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from incident_actions.contract import card_comment
from incident_actions.contract.code_change import CodeChange, RecentChanges
from incident_actions.contract.decision import Context, HistoryCache, decide
from incident_actions.contract.drill_scenario import DrillScenario, ScenarioAnswer
from incident_actions.contract.effects import (
    COMMENT_MARK,
    AddReaction,
    Creation,
    DeleteComment,
    DispatchEvent,
    Effect,
    MinimizeComments,
    Notify,
    OpenHotfix,
    OpenIssue,
    OpenPrivateIssue,
    OpenRevert,
    PaintLabel,
    Plan,
    PostComment,
    PostPrivately,
    PostRecordPage,
    ProposeFiles,
    RefreshFile,
    ReplaceLines,
    ReportCheck,
    SetIssue,
    WithdrawFiles,
    WithdrawItem,
    WriteCard,
)
from incident_actions.contract.evidence_state import EvidenceState
from incident_actions.contract.issue import (
    Comment,
    CommentDeletion,
    Issue,
    Label,
    ManualAction,
    ManualChange,
    MergedPull,
    PullRequest,
)
from incident_actions.contract.link_news import LinkNews
from incident_actions.contract.listed_item import ListedItem
from incident_actions.contract.questions import (
    AnyQuestion,
    ChangedFilesOf,
    ChangeOf,
    ChangesBetween,
    ChangesOf,
    CommentOf,
    CommentsOf,
    EditorOf,
    EvidenceOf,
    FactsOf,
    FileOf,
    HasCheckStatus,
    IdOf,
    IsAssignable,
    LoginOf,
    NewsOf,
    PullOf,
    PullsOf,
    RecentItems,
    RecordOf,
    RoleOf,
    RunningIncidents,
    ScenarioOf,
)
from incident_actions.contract.snapshot import CreationResult, Snapshot
from incident_actions.drill.rehearsal.written_file import fill_in
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.reconcile import reconcile
from incident_actions.gateway.repository import templates
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.person import Person
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process
from incident_actions.postmortem import index
from incident_actions.postmortem.parts import refresh_text
from incident_actions.text import record
from incident_actions.text.issue_form import FormField
from incident_actions.text.wording import Wording
from tests.doctor.healthy_repository import healthy_facts

BOT = Person("github-actions[bot]", 41898282, bot=True)
START = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
IDS = {"ada": 1, "grace": 2, "linus": 3, "mary": 4, "kim": 5, "margaret": 6, "mallory": 7}
ROLES = {"ada": "admin", "grace": "write", "linus": "triage", "mary": "read", "kim": "could-not-check"}
PROCESS = read_process("extends: default\nescalation: [margaret]\n", templates.load_preset, tuple(BY_WORD))
WORDING = Wording(templates.load_template)
CODE_CHANGES = {
    name: CodeChange(name, title, "a" * 40, "b" * 40)
    for name, title in (("#12", "Raise the pool size"), ("v1.4.2", "v1.4.2"))
}


class RunDied(Exception):
    """The run was killed."""


def make_labels(*names: str) -> tuple[Label, ...]:
    return tuple(Label(name, "b60205", "painted") for name in names)


ISSUES = {EvidenceOf(3): EvidenceState.OPEN}
"""The other issues that a world has."""


def _copied(value: Any) -> Any:
    """Return a copy of lists and mappings; everything else in a world never changes."""
    if type(value) is dict:
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if type(value) is list else value


@dataclass
class World:
    """What GitHub knows of one issue, and everything that was created."""

    now: datetime = START
    process: Process = PROCESS
    roles: Mapping[str, str] = field(default_factory=lambda: dict(ROLES))
    roles_elsewhere: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=lambda: dict(IDS))
    issue: Issue = field(
        default_factory=lambda: Issue(
            7, 7000, "Checkout is down", "", open=True, author=Person("grace", 2), created=START, updated=START,
            labels=make_labels("incident"),
        )
    )  # fmt: skip
    comments: dict[int, Comment] = field(default_factory=dict)
    changes: list[ManualChange] = field(default_factory=list)
    made: dict[str, tuple[Creation, CreationResult]] = field(default_factory=dict)
    pulls: dict[int, PullRequest] = field(default_factory=dict)
    code_changes: dict[str, CodeChange] = field(default_factory=lambda: dict(CODE_CHANGES))
    """What can be rolled back, by name."""
    news: LinkNews | None = None
    """What happened to what the incident follows, if GitHub returns it."""
    recent_changes: RecentChanges | None = None
    """What changed before the incident, if GitHub returns it."""
    files: dict[str, str] = field(default_factory=dict)
    proposed: dict[int, dict[str, str]] = field(default_factory=dict)
    """The files of pull requests that change what is on the default branch already."""
    pull_comments: list[tuple[int, str]] = field(default_factory=list)
    reports: list[ReportCheck] = field(default_factory=list)
    deleted_branches: list[str] = field(default_factory=list)
    key: bytes = b""
    editors: dict[str, str | None] = field(default_factory=dict)
    asked: list[AnyQuestion] = field(default_factory=list)
    log: list[Effect] = field(default_factory=list)
    ended_pull: int = 0
    event_comment: Comment | None = None
    deletion: CommentDeletion | None = None
    records: dict[int, tuple[e.Entry, ...]] = field(default_factory=dict)
    """The records of other incidents."""
    event_change: ManualChange | None = None
    sweeping: bool = True
    form_fields: tuple[FormField, ...] = ()
    evidence: dict[EvidenceOf, EvidenceState] = field(default_factory=lambda: dict(ISSUES))
    """What is named as evidence, or as an original. Everything else is a merged pull request."""
    merged_pulls: tuple[MergedPull, ...] = ()
    issues_of_people: tuple[int, ...] = ()
    postmortem_path: str = ""
    postmortem_text: str = ""
    postmortem_row: int = -1
    awaited_postmortem: tuple[str, str] = ("", "")
    minimized: list[int] = field(default_factory=list)
    strength: int = 10_000
    most_made: int = 50
    notifies: bool = False
    moving_problem: str = ""
    """Why no private issue can be opened."""
    protects_default_branch: bool = False
    next_number: int = 100
    comments_of: dict[int, list[Comment]] = field(default_factory=dict)
    """The tool's comments on other issues."""
    running: tuple[int, ...] = ()
    """The real incidents that run elsewhere."""
    scenarios: dict[str, DrillScenario] = field(default_factory=dict)
    recent_items: tuple[ListedItem, ...] | None = ()

    def copy(self) -> World:
        """Return a world of its own that begins as this one is now."""
        known = ((slot.name, getattr(self, slot.name)) for slot in fields(self))
        return World(**{name: _copied(value) for name, value in known})

    # ── what people do

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)

    def merge(self, number: int = 0, *, by: str = "linus", head: str = "abc") -> None:
        """Merge a pull request, else the newest one, once people have written what its post-mortem lacks."""
        number = number or max(self.pulls)
        self.files |= self.proposed.pop(number, {})
        proposals = (made for made, result in self.made.values() if result.number == number)
        for path in (path for made in proposals if isinstance(made, ProposeFiles) for path, _ in made.files):
            if path != index.PATH:
                self.files[path] = fill_in(self.files[path], self.process, ())
        self.pulls[number] = PullRequest(number, open=False, merged=True, head=head, ended_by=by, ended=self.now)

    def person(self, login: str) -> Person:
        """Return the account that has a login."""
        return Person(login, self.ids.setdefault(login, 50 + len(self.ids)))

    def post(self, login: str, body: str) -> Comment:
        """Post somebody's comment, without running the tool."""
        self.advance(seconds=1)
        number = self._number()
        comment = Comment(number, self.person(login), body, self.now, self.now, frozenset(), f"IC_{number}")
        self.comments[comment.id] = comment
        return comment

    def edit(self, comment: Comment, body: str, by: str = "ada") -> Comment:
        """Edit a comment as somebody, a minute after it was posted."""
        changed = replace(comment, body=body, updated=comment.created + timedelta(minutes=1))
        self.comments[comment.id], self.editors[comment.node_id] = changed, by
        return changed

    def change_manually(self, login: str, hand: ManualAction, label: str = "") -> None:
        """Change the issue on its page, as somebody."""
        self.advance(seconds=1)
        self.changes.append(ManualChange(hand, self.person(login), self.now, label))
        shown = {one for one in self.issue.labels if one.name != label}
        if hand is ManualAction.LABELED:
            self.issue = replace(self.issue, labels=(*self.issue.labels, *make_labels(label)))
        elif hand is ManualAction.UNLABELED:
            self.issue = replace(self.issue, labels=tuple(shown))
        else:
            self.issue = replace(self.issue, open=hand is ManualAction.REOPENED)

    # ── a run

    def run(self) -> Plan:
        """Reconcile until the issue is settled; raises RunDied when the strength is used up."""
        memory, made, self.asked = HistoryCache(), 0, []

        def answer(question: AnyQuestion) -> dict[AnyQuestion, object]:
            self.asked.append(question)
            return {**self._account_beside(question), question: self._answer(question)}

        def make(creation: Creation) -> CreationResult:
            nonlocal made
            made += 1
            return self._make(creation)

        def plan_of(snapshot: Snapshot) -> Plan:
            context = Context(snapshot, self.process, WORDING, self.now, memory, made < self.most_made)
            return reconcile(context, self.form_fields, self.ended_pull)

        plan, _ = decide(plan_of, self.snapshot, answer, make)
        for effect in plan.effects:
            self._carry_out(effect)
        return plan

    def ask(self, login: str, body: str) -> list[str]:
        """Post somebody's comment, run the tool, and return its replies."""
        before = len(self.replies())
        self.post(login, body)
        self.run()
        return self.replies()[before:]

    @property
    def snapshot(self) -> Snapshot:
        ordered = tuple(self.comments[number] for number in sorted(self.comments))
        return Snapshot(
            "acme/shop",
            BOT,
            self.issue,
            ordered,
            event_comment=self.event_comment,
            deletion=self.deletion,
            changes=(self.event_change,) if self.event_change else (),
            key=self.key,
            is_sweep=self.sweeping,
            can_notify=self.notifies,
            merged_pulls=self.merged_pulls,
            postmortem_path=self.postmortem_path,
            postmortem_text=self.postmortem_text,
            postmortem_row=self.postmortem_row,
            awaited_postmortem=self.awaited_postmortem,
        )

    def _account_beside(self, question: AnyQuestion) -> dict[AnyQuestion, object]:
        """Return the id and the spelling of an account, which GitHub names with its role."""
        if not isinstance(question, RoleOf) or question.repository:
            return {}
        known = next((each for each in self.ids if each.casefold() == question.login.casefold()), None)
        return {IdOf(question.login): self.ids[known], LoginOf(self.ids[known]): known} if known else {}

    def _answer(self, question: AnyQuestion) -> object:
        match question:
            case RoleOf(login, repository):
                roles = self.roles_elsewhere.get(repository, self.roles)
                return next((role for known, role in roles.items() if known.casefold() == login.casefold()), "none")
            case IsAssignable(login):
                return self.roles.get(login, "none") in ("triage", "write", "admin")
            case IdOf(login):
                return next((known for name, known in self.ids.items() if name.casefold() == login.casefold()), 0)
            case LoginOf(account):
                return next((login for login, known in self.ids.items() if known == account), "")
            case ChangesOf():
                return tuple(self.changes)
            case PullOf(number, _):
                return self.pulls.get(number)
            case EvidenceOf():
                return self.evidence.get(question, EvidenceState.MERGED)
            case FileOf(path):
                return self.files.get(path)
            case ChangedFilesOf():
                return tuple(self.files)
            case CommentsOf(number, _):
                return tuple(
                    self.comments.values() if number == self.issue.number else self.comments_of.get(number, ())
                )
            case CommentOf(number):
                return self.comments.get(number)
            case ChangeOf(name, repository):
                return self.code_changes.get(f"{repository}{name}", CodeChange(str(name), problem="not found"))
            case HasCheckStatus(commit):
                return any(each.commit == commit for each in self.reports)
            case ChangesBetween():
                return self.recent_changes
            case NewsOf():
                return self.news
            case RecordOf(number):
                return self.records.get(number, ())
            case RunningIncidents():
                return self.running
            case ScenarioOf(name):
                return ScenarioAnswer(tuple(sorted(self.scenarios)), self.scenarios.get(name))
            case RecentItems():
                return self.recent_items
            case FactsOf():
                return healthy_facts(self.process)
            case EditorOf(node_id):
                return self.editors.get(node_id, "")
            case PullsOf(branch):
                return tuple(
                    self.pulls[each.number] for _, each in self.made.values() if each.name == branch and each.number
                )

    def _spend(self) -> None:
        self.strength -= 1
        if self.strength < 0:
            raise RunDied

    def _make(self, creation: Creation) -> CreationResult:
        self._spend()
        if creation.key not in self.made:
            self.made[creation.key] = (creation, self._made(creation))
        return self.made[creation.key][1]

    def _made(self, creation: Creation) -> CreationResult:
        number = self._number()
        match creation:
            case PostRecordPage(_, _, body):
                self.comments[number] = Comment(number, BOT, body, self.now, self.now, frozenset())
                return CreationResult(number)
            case OpenHotfix(branch=branch) | OpenRevert(branch=branch):
                self.pulls[number] = PullRequest(number, open=True, merged=False)
                return CreationResult(number, branch)
            case ProposeFiles(branch=branch, files=files):
                self.pulls[number] = PullRequest(number, open=True, merged=False)
                fixes = any(pull.merged for pull in self.pulls.values())  # only then is the file on the default branch
                (self.proposed.setdefault(number, {}) if fixes else self.files).update(files)
                return CreationResult(number, branch, commit=f"c{number}")
            case RefreshFile(path=path, pull=pull) if path not in self.proposed.get(pull, self.files):
                return CreationResult(pull, problem="no such file")
            case RefreshFile(path=path, pull=pull):
                there = self.proposed.get(pull, self.files)
                fresh = refresh_text(
                    there[path], creation.text, creation.written, creation.offered, creation.left_alone
                )
                there[path] = fresh.text
                listed = there.get(index.PATH, self.files.get(index.PATH))
                if creation.row and listed is not None:
                    there[index.PATH] = index.replace_row(listed, path, creation.row, creation.written)
                return CreationResult(
                    pull, updated=fresh.updated, edited=fresh.edited, commit=f"c{number}", text=fresh.text
                )
            case WithdrawFiles(pull=pull, branch=branch, body=body):
                if pull:
                    self.pull_comments.append((pull, body.partition("\n")[2]))
                    later = self.now + timedelta(seconds=1)  # after the comment that this run answers
                    self.pulls[pull] = PullRequest(pull, open=False, merged=False, ended=later)
                self.deleted_branches.append(branch)
                return CreationResult(name=branch)
            case WithdrawItem(issue=issue):
                return CreationResult(issue, problem="not ours" if issue in self.issues_of_people else "")
            case ReplaceLines(files=changed):
                if self.protects_default_branch:
                    return CreationResult(problem="not permitted")
                for path, lines in changed:
                    for before, after in lines:
                        self.files[path] = self.files[path].replace(before, after, 1)
                return CreationResult()
            case OpenIssue(assignees=wanted):
                able = tuple(each for each in wanted if self.roles.get(each, "none") in ("triage", "write", "admin"))
                return CreationResult(number, assignees=able)
            case OpenPrivateIssue():
                return CreationResult(problem=self.moving_problem) if self.moving_problem else CreationResult(number)
            case PostPrivately() | Notify() | DispatchEvent():
                return CreationResult()

    def _carry_out(self, effect: Effect) -> None:
        self._spend()
        self.log.append(effect)
        match effect:
            case PostComment(issue=number, body=body) if number != self.issue.number:
                self.pull_comments.append((number, body.partition("\n")[2]))
                posted = Comment(self._number(), BOT, body, self.now, self.now)
                self.comments_of.setdefault(number, []).append(posted)
            case PostComment(body=body):
                self._comment(body)
            case WriteCard(comment=0, body=body):
                self._comment(body)
            case WriteCard(comment=number, body=body):
                self.comments[number] = replace(self.comments[number], body=body, updated=self.now)
            case SetIssue():
                self._set(effect)
            case DeleteComment(comment=number):
                del self.comments[number]
            case MinimizeComments(nodes=nodes):
                self.minimized += [number for number, each in self.comments.items() if each.node_id in nodes]
            case ReportCheck():
                self.reports.append(effect)
            case AddReaction(comment=number, content=content):
                self.comments[number] = replace(self.comments[number], reactions=frozenset({content}))
            case PaintLabel(name, colour, description):
                shown = (Label(name, colour, description) if one.name == name else one for one in self.issue.labels)
                self.issue = replace(self.issue, labels=tuple(shown))
            case _:
                raise AssertionError(effect)

    def _comment(self, body: str) -> None:
        number = self._number()
        self.comments[number] = Comment(number, BOT, body, self.now, self.now, frozenset(), f"IC_{number}")

    def _set(self, change: SetIssue) -> None:
        put_on = sorted(set(change.labels or ()) - self.issue.label_names)
        self.changes += [ManualChange(ManualAction.LABELED, BOT, self.now, label) for label in put_on]
        self.issue = replace(
            self.issue,
            title=self.issue.title if change.title is None else change.title,
            body=self.issue.body if change.body is None else change.body,
            labels=self.issue.labels if change.labels is None else make_labels(*change.labels),
            assignees=self.issue.assignees if change.assignees is None else change.assignees,
            open=self.issue.open if change.open is None else change.open,
        )

    def _number(self) -> int:
        self.next_number += 1
        return self.next_number

    # ── what can be seen

    def cards(self) -> list[Comment]:
        return [
            one for one in self.comments.values() if one.author == BOT and one.body.startswith(card_comment.CARD_MARK)
        ]

    def entries(self) -> tuple[e.Entry, ...]:
        """Return the record, the pages first."""
        found: list[e.Entry] = []
        for card in self.cards():
            block = record.read_block(card.body)
            assert block is not None
            for page in block.pages:
                earlier = record.read_block(self.comments[page].body)
                found += earlier.entries if earlier else ()
            found += block.entries
        return tuple(found)

    @property
    def incident(self) -> Incident:
        incident = fold(self.issue.number, self.entries())
        assert incident is not None
        return incident

    def tool_comments(self) -> list[str]:
        """Return everything that the tool posted except the card."""
        return [body.partition("\n")[2] for body in self._spoken()]

    def replies(self) -> list[str]:
        """Return the tool's comments except those with which every incident begins."""
        first = COMMENT_MARK.format(key="declared").removesuffix(" -->")
        return [body.partition("\n")[2] for body in self._spoken() if not body.startswith(first)]

    def _spoken(self) -> list[str]:
        ours = (self.comments[number].body for number in sorted(self.comments) if self.comments[number].author == BOT)
        return [body for body in ours if not body.startswith((card_comment.CARD_MARK, card_comment.RECORD_PAGE_MARK))]

    def visible_issue(self) -> dict[str, object]:
        """Return everything that people can see, apart from numbers."""
        return {
            "labels": sorted(self.issue.label_names),
            "open": self.issue.open,
            "title": self.issue.title,
            "assignees": sorted(self.issue.assignees),
            "said": sorted(one.partition("\n")[0] for one in self.tool_comments()),
            "made": sorted(self.made),
            # A list is counted when a run sees it, so a run that died is followed by one that counts it earlier.
            "entries": [entry.kind for entry in self.entries() if not isinstance(entry, e.ChecklistRead)],
            "reactions": sorted(
                str(sorted(one.reactions or ())) for one in self.comments.values() if one.author != BOT
            ),
            "cards": len(self.cards()),
        }
