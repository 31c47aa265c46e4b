"""What a job takes on a real runner: set-up, `/sev` as a whole, and what stands for the usual small action."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

from incident_actions.drill.runner_choice import open_act
from incident_actions.drill.tool_checkout import lay_out_tool
from incident_actions.sandbox import Job
from incident_actions.sandbox.act import Act
from tests.laboratory.bench.cases import severity
from tests.laboratory.bench.repository import adopted

TOOL = "incident-actions/incident-actions/.github/actions"
COLD, WARM = 4.0, 1.5
"""Seconds from the end of checking out to the job's end, where the runner must set up and where it has."""


class NoNetwork(Exception):
    """A set-up failed, which needs the index of packages."""


@dataclass(frozen=True, slots=True)
class Timed:
    """What was measured, each time in seconds; the median is held to the limit where there is one."""

    name: str
    seconds: tuple[float, ...]
    limit: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        return self.limit is None or median(self.seconds) <= self.limit

    def as_json(self) -> dict[str, Any]:
        """The numbers and their limit."""
        every = [round(each, 3) for each in self.seconds]
        return {
            "case": self.name,
            "seconds": {"median": round(median(self.seconds), 3), "all": every, "limit": self.limit},
            "holds": self.holds,
        }


@dataclass(frozen=True, slots=True)
class Taken:
    """What one job took: the whole of it, and its steps after checking out."""

    whole: float
    after_checkout: float


@dataclass(slots=True)
class Bench:
    """The places that runners use, and how often each case is run."""

    place: Path
    times: int
    runs: int = 0
    tool: Path = field(init=False)

    def __post_init__(self) -> None:
        self.tool = lay_out_tool(self.place / "tool", linked=False)

    def runner(self, repository: Path, cache: Path | None = None) -> Act:
        """A runner that has Python and nothing else of ours; with a tool cache of its own where none is given."""
        self.runs += 1
        place = self.place / f"runner-{self.runs}"
        return open_act(place, repository=repository, cache=cache or place / "cache", path=_bare(self.place / "bin"))

    def cold(self, make: Callable[[], Job]) -> list[Taken]:
        """Each on a runner that has never set up; raises NoNetwork."""
        return [_taken(self.runner(self.tool), make()) for _ in range(min(self.times, 3))]

    def warm(self, make: Callable[[], Job]) -> list[Taken]:
        """Each on one runner that has set up; raises NoNetwork."""
        runner = self.runner(self.tool)
        _taken(runner, make())
        return [_taken(runner, make()) for _ in range(self.times)]

    def node(self, make: Callable[[], Job]) -> list[Taken]:
        """The small action in the place of ours."""
        repository = self.place / "small"
        shutil.copytree(Path(__file__).parent / "acknowledge", repository / ".github/actions/incident-actions")
        runner = self.runner(repository)
        return [_taken(runner, make()) for _ in range(self.times)]


def measured(place: Path, times: int) -> Iterator[Timed]:
    """Measure everything; raises NoNetwork, and ClickException where there is no act."""
    with adopted(place / "github") as team:
        bench = Bench(place, times)

        def sev() -> Job:
            return severity(team)

        def only_set_up() -> Job:
            return _using(severity(team), {"command": "--version"})

        def small() -> Job:
            return _using(severity(team), {})

        yield Timed("set-up alone, cold", _after(bench.cold(only_set_up)))
        yield Timed("set-up alone, warm", _after(bench.warm(only_set_up)))
        cold, warm = bench.cold(sev), bench.warm(sev)
        yield Timed("/sev, checkout to exit, cold", _after(cold), COLD)
        yield Timed("/sev, checkout to exit, warm", _after(warm), WARM)
        yield Timed("/sev, the whole job, cold", tuple(each.whole for each in cold))
        yield Timed("/sev, the whole job, warm", tuple(each.whole for each in warm))
        if shutil.which("node"):
            yield Timed("a small Node action, whole job", tuple(each.whole for each in bench.node(small)))


def _taken(runner: Act, job: Job) -> Taken:
    began = time.perf_counter()
    exit_code = runner(job)
    whole = time.perf_counter() - began
    if exit_code:
        log = job.log.read_text(encoding="utf-8")
        raise NoNetwork(log) if "setting up failed" in log else RuntimeError(log)
    lines = (job.directory / "act.jsonl").read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    ours = [each for each in told if "executionTime" in each and len(each["stepID"]) == 1 and _is_later(each)]
    return Taken(whole, sum(each["executionTime"] for each in ours) / 1e9)


def _is_later(told: dict[str, Any]) -> bool:
    return told["stage"] == "Post" or not told["step"].startswith("actions/checkout@")


def _after(taken: list[Taken]) -> tuple[float, ...]:
    return tuple(each.after_checkout for each in taken)


def _using(job: Job, given: dict[str, str]) -> Job:
    """A job of the same event, in a workflow that checks out and uses the action with other inputs."""
    original = job.workspace / job.file
    checkout = next(
        line for line in original.read_text(encoding="utf-8").splitlines() if "uses: actions/checkout@" in line
    )
    steps = [
        {"uses": checkout.partition("uses: ")[2].partition(" ")[0], "with": {"sparse-checkout": ".github"}},
        {"uses": f"{TOOL}/incident-actions@running", "with": given},
    ]
    workflow = {"on": job.event, "jobs": {"measured": {"runs-on": "ubuntu-slim", "steps": steps}}}
    file = ".github/workflows/measured.yml"
    (job.workspace / file).write_text(json.dumps(workflow), encoding="utf-8")
    return replace(job, file=file, started_as="measured")


def _bare(place: Path) -> str:
    """A `PATH` with this Python and the system's own programs: no uv, as on GitHub's runners."""
    place.mkdir(exist_ok=True)
    python = place / "python3"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    node = shutil.which("node")
    system = [each for each in os.defpath.split(":") if each and not (Path(each) / "uv").exists()]
    return os.pathsep.join([str(place), *system, *([str(Path(node).parent)] if node else [])])
