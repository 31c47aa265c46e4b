"""What GitHub knows of a pull request, issue or commit that is named as evidence."""

from __future__ import annotations

from enum import StrEnum


class EvidenceState(StrEnum):
    """The state of what somebody named as evidence that an action item is done."""

    MERGED = "merged"
    NOT_MERGED = "not merged"
    CLOSED_UNMERGED = "closed without a merge"
    CLOSED = "closed"
    OPEN = "open"
    NOT_PLANNED = "not planned"
    ON_BRANCH = "on the default branch"
    NOT_ON_BRANCH = "not on the default branch"
    MISSING = "missing"
    NOT_CHECKED = "not checked"
    """GitHub doesn't show it to this run's token."""

    @property
    def is_pull(self) -> bool:
        """Return whether it is the state of a pull request."""
        return self in (EvidenceState.MERGED, EvidenceState.NOT_MERGED, EvidenceState.CLOSED_UNMERGED)

    @property
    def is_good(self) -> bool:
        """Return whether it shows that something is done."""
        return self in (EvidenceState.MERGED, EvidenceState.CLOSED, EvidenceState.ON_BRANCH)
