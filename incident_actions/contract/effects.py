"""Everything we can do to the world: a closed list, and the Plan that puts it in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

from incident_actions.model.fast_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class OpenHotfix:
    """A branch from `start` with an empty first commit, and a draft pull request for it.

    In another `repository`, where one is named; an empty `start` is that one's default branch.
    """

    key: str
    branch: str
    start: str
    message: str
    title: str
    body: str
    repository: str = ""


@dataclass(frozen=True, slots=True)
class ProposeFiles:
    """A branch with one commit that writes `files`, and a pull request for it; the branch appears last, whole."""

    key: str
    branch: str
    files: tuple[tuple[str, str], ...]
    message: str
    title: str
    body: str
    reviewers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnassignedIssue:
    """How an issue reads, and which labels it has, where the server assigns it to nobody."""

    body: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """An issue with its labels and assignee, under `parent` where the server knows sub-issues.

    `otherwise` is what it becomes where none of the `assignees` can be assigned, which the server's answer tells. It
    cannot have been opened before `since`; without it, an earlier attempt is looked for among the newest hundred.
    """

    key: str
    title: str
    body: str
    labels: tuple[str, ...]
    assignees: tuple[str, ...] = ()
    parent: int = 0
    since: datetime | None = None
    if_unassigned: UnassignedIssue | None = None


@dataclass(frozen=True, slots=True)
class PostRecordPage:
    """A comment that holds an earlier page of a record too long for one."""

    key: str
    issue: int
    body: str


Level = Literal["failure", "warning", "info", "success"]


@dataclass(frozen=True, slots=True)
class Notify:
    """A message to those addresses of the team that belong to one of the `audiences`; the empty one is all of them.

    It is about the incident `issue`. `level` is how urgent a service shows it.
    """

    key: str
    issue: int
    audiences: tuple[str, ...]
    title: str
    body: str
    level: Level


Creation = OpenHotfix | ProposeFiles | OpenIssue | PostRecordPage | Notify


COMMENT_MARK = "<!-- incident-actions:say {key} -->"
"""The first line of everything the tool says, by which it knows that it was said."""


def comment_keys(body: str) -> frozenset[str]:
    """The keys of all that a comment of the tool says; none for any other text."""
    return frozenset(comment_key(body).split())


def comment_key(body: str) -> str:
    """The key of something the tool said, several with a space between them; empty for any other text."""
    first, (before, after) = body.partition("\n")[0].strip(), COMMENT_MARK.split("{key}")
    said = first.startswith(before) and first.endswith(after)
    return first.removeprefix(before).removesuffix(after) if said else ""


@dataclass(frozen=True, slots=True)
class PostComment:
    """A new comment; `key` stands in its first line, so that it is said once.

    `on_record`: the record tells of it too, so another run that writes the record at that moment matters.
    """

    issue: int
    key: str
    body: str
    on_record: bool = True


@dataclass(frozen=True, slots=True)
class WriteCard:
    """The card reads `body`; comment 0 stands for one that does not exist yet, and is pinned when it does."""

    issue: int
    comment: int
    body: str


@dataclass(frozen=True, slots=True)
class PinComment:
    """A comment stands at the top of its issue."""

    comment: int


@dataclass(frozen=True, slots=True)
class SetIssue:
    """The issue shows this: what is None stays as it is."""

    number: int
    title: str | None = None
    body: str | None = None
    labels: tuple[str, ...] | None = None
    assignees: tuple[str, ...] | None = None
    open: bool | None = None
    state_reason: str | None = None


@dataclass(frozen=True, slots=True)
class PaintLabel:
    """A label that GitHub made up by itself gets its colour and description.

    `if_made_up`: only the answer to putting it on the issue tells whether it was.
    """

    name: str
    colour: str
    description: str
    if_made_up: bool = False


@dataclass(frozen=True, slots=True)
class AddReaction:
    """A reaction on a comment: the acknowledgement, done last."""

    comment: int
    content: str


@dataclass(frozen=True, slots=True)
class DeleteComment:
    """A comment of ours goes, because it stands twice."""

    comment: int


Effect = Creation | PostComment | WriteCard | PinComment | SetIssue | PaintLabel | DeleteComment | AddReaction


@dataclass(frozen=True, slots=True)
class Plan:
    """What a reconcile came to.

    The creations were made already, so that the effects can name them. The effects are carried out in their order:
    reply · card · issue · acknowledge.
    `unfinished`: comments wait that this plan does not answer, since one turn answers only so many.
    """

    creations: tuple[Creation, ...] = ()
    effects: tuple[Effect, ...] = ()
    outcome: str = "nothing to do"
    unfinished: bool = False

    @property
    def may_conflict(self) -> bool:
        """Whether something was written that a run at the same moment may have written too, or over.

        What is taken away stood twice, so there was such a run.
        """
        shared = WriteCard | SetIssue | DeleteComment
        said = any(isinstance(each, PostComment) and each.on_record for each in self.effects)
        return said or bool(self.creations) or any(isinstance(each, shared) for each in self.effects)

    def and_then(self, later: Plan) -> Plan:
        """The plan with what a second look found to do besides."""
        return replace(
            self,
            creations=(*self.creations, *later.creations),
            effects=(*self.effects, *later.effects),
            unfinished=later.unfinished,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is left to do."""
        return not (self.creations or self.effects)
