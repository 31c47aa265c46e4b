"""What an issue shows now, as a value; and the questions that deciding may raise about the rest of the world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from incident_actions.model.alerts.alert import Delivery
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.person import Person
from incident_actions.text.seal import ALERT, ITEM, Seal


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it stands on an issue."""

    name: str
    colour: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; `reactions` counts them by content; what is None is not told by the server."""

    id: int
    author: Person
    body: str
    created: datetime
    updated: datetime
    reactions: Mapping[str, int] | None = None
    node_id: str = ""
    pinned: bool | None = None

    @property
    def edited(self) -> bool:
        """Whether the text was changed after it was posted."""
        return self.updated > self.created


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue without its comments."""

    number: int
    id: int
    title: str
    body: str
    open: bool
    author: Person
    created: datetime
    updated: datetime
    labels: tuple[Label, ...] = ()
    assignees: tuple[str, ...] = ()
    state_reason: str = ""
    parent: int = 0
    assignee_ids: tuple[int, ...] = ()

    @property
    def assigned(self) -> tuple[Person, ...]:
        """The people whom it is assigned to."""
        ids = (*self.assignee_ids, *(0 for _ in self.assignees[len(self.assignee_ids) :]))
        return tuple(map(Person, self.assignees, ids))

    @property
    def label_names(self) -> frozenset[str]:
        """The names of the labels."""
        return frozenset(label.name for label in self.labels)


class Hand(StrEnum):
    """What people do to an issue in GitHub's own pages."""

    CLOSED = "closed"
    REOPENED = "reopened"
    LABELED = "labeled"
    UNLABELED = "unlabeled"


@dataclass(frozen=True, slots=True)
class Change:
    """A change that somebody made to an issue by hand."""

    hand: Hand
    by: Person
    at: datetime
    label: str = ""


# ── Questions: what a decision may need to know beyond the issue. The shell answers, and it is decided again.


@dataclass(frozen=True, slots=True)
class RoleOf:
    """Which role has this account in the repository? Answered by a role's name, COULD_NOT_CHECK or MAY_NOT_ASK.

    An empty `repository` is that of the incident.
    """

    login: str
    repository: str = ""


@dataclass(frozen=True, slots=True)
class Assignable:
    """Can this account be assigned to issues here? Answered by a bool."""

    login: str


@dataclass(frozen=True, slots=True)
class IdOf:
    """Which account has this login now? Answered by its id, 0 where there is none, None where GitHub does not tell."""

    login: str


@dataclass(frozen=True, slots=True)
class LoginOf:
    """Which login has the account of this id now? Answered by it, empty where GitHub does not tell."""

    id: int


@dataclass(frozen=True, slots=True)
class ChangesOf:
    """What was done to this issue by hand, oldest first? Answered by a tuple of Change."""

    issue: int


@dataclass(frozen=True, slots=True)
class PullOf:
    """How does this pull request stand? Answered by a Pull, or None where there is no such pull request.

    An empty `repository` is that of the incident; of another one that the token may not see, nothing is known.
    """

    number: int
    repository: str = ""


@dataclass(frozen=True, slots=True)
class FileOf:
    """What does this file say? An empty `ref` is the default branch. Answered by its text or None."""

    path: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class CommentsOf:
    """What was said on this issue since a moment? Answered by a tuple of Comment, oldest first."""

    issue: int
    since: datetime


@dataclass(frozen=True, slots=True)
class CommentOf:
    """What does this one comment say? Answered by a Comment, or None where it is gone."""

    id: int


@dataclass(frozen=True, slots=True)
class EditorOf:
    """Who edited this comment last? Answered by a login, empty where nobody did, None where GitHub does not tell."""

    node_id: str


@dataclass(frozen=True, slots=True)
class PullsOf:
    """Which pull requests did this branch of the repository have, the oldest first? Answered by a tuple of Pull."""

    branch: str


@dataclass(frozen=True, slots=True)
class RecordOf:
    """What does the record of this incident say? Answered by a tuple of entries, empty where there is none."""

    issue: int


@dataclass(frozen=True, slots=True)
class FactsOf:
    """How is the repository set up? Answered by the facts that the doctor judges.

    `people` and `teams` are those whom its configuration names, `label` is that of incidents, `bot` who answers them
    where that is not the workflow's own account.
    """

    at: datetime
    people: tuple[str, ...]
    teams: tuple[str, ...]
    label: str
    bot: str = ""


Question = (
    RoleOf
    | Assignable
    | IdOf
    | LoginOf
    | ChangesOf
    | PullOf
    | FileOf
    | CommentsOf
    | CommentOf
    | EditorOf
    | PullsOf
    | RecordOf
    | FactsOf
)

COULD_NOT_CHECK = "could-not-check"
MAY_NOT_ASK = "may-not-ask"
"""Where this run has no token for another repository, or one that may not ask there."""


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull request, as far as it matters here; `head` is the commit that it proposes, or proposed when it ended."""

    number: int
    open: bool
    merged: bool
    head: str = ""
    ended_by: str = ""
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a creation: its number and what else it is known by, or why nothing came of it.

    `assigned` are those whom the server assigned to an issue. `unheard` are the audiences that a notification may not
    have reached, each with what kept it from them.
    `repository` is where it was made, and empty for that of the incident.
    """

    number: int = 0
    name: str = ""
    assigned: tuple[str, ...] = ()
    problem: str = ""
    unheard: tuple[tuple[str, str], ...] = ()
    repository: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a decision may look at: the issue, its comments, answers to questions, what was already made.

    `event_comment` is the comment of this run's event, with the text that was authorised; it wins over a later reading.
    `sweeping`: no event led here, so the look is at everything, and nobody waits.
    `delivery` is the alert of this run's event. `notifies`: the team has addresses to which notifications go.
    """

    repository: str
    bot: Person
    issue: Issue
    comments: tuple[Comment, ...]
    default_branch: str = "main"
    server: str = "https://github.com"
    changes: tuple[Change, ...] = ()
    event_comment: Comment | None = None
    answers: Mapping[Question, object] = field(default_factory=dict)
    made: Mapping[str, Made] = field(default_factory=dict)
    key: bytes = field(default=b"", repr=False)
    sweeping: bool = False
    delivery: Delivery | None = None
    notifies: bool = False

    @property
    def seal(self) -> Seal:
        """What the record of this issue is sealed with."""
        return Seal(self.key, f"issue {self.issue.id}")

    @property
    def item_seal(self) -> Seal:
        """What the record of an action item is sealed with."""
        return Seal(self.key, ITEM)

    @property
    def alert_seal(self) -> Seal:
        """What an alert left in the issue that it opened is sealed with."""
        return Seal(self.key, ALERT)

    def knowing(self, answers: Mapping[Question, object]) -> Snapshot:
        """Give the snapshot with more questions answered."""
        return replace(self, answers={**self.answers, **answers})

    def with_made(self, made: Mapping[str, Made]) -> Snapshot:
        """Give the snapshot with more things made."""
        return replace(self, made={**self.made, **made})
