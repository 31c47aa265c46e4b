"""What the runs of a case took, held against its limits."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from tests.laboratory.bench.cases import Answer, Most
from tests.laboratory.bench.process import Spent

WRITES_A_MINUTE = 80
"""The most requests that create content, by GitHub's published limits.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """A request, and when the server had answered it, by `time.perf_counter()`."""

    at: float
    method: str
    path: str

    @property
    def writes(self) -> bool:
        """Whether it changed something; this tool asks GraphQL questions only."""
        return self.method != "GET" and not self.path.endswith("/graphql")

    def is_answer(self, kind: Answer) -> bool:
        """Whether it added a reaction, or a comment: the card is the last one that declaring posts."""
        return self.method == "POST" and self.path.endswith("/reactions" if kind == "reaction" else "/comments")


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what its process took, and its requests in the order of their answers."""

    spent: Spent
    requests: tuple[Answered, ...]
    answer: Answer = "reaction"

    @property
    def reaction(self) -> float | None:
        """When the last reaction, or the card, was answered; None if there is none."""
        return max((each.at for each in self.requests if each.is_answer(self.answer)), default=None)

    @property
    def until_reaction(self) -> int | None:
        """How many requests were answered up to the last reaction; None if there is none."""
        return None if self.reaction is None else sum(each.at <= self.reaction for each in self.requests)

    @property
    def seconds_until_reaction(self) -> float | None:
        """The seconds from the start of the process to its last reaction; None if there is none."""
        return None if self.reaction is None else self.reaction - self.spent.began

    @property
    def writes_a_minute(self) -> int:
        """The most requests in one minute that change something."""
        writes = [each.at for each in self.requests if each.writes]
        return max((bisect_left(writes, at + 60) - place for place, at in enumerate(writes)), default=0)


@dataclass(frozen=True, slots=True)
class Result:
    """A case at a distance in milliseconds, and its runs."""

    case: str
    distance: int
    runs: tuple[Run, ...]
    most: Most | None

    @property
    def requests(self) -> int:
        """The most requests of a run."""
        return max(len(run.requests) for run in self.runs)

    @property
    def until_reaction(self) -> int | None:
        """The most requests of a run up to its reaction."""
        return max((run.until_reaction for run in self.runs if run.until_reaction is not None), default=None)

    @property
    def seconds(self) -> tuple[float, ...]:
        """The wall time of each run."""
        return tuple(run.spent.wall for run in self.runs)

    @property
    def seconds_until_reaction(self) -> tuple[float, ...]:
        """The wall time of each run up to its reaction."""
        return tuple(run.seconds_until_reaction for run in self.runs if run.seconds_until_reaction is not None)

    @property
    def cpu(self) -> tuple[float, ...]:
        """The processor time of each run."""
        return tuple(run.spent.cpu for run in self.runs)

    @property
    def megabytes(self) -> float:
        """The highest peak of memory."""
        return max(run.spent.memory for run in self.runs)

    @property
    def writes_a_minute(self) -> int:
        """The most requests of a run in one minute that change something."""
        return max(run.writes_a_minute for run in self.runs)

    @property
    def holds(self) -> bool:
        """Whether every limit is kept."""
        most = self.most
        if most is None:
            return True
        early = most.until_reaction is None or (self.until_reaction or 0) <= most.until_reaction
        allowed = self.writes_a_minute <= WRITES_A_MINUTE
        return self.requests <= most.requests and early and self.megabytes < most.megabytes and allowed

    def as_json(self) -> dict[str, Any]:
        """Return the numbers and their limits."""
        most = self.most
        return {
            "case": self.case,
            "distance_ms": self.distance,
            "requests": {"most": self.requests, "limit": most and most.requests},
            "requests_until_reaction": {"most": self.until_reaction, "limit": most and most.until_reaction},
            "writes_a_minute": {"most": self.writes_a_minute, "limit": most and WRITES_A_MINUTE},
            "seconds": [round(each, 4) for each in self.seconds],
            "seconds_until_reaction": [round(each, 4) for each in self.seconds_until_reaction],
            "cpu_seconds": [round(each, 4) for each in self.cpu],
            "megabytes": {"most": round(self.megabytes, 1), "limit": most and most.megabytes},
            "holds": self.holds,
        }
