"""What an incident follows: a pull request, issue, commit or workflow run, and what happened to it so far."""

from __future__ import annotations

from datetime import datetime

from incident_actions.model.fast_dataclass import dataclass


@dataclass(frozen=True)
class LinkName:
    """What is followed."""

    what: str
    """`number` for a pull request or an issue, `commit` or `run`."""
    name: str
    """A number, a SHA (at least seven digits) or the id of a run."""
    repository: str = ""
    """Empty for the incident's own repository."""

    def __str__(self) -> str:
        """Return it as people write it."""
        if self.what == "number":
            return f"{self.repository}#{self.name}"
        if self.what == "commit":
            return f"{self.repository}@{self.name[:7]}" if self.repository else self.name[:7]
        return f"run {self.name}" + (f" of {self.repository}" if self.repository else "")


@dataclass(frozen=True)
class Link:
    """A followed thing, and the keys of what happened to it as far as that is on record."""

    name: LinkName
    since: datetime
    hotfix: bool = False
    """Whether it is the pull request of a hotfix, whose end has an entry of its own."""
    seen: frozenset[str] = frozenset()
