"""An issue, its comments, changes and pull requests, as GitHub shows them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.person import Person

ACKNOWLEDGEMENTS = frozenset({"+1", "confused"})
"""The reactions with which the tool marks comments that it answered."""


@dataclass(frozen=True)
class Label:
    """A label on an issue."""

    name: str
    colour: str = ""
    description: str = ""


@dataclass(frozen=True)
class Comment:
    """A comment on an issue."""

    id: int
    author: Person
    body: str
    created: datetime
    updated: datetime
    reactions: frozenset[str] | None = None
    """Which kinds of reactions it has, or None if the server didn't include them."""
    node_id: str = ""
    pinned: bool | None = None
    """Whether it is pinned, or None if the server didn't include that."""

    @property
    def is_edited(self) -> bool:
        """Return whether the comment was updated after it was posted."""
        return self.updated > self.created

    def is_since(self, moment: datetime) -> bool:
        """Return whether it was posted at a moment or later.

        GitHub tells the second in which it was posted, and no more, so all of the moment's second counts.
        """
        return self.created >= moment.replace(microsecond=0)

    @property
    def is_acknowledged(self) -> bool:
        """Return whether it has a reaction with which the tool marks comments that it answered."""
        return bool(self.reactions and self.reactions & ACKNOWLEDGEMENTS)


@dataclass(frozen=True)
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
    comment_count: int = 0
    pinned_comment: int | None = None
    """The comment that is pinned to it, 0 for none, or None if the server didn't include that."""
    type: str | None = None
    """Its issue type, empty for none, or None if the repository has no issue types."""
    node_id: str = ""

    @property
    def assigned_people(self) -> tuple[Person, ...]:
        """Return the people whom it is assigned to."""
        ids = (*self.assignee_ids, *(0 for _ in self.assignees[len(self.assignee_ids) :]))
        return tuple(map(Person, self.assignees, ids))

    @property
    def revision(self) -> tuple[datetime, int]:
        """Return what differs after any change to the issue and any comment on it."""
        return self.updated, self.comment_count

    @property
    def label_names(self) -> frozenset[str]:
        """Return the names of the labels."""
        return frozenset(label.name for label in self.labels)


class ManualAction(StrEnum):
    """What people can do to an issue on its page."""

    CLOSED = "closed"
    REOPENED = "reopened"
    LABELED = "labeled"
    UNLABELED = "unlabeled"


@dataclass(frozen=True)
class ManualChange:
    """A change that somebody made to an issue manually."""

    action: ManualAction
    by: Person
    at: datetime
    label: str = ""
    closed_with: str = ""
    """The pull request or the commit whose closing keyword closed the issue, as people name it."""


@dataclass(frozen=True)
class MergedPull:
    """A pull request that was merged, and the issues of the same repository that its text mentions.

    A revert mentions nothing, since it completes nothing.
    """

    number: int
    merged: datetime
    mentions: frozenset[int] = frozenset()
    reverts: int = 0
    """The pull request that it reverts; 0 for none."""


@dataclass(frozen=True)
class CommentDeletion:
    """Which comment was deleted, and the login of whoever did it."""

    comment: int
    by: str


@dataclass(frozen=True)
class LinkablePull:
    """A pull request that was updated lately and may be linked by itself: it is merged, or of a branch of ours."""

    number: int
    mentions: frozenset[int] = frozenset()
    """The issues of the same repository that its text mentions."""
    reverts: int = 0
    """The pull request that it reverts; 0 for none."""


@dataclass(frozen=True)
class PullRequest:
    """A pull request."""

    number: int
    open: bool
    merged: bool
    head: str = ""
    """The commit that it proposes, or proposed when it ended."""
    ended_by: str = ""
    ended: datetime | None = None
    updated: datetime | None = None
    """When somebody last pushed to it or commented on it, and the like."""
