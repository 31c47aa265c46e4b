"""One line of the table: what was tried, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What one kind of torture came to; the numbers only count what was counted."""

    name: str  # what was tortured, in a few words
    cases: int  # how many cases ran
    faults: int = 0  # faults injected and survived (crashes, resets, errors)
    bad: int = 0  # bad inputs tried
    lost: int = 0  # things lost: must be 0
    twice: int = 0  # things that exist twice: must be 0
    failures: tuple[str, ...] = ()  # one reproducible line for each case that failed
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing failed, nothing was lost and nothing exists twice."""
        return not (self.failures or self.lost or self.twice)
