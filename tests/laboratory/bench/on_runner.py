"""What a job takes on a real runner, from archives and from the index, in turns with an earlier version of the tool."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from incident_actions.drill.runner_choice import open_act
from incident_actions.drill.tool_checkout import lay_out_tool
from incident_actions.sandbox import Job
from incident_actions.sandbox.act import Act
from tests.laboratory.bench.cases import severity
from tests.laboratory.bench.release import released
from tests.laboratory.bench.repository import adopted

TOOL = "incident-actions/incident-actions/.github/actions"
ARCHIVES, INDEX, EARLIER = "from archives", "from the index", "earlier version"
COLD = {ARCHIVES: 0.5, INDEX: 0.85}
WARM = {ARCHIVES: 0.8, INDEX: 0.8}
"""The most that `/sev` may take of what it took an earlier version, from the end of checking out to the job's end: where
the runner must set up, and where it has.
"""

PACKAGES, MEGABYTES = 22, 26
"""The most packages, and megabytes on disk, that a run has which needs nothing more than every run."""

LAY_OUT = """
import sys
from pathlib import Path
from incident_actions.drill.tool_checkout import lay_out_tool
lay_out_tool(Path(sys.argv[1]), linked=False)
"""


class NoNetwork(Exception):
    """A set-up failed, which needs the index of packages."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, each time; the median is held to the limit where there is one."""

    name: str
    values: tuple[float, ...]
    limit: float | None = None
    unit: str = "s"

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        return self.limit is None or median(self.values) <= self.limit

    def as_json(self) -> dict[str, Any]:
        """The numbers and their limit."""
        every = [round(each, 3) for each in self.values]
        measured = {"unit": self.unit, "median": round(median(self.values), 3), "all": every}
        return {"case": self.name, **measured, "limit": self.limit, "holds": self.holds}


@dataclass(frozen=True, slots=True)
class Taken:
    """What one job took: the whole of it, and its steps after checking out."""

    whole: float
    after_checkout: float


@dataclass(slots=True)
class Bench:
    """The places that runners use, the Python they have, and the versions of the tool, by name."""

    place: Path
    python: Path
    tools: dict[str, Path]
    runs: int = 0

    def runner(self, repository: Path, *, keeps: bool) -> Act:
        """A runner that has Python and nothing else of ours, with a tool cache of its own, which it keeps or not."""
        self.runs += 1
        place = self.place / f"runner-{self.runs}"
        path = _bare(self.place / "bin", self.python)
        return open_act(place, repository=repository, cache=place / "cache", path=path, keeps=keeps)

    def cold(self, make: Callable[[], Job], times: int) -> dict[str, list[Taken]]:
        """Each version in turns, each time on a runner that has never set up; raises NoNetwork."""
        return self._in_turns(lambda tool: _taken(self.runner(tool, keeps=False), make()), times)

    def warm(self, make: Callable[[], Job], times: int) -> dict[str, list[Taken]]:
        """Each version in turns, each on one runner that has set up; raises NoNetwork."""
        runners = {tool: self.runner(tool, keeps=True) for tool in self.tools.values()}
        for runner in runners.values():
            _taken(runner, make())
        return self._in_turns(lambda tool: _taken(runners[tool], make()), times)

    def _in_turns(self, measure: Callable[[Path], Taken], times: int) -> dict[str, list[Taken]]:
        found: dict[str, list[Taken]] = {name: [] for name in self.tools}
        for _ in range(times):
            for name, tool in self.tools.items():
                found[name].append(measure(tool))
        return found

    def installed(self, name: str, make: Callable[[], Job]) -> tuple[int, float]:
        """How many packages a run has, and their megabytes on disk."""
        runner = self.runner(self.tools[name], keeps=True)
        _taken(runner, make())
        packages = runner.cache / "incident-actions"
        metadata = [*packages.glob("*/*.dist-info")] or _archived(packages)
        return len(metadata), sum(file.lstat().st_size for file in packages.rglob("*") if file.is_file()) / 1e6


def measured(place: Path, times: int, python: Path, against: Path | None) -> Iterator[Figure]:
    """Measure everything; raises NoNetwork, and ClickException where there is no act."""
    tools = {ARCHIVES: lay_out_tool(place / "archives", linked=False), INDEX: place / "index"}
    shutil.copytree(tools[ARCHIVES], tools[INDEX])
    if against:
        tools[EARLIER] = _lay_out_earlier(against, place / "earlier")
    bench = Bench(place, python, tools)
    with adopted(place / "github") as team, released(tools[ARCHIVES], place / "release", python) as release:

        def sev() -> Job:
            return severity(team)

        yield Figure("the archive", (release.size / 1e6,), unit="MB")
        yield Figure("downloading it from this machine", tuple(release.download() for _ in range(times)))
        for name in (ARCHIVES, INDEX):
            packages, megabytes = bench.installed(name, sev)
            yield Figure(f"packages of a run, {name}", (packages,), PACKAGES, "")
            yield Figure(f"the same on disk, {name}", (megabytes,), MEGABYTES, "MB")
        for state, taken, limits in (("cold", bench.cold(sev, times), COLD), ("warm", bench.warm(sev, times), WARM)):
            for name, found in taken.items():
                yield Figure(f"/sev, checkout to exit, {state}, {name}", _after(found))
                yield Figure(f"/sev, the whole job, {state}, {name}", tuple(each.whole for each in found))
            for name in limits if against else ():
                turns = zip(_after(taken[name]), _after(taken[EARLIER]), strict=True)
                ratios = tuple(ours / theirs for ours, theirs in turns)
                yield Figure(f"/sev, {state}, {name}, of the earlier", ratios, limits[name], "x")
        if shutil.which("node"):
            bench.tools = {"small": _small_action(place / "small")}
            small = bench.warm(lambda: _using(severity(team), {}), times)["small"]
            yield Figure("a small Node action, whole job", tuple(each.whole for each in small))


def _lay_out_earlier(checkout: Path, place: Path) -> Path:
    """Let an earlier version lay itself out for a runner."""
    subprocess.run(
        [sys.executable, "-P", "-c", LAY_OUT, place], env={**os.environ, "PYTHONPATH": str(checkout)}, check=True
    )
    return place


def _small_action(place: Path) -> Path:
    """Put the small action in the place of ours."""
    shutil.copytree(Path(__file__).parent / "acknowledge", place / ".github/actions/incident-actions")
    return place


def _archived(packages: Path) -> list[str]:
    """Return the packages in the archives of these folders, by the folders of their metadata."""
    names = (name for file in packages.glob("*/*.zip") for name in zipfile.ZipFile(file).namelist())
    return [name for name in names if name.endswith(".dist-info/")]


def _taken(runner: Act, job: Job) -> Taken:
    began = time.perf_counter()
    exit_code = runner(job)
    whole = time.perf_counter() - began
    if exit_code:
        log = job.log.read_text(encoding="utf-8")
        raise NoNetwork(log) if "setting up failed" in log else RuntimeError(log)
    lines = (job.directory / "act.jsonl").read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    # A step's steps: act copies the action before and after them, which GitHub's runner has done before the job begins.
    ours = [each for each in told if "executionTime" in each and len(each["stepID"]) > 1 and _is_later(each)]
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


def _bare(place: Path, chosen: Path) -> str:
    """A `PATH` with one Python and the system's own programs: no uv, as on GitHub's runners."""
    place.mkdir(exist_ok=True)
    python = place / "python3"
    python.write_text(f'#!/bin/sh\nexec "{chosen}" "$@"\n')
    python.chmod(0o755)
    node = shutil.which("node")
    system = [each for each in os.defpath.split(":") if each and not (Path(each) / "uv").exists()]
    return os.pathsep.join([str(place), *system, *([str(Path(node).parent)] if node else [])])
