"""What a process takes that only imports the libraries of a run: the floor below which no run can get with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.laboratory.bench.process import Spent, own_environment, run_process
from tests.laboratory.bench.program import ROOT, Tool

LIBRARIES = (
    ("Python", "import sys"),
    ("+ ssl, http.client, json", "import ssl, http.client, json"),
    ("+ ruamel.yaml", "import ruamel.yaml"),
    ("+ Jinja", "import jinja2"),
    ("+ the core of Pydantic", "from incident_actions.model.process.validation_core import load_core as load; load()"),
)
"""Each with those before it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A library beside those before it, and the runs of a process that imports them all."""

    name: str
    runs: tuple[Spent, ...]

    @property
    def seconds(self) -> float:
        """The median of wall time."""
        return median(run.wall for run in self.runs)

    @property
    def megabytes(self) -> float:
        """The highest peak of memory."""
        return max(run.memory for run in self.runs)

    def as_json(self) -> dict[str, Any]:
        """Return the numbers."""
        every = [round(run.wall, 4) for run in self.runs]
        return {"imports": self.name, "seconds": every, "megabytes": round(self.megabytes, 1)}


def steps(tool: Tool, times: int) -> Iterator[Step]:
    """Measure each step so many times, in turns, after one run that doesn't count."""
    scripts = ["\n".join(line for _, line in LIBRARIES[: last + 1]) for last in range(len(LIBRARIES))]
    turns = [[_run(tool, script) for script in scripts] for _ in range(times + 1)][1:]
    for place, (name, _) in enumerate(LIBRARIES):
        yield Step(name, tuple(turn[place] for turn in turns))


def _run(tool: Tool, script: str) -> Spent:
    environment = {**own_environment(), "PYTHONPATH": str(ROOT)}
    return run_process([str(tool.python), "-P", "-c", script], environment, ROOT)
