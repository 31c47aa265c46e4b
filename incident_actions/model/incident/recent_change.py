"""What changed shortly before an incident: a merge, a deployment or a release."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TypeAlias

from incident_actions.model.fast_dataclass import dataclass

RecentChangeKind: TypeAlias = Literal["merge", "deployment", "release"]


@dataclass(frozen=True)
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


def change_to_undo(changes: Iterable[RecentChange]) -> RecentChange | None:
    """Return which of the changes before an incident to roll back first: the newest merge or release."""
    return next((each for each in changes if each.kind != "deployment"), None)
