"""What a case took, held against its limits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.laboratory.bench.cases import Case
from tests.laboratory.bench.process import Spent
from tests.laboratory.bench.program import Tool
from tests.laboratory.bench.repository import adopted


@dataclass(frozen=True, slots=True)
class Result:
    """One case: the requests of each run, and what each took."""

    case: Case
    requests: tuple[int, ...]
    runs: tuple[Spent, ...]

    @property
    def seconds(self) -> float:
        """The median of wall time."""
        return median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        """The median of processor time, in seconds."""
        return median(run.cpu for run in self.runs)

    @property
    def megabytes(self) -> float:
        """The highest peak of memory."""
        return max(run.memory for run in self.runs)

    @property
    def holds(self) -> bool:
        """Whether every limit is kept."""
        case = self.case
        quick = case.seconds is None or self.seconds <= case.seconds
        return max(self.requests) <= case.requests and quick and self.megabytes < case.megabytes

    def as_json(self) -> dict[str, Any]:
        """The numbers and their limits."""
        case = self.case
        return {
            "case": case.name,
            "requests": {"most": max(self.requests), "limit": case.requests},
            "seconds": {
                "median": round(self.seconds, 4),
                "least": round(min(run.wall for run in self.runs), 4),
                "all": [round(run.wall, 4) for run in self.runs],
                "limit": case.seconds,
            },
            "cpu_seconds": {"median": round(self.cpu, 4)},
            "megabytes": {"most": round(self.megabytes, 1), "limit": case.megabytes},
            "holds": self.holds,
        }


def result(case: Case, directory: Path, times: int, tool: Tool) -> Result:
    """Run a case so many times, on a sandbox of its own, after one run that fills the caches and does not count."""
    requests: list[int] = []
    runs: list[Spent] = []
    with adopted(directory, tool) as team:
        case.before(team)
        team.run(case.job(team))
        for _ in range(times):
            job = case.job(team)
            before = len(team.sandbox.requests)
            runs.append(team.run(job))
            requests.append(len(team.sandbox.requests) - before)
    return Result(case, tuple(requests), tuple(runs))
