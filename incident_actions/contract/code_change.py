"""Changes of the default branch: one that can be rolled back, and what changed shortly before an incident."""

from __future__ import annotations

from typing import Literal, TypeAlias

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.recent_change import RecentChange

ChangeKind: TypeAlias = Literal["commit", "merge", "range"]
"""A commit with one parent, a merge commit, or several commits: how `git revert` has to be told of them."""

ChangeProblem: TypeAlias = Literal[
    "", "not found", "not merged", "not on the default branch", "no earlier tag", "no parent", "unclear"
]


@dataclass(frozen=True)
class CodeChange:
    """A pull request, commit or tag, and what it changed: everything from the commit `before` to the commit `after`."""

    name: str
    """As people name it: `#12`, `3f2a9c1` or `v1.4.2`."""
    title: str = ""
    before: str = ""
    after: str = ""
    kind: ChangeKind = "commit"
    earlier: str = ""
    """The tag before a tag."""
    problem: ChangeProblem = ""
    """Why it can't be rolled back."""


@dataclass(frozen=True)
class ChangeName:
    """What a person typed to name a change, with the repository where they named it too."""

    kind: Literal["pull", "commit", "tag"]
    name: str
    """A number, a SHA (at least seven digits) or a tag."""
    repository: str = ""

    def __str__(self) -> str:
        """Return it as people write it."""
        return f"#{self.name}" if self.kind == "pull" else self.name[:7] if self.kind == "commit" else self.name


@dataclass(frozen=True)
class RecentChanges:
    """What changed in a span of time, newest first."""

    changes: tuple[RecentChange, ...] = ()
    unread: tuple[str, ...] = ()
    """The repositories that could not be read."""
