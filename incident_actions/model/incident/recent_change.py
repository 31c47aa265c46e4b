"""What changed shortly before an incident: a merge, a deployment or a release."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from incident_actions.model.fast_dataclass import dataclass

RecentChangeKind: TypeAlias = Literal["merge", "deployment", "release"]


@dataclass(frozen=True, slots=True)
class RecentChange:
    """One change, in the repository of the incident or of an affected service."""

    kind: RecentChangeKind
    at: datetime
    name: str
    """What `/rollback` takes: `#12`, `3f2a9c1` or `v1.4.2`."""
    title: str
    """The title of a pull request, the environment of a deployment, or the name of a release."""
    by: str = ""
    repository: str = ""
    """Where it was changed; empty for the repository of the incident."""

    @property
    def argument(self) -> str:
        """Return what `/rollback` takes, wherever the change is."""
        if not self.repository:
            return self.name
        return f"{self.repository}{self.name}" if self.kind == "merge" else f"{self.name} in {self.repository}"


@dataclass(frozen=True, slots=True)
class ChangesBefore:
    """What changed before an incident started, newest first, as it was listed last."""

    until: datetime
    """When the incident started."""
    repositories: tuple[str, ...]
    """The repositories that were asked; empty for that of the incident."""
    changes: tuple[RecentChange, ...]
    more: int = 0
    """How many further changes there were."""
    unread: tuple[str, ...] = ()
    """The repositories that could not be read."""

    @property
    def candidate(self) -> RecentChange | None:
        """Return the change to roll back first: the newest merge or release."""
        return next((each for each in self.changes if each.kind != "deployment"), None)
