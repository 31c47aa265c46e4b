"""What a process takes that only imports the libraries of a run: the floor below which no run can get with them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.laboratory.bench.process import Spent, own_environment, run_process
from tests.laboratory.bench.program import Tool

LIBRARIES = (
    ("Python", "sys"),
    ("+ ssl, http.client, json", "ssl, http.client, json"),
    ("+ click", "click"),
    ("+ ruamel.yaml", "ruamel.yaml"),
    ("+ Jinja", "jinja2"),
    ("+ PyGithub, requests, urllib3", "github.Requester"),
    ("+ Pydantic", "pydantic"),
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
    imports = [", ".join(modules for _, modules in LIBRARIES[: last + 1]) for last in range(len(LIBRARIES))]
    turns = [[_import(tool, modules) for modules in imports] for _ in range(times + 1)][1:]
    for place, (name, _) in enumerate(LIBRARIES):
        yield Step(name, tuple(turn[place] for turn in turns))


def _import(tool: Tool, modules: str) -> Spent:
    command = [str(tool.python), "-P", "-c", f"import {modules}"]
    return run_process(command, own_environment(), Path(tempfile.gettempdir()))
