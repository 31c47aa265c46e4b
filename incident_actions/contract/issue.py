"""An issue, its comments, changes and pull requests, as GitHub shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.person import Person


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
    def is_edited(self) -> bool:
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
    def assigned_people(self) -> tuple[Person, ...]:
        """The people whom it is assigned to."""
        ids = (*self.assignee_ids, *(0 for _ in self.assignees[len(self.assignee_ids) :]))
        return tuple(map(Person, self.assignees, ids))

    @property
    def label_names(self) -> frozenset[str]:
        """The names of the labels."""
        return frozenset(label.name for label in self.labels)


class ManualAction(StrEnum):
    """What people do to an issue in GitHub's own pages."""

    CLOSED = "closed"
    REOPENED = "reopened"
    LABELED = "labeled"
    UNLABELED = "unlabeled"


@dataclass(frozen=True, slots=True)
class ManualChange:
    """A change that somebody made to an issue by hand."""

    action: ManualAction
    by: Person
    at: datetime
    label: str = ""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request, as far as it matters here; `head` is the commit that it proposes, or proposed when it ended."""

    number: int
    open: bool
    merged: bool
    head: str = ""
    ended_by: str = ""
    ended: datetime | None = None
