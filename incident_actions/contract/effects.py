"""Everything that the tool can do on GitHub: a closed list of effects, and the plan that puts them in order."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import Literal, TypeAlias

from incident_actions.model.fast_dataclass import dataclass, replace


@dataclass(frozen=True)
class OpenHotfix:
    """Open a branch with an empty first commit, and a draft pull request for it."""

    key: str
    branch: str
    start: str
    """The branch, tag or commit to branch from. If empty: the other repository's default branch."""
    message: str
    title: str
    body: str
    repository: str = ""
    """The other repository to open it in. If empty: the incident's own."""
    base: str = ""
    """The branch that it is merged into, created unless it exists. If empty: the default branch."""


@dataclass(frozen=True)
class OpenRevert:
    """Open a branch that undoes everything between two commits of the default branch, and its pull request.

    Nothing is opened if a file has changed since. Nor is it if one is a workflow: no job's token may change those.
    """

    key: str
    branch: str
    before: str
    after: str
    message: str
    title: str
    body: str
    repository: str = ""
    """The other repository to open it in. If empty: the incident's own."""


@dataclass(frozen=True)
class ProposeFiles:
    """Open a pull request that writes `files` in one commit. The branch is created last, complete."""

    key: str
    branch: str
    files: tuple[tuple[str, str], ...]
    message: str
    title: str
    body: str
    reviewers: tuple[str, ...] = ()
    label: PaintLabel | None = None
    """The label that the pull request gets, as it is made if the repository has none of that name."""
    base: str = ""
    """The branch that it is merged into, created unless it exists. If empty: the default branch."""


@dataclass(frozen=True)
class RefreshFile:
    """Bring a proposed file up to date on its branch, part by part, in one commit.

    Only parts whose digest is in `written` change. The branch is never forced: if it moved on, the file is read again.
    """

    key: str
    pull: int
    """The pull request of the branch, or 0 where it has none."""
    branch: str
    path: str
    text: str
    """The whole file as the record has it now."""
    written: tuple[str, ...]
    """The digests of everything that the tool ever wrote into the file, in order."""
    offered: tuple[str, ...]
    """The digests of the parts in the version before."""
    left_alone: tuple[str, ...]
    """The titles of parts that stay as they are."""
    row: str
    """The file's row in the index as the record has it now; empty where that did not change."""
    message: str


@dataclass(frozen=True)
class WithdrawFiles:
    """Close the pull request of proposed files with a comment, and delete its branch. What is done already is left."""

    key: str
    """Stands in the comment's first line, so that it is posted once."""
    pull: int
    """The pull request, or 0 where there is only the branch."""
    branch: str
    body: str
    """The comment."""
    title: str = ""
    """The title that the pull request gets, in place of its own; its text is removed with it. If empty: both stay."""


@dataclass(frozen=True)
class WithdrawItem:
    """Take the words out of the issue of an action item, and close it, since its incident is private now.

    An issue that people opened themselves stays as it is.
    """

    key: str
    issue: int
    title: str
    body: str


@dataclass(frozen=True)
class ReplaceLines:
    """Replace lines of files on the default branch, in one commit. A line that is no longer there is left out.

    If GitHub refuses the commit, because the branch is protected or the token may not write, nothing is changed.
    """

    key: str
    files: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """Each file's path, with its lines as they were and as they become."""
    message: str


@dataclass(frozen=True)
class UnassignedIssue:
    """The body and labels of an issue that could not be assigned to anybody."""

    body: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class OpenIssue:
    """Open an issue with labels and assignees."""

    key: str
    title: str
    body: str
    labels: tuple[str, ...]
    assignees: tuple[str, ...] = ()
    parent: int = 0
    """The issue that it becomes a sub-issue of, if the server supports sub-issues."""
    since: datetime | None = None
    """The earliest time at which an earlier attempt can have opened it. If None: search the newest hundred issues."""
    if_unassigned: UnassignedIssue | None = None
    """What the issue becomes if the server's answer shows that nobody in `assignees` could be assigned."""
    type: str = ""
    """The issue type; a server that doesn't know it opens the issue without one."""


@dataclass(frozen=True)
class OpenPrivateIssue:
    """Open an issue in another repository, which must be private."""

    key: str
    """Stands in the body's first line, so that it is opened once."""
    repository: str
    title: str
    body: str
    labels: tuple[str, ...]
    since: datetime
    """The earliest time at which an earlier attempt can have opened it."""


@dataclass(frozen=True)
class PostPrivately:
    """Post a comment on an issue of another repository, which must be private."""

    key: str
    """Stands in the comment's first line, so that it is posted once."""
    repository: str
    issue: int
    body: str
    since: datetime
    """The earliest time at which an earlier attempt can have posted it."""


@dataclass(frozen=True)
class PostRecordPage:
    """Post a comment that holds an earlier page of a record that is too long for one comment."""

    key: str
    issue: int
    body: str


Level = Literal["failure", "warning", "info", "success"]


@dataclass(frozen=True)
class Notify:
    """Send a notification to the team's addresses that belong to one of the audiences."""

    key: str
    issue: int
    """The incident that it is about."""
    audiences: tuple[str, ...]
    """The empty audience means all addresses."""
    title: str
    body: str
    level: Level
    """How urgent a service shows it."""
    personal: tuple[str, ...] = ()
    """The tags of people's own addresses, which get only what is sent to these tags."""
    event: str = field(default="", repr=False)
    """The same as a JSON object, for webhooks."""


@dataclass(frozen=True)
class DispatchEvent:
    """Start the repository's own workflows on what happened to an incident, as a `repository_dispatch`."""

    key: str
    name: str
    """Such as `incident.resolved`."""
    event: str = field(repr=False)
    """What happened, as a JSON object."""


Creation = (
    OpenHotfix
    | OpenRevert
    | ProposeFiles
    | RefreshFile
    | WithdrawFiles
    | WithdrawItem
    | ReplaceLines
    | OpenIssue
    | OpenPrivateIssue
    | PostPrivately
    | PostRecordPage
    | Notify
    | DispatchEvent
)


COMMENT_MARK = "<!-- incident-actions:say {key} -->"
"""The first line of every comment that the tool posts, which identifies it in later runs."""


def comment_keys(body: str) -> frozenset[str]:
    """Return the keys of a comment that the tool posted, or none for any other text."""
    return frozenset(comment_key(body).split())


def comment_key(body: str) -> str:
    """Return the key of a comment that the tool posted, or an empty string for any other text.

    Several keys have a space between them.
    """
    first, (before, after) = body.partition("\n")[0].strip(), COMMENT_MARK.split("{key}")
    is_marker = first.startswith(before) and first.endswith(after)
    return first.removeprefix(before).removesuffix(after) if is_marker else ""


@dataclass(frozen=True)
class PostComment:
    """Post a comment."""

    issue: int
    key: str
    """Stands in the comment's first line, so that it is posted once."""
    body: str
    on_record: bool = True
    """Whether the record mentions it too, so that another run writing the record at the same moment may conflict."""


@dataclass(frozen=True)
class WriteCard:
    """Write the card. The comment 0 is one that does not exist yet; it is pinned once it is posted."""

    issue: int
    comment: int
    body: str


@dataclass(frozen=True)
class PinComment:
    """Pin a comment to its issue."""

    comment: int


@dataclass(frozen=True)
class PinIssue:
    """Pin an issue above the repository's list of issues, if a pin is free and the token may do that."""

    number: int
    node: str
    """Its node id."""


@dataclass(frozen=True)
class SetIssue:
    """Change an issue. Fields that are None stay as they are."""

    number: int
    title: str | None = None
    body: str | None = None
    labels: tuple[str, ...] | None = None
    assignees: tuple[str, ...] | None = None
    open: bool | None = None
    state_reason: str | None = None
    type: str | None = None
    """The issue type; a server that doesn't know it leaves the issue without one."""
    duplicate_of: int = 0
    """The issue that it is a duplicate of, with the reason `duplicate`; 0 for none."""
    declares: bool = field(default=False, compare=False)
    """Whether it adds the label by which later runs find the incident."""


@dataclass(frozen=True)
class PaintLabel:
    """Give its colour and description to a label that GitHub created with its defaults."""

    name: str
    colour: str
    description: str


@dataclass(frozen=True)
class AddReaction:
    """Acknowledge a comment with a reaction. This comes last."""

    comment: int
    content: str


@dataclass(frozen=True)
class DeleteComment:
    """Delete a comment of ours that was posted twice, or that tells of a private incident."""

    comment: int


@dataclass(frozen=True)
class ReportCheck:
    """Report what the check found in proposed post-mortems, as a commit status and in one comment on the pull request.

    What is shown already is left as it is. A token that may do only one of the two does that one.
    """

    pull: int
    commit: str
    """The commit whose files were checked."""
    passed: bool
    description: str
    """The status in words, of at most 140 characters."""
    body: str
    """The comment. Its first line is the same for every check of the pull request."""
    is_open: bool = True
    """Whether the pull request is open, so that a later sweep reports what this run can't."""
    is_first: bool = False
    """Whether this run has just opened the pull request, so that nothing is shown there."""
    is_newest: bool = True
    """Whether the pull request still proposes this commit. If not, its comment is about a later one."""
    is_withdrawal: bool = False
    """Whether the commit proposes no post-mortem anymore: nothing is reported where no earlier check was."""


MinimizeReason = Literal["OUTDATED", "RESOLVED"]


@dataclass(frozen=True)
class MinimizeComments:
    """Minimize comments of ours, by their node ids, after everything that people wait for."""

    nodes: tuple[str, ...]
    reason: MinimizeReason


Effect = (
    Creation
    | PostComment
    | WriteCard
    | PinComment
    | PinIssue
    | SetIssue
    | PaintLabel
    | DeleteComment
    | AddReaction
    | MinimizeComments
    | ReportCheck
)


Effects: TypeAlias = tuple[Effect, ...]

AtOnce = PinComment | SetIssue | AddReaction
"""Effects that people wait for once the card is written, and that don't need each other.

A comment is not deleted at once with them: an issue that is closed and acknowledged is one that nobody looks at again.
"""

Tidying = PaintLabel | MinimizeComments | ReportCheck
"""Effects that nobody waits for."""


@dataclass(frozen=True)
class Plan:
    """The result of reconciling an issue.

    Its creations have been carried out already, so that the effects can refer to them. The effects are carried out in
    their order: reply · card · issue · acknowledge.
    """

    creations: tuple[Creation, ...] = ()
    effects: tuple[Effect, ...] = ()
    outcome: str = "nothing to do"
    unfinished: bool = False
    """Whether comments remain that this plan doesn't answer, because one turn answers only so many."""

    @property
    def may_conflict(self) -> bool:
        """Return whether the plan writes something that a run at the same moment may have written too, or overwritten.

        If it deletes a duplicate, there was such a run.
        """
        shared = WriteCard | SetIssue | DeleteComment
        has_post = any(isinstance(each, PostComment) and each.on_record for each in self.effects)
        return has_post or bool(self.creations) or any(isinstance(each, shared) for each in self.effects)

    def and_then(self, later: Plan) -> Plan:
        """Return this plan extended by what a second look found to do."""
        return replace(
            self,
            creations=(*self.creations, *later.creations),
            effects=(*self.effects, *later.effects),
            unfinished=later.unfinished,
        )

    @property
    def steps(self) -> tuple[Effects, Effects, Effects]:
        """Return the effects to carry out one after another, then those to carry out at once, and the tidying."""
        places = [place for place, each in enumerate(self.effects, 1) if _is_in_order(each)]
        end = max(places, default=0)
        rest = self.effects[end:]
        at_once = tuple(each for each in rest if isinstance(each, AtOnce))
        return self.effects[:end], at_once, tuple(each for each in rest if isinstance(each, Tidying))

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to do at all."""
        return not (self.creations or self.effects)


def _is_in_order(effect: Effect) -> bool:
    """Return whether an effect must be done before all that follow it.

    A command is acknowledged once it is on record, which the issue's body may hold, and once later runs find the issue:
    they look at no command that was acknowledged, and the sweep at few closed issues.
    """
    if isinstance(effect, SetIssue):
        return effect.declares or effect.body is not None or bool(effect.open)
    return not isinstance(effect, AtOnce | Tidying)
