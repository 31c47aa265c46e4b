"""`python -m tests.laboratory.bench`: requests, time and memory of each kind of event, as a table and as JSON."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any, Protocol

import click

from tests.laboratory.bench.action import node_version, version
from tests.laboratory.bench.case_tables import VERDICTS, measure_cases
from tests.laboratory.bench.floor import Step, steps
from tests.laboratory.bench.groups import FAR, NEAR
from tests.laboratory.bench.on_runner import Figure, NoNetwork, measured
from tests.laboratory.bench.page import write_figures
from tests.laboratory.bench.peers import BRANCH_DEPLOY, DISPATCH, STALE
from tests.laboratory.bench.program import Tool
from tests.laboratory.bench.ratios import Ratio, ratios
from tests.laboratory.bench.scale import Sized, sizes
from tests.laboratory.bench.side_by_side import Programs

TABLES = ["cases", "floor", "ratios", "scale", "runner"]
ON_RUNNER = "{:<52} {:>7} {:>7} {:>7} {:<2}   {:>5}   {}"
FLOOR = "{:<36} {:>8} {:>5}"
RATIOS = "{:<36} {:>7} {:>7} {:>7}   {:>5}   {}"
SCALE = "{:<44} {:<10} {:>8} {:>8}   {}"
PROGRAM = click.Path(exists=True, dir_okay=False, path_type=Path)
CHECKOUT = click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path)


class Row(Protocol):
    """A row of a table."""

    def as_json(self) -> dict[str, Any]:
        """Return the numbers and their limits."""


@click.command()
@click.option("--times", type=click.IntRange(min=1), default=9, show_default=True, help="Runs of each case.")
@click.option("--only", type=click.Choice(TABLES), help="Measure one of the tables.")
@click.option("--case", "named", default="", help="Measure only the cases whose name holds this text.")
@click.option(
    "--python",
    type=PROGRAM,
    default=Path(sys.executable),
    show_default="this one",
    help="The Python that runs incident-actions, with the packages of requirements.txt.",
)
@click.option(f"--{DISPATCH}", "dispatch", type=CHECKOUT, help="A checkout of peter-evans/slash-command-dispatch.")
@click.option(f"--{BRANCH_DEPLOY}", "branch_deploy", type=CHECKOUT, help="A checkout of github/branch-deploy.")
@click.option(f"--{STALE}", "stale", type=CHECKOUT, help="A checkout of actions/stale, built.")
@click.option("--against", type=CHECKOUT, help="A checkout of an earlier version, to run jobs of in turns.")
@click.option("--node", type=PROGRAM, help="The Node that runs the peers.  [default: the one on the path]")
@click.option(
    "--distance",
    "distances",
    type=int,
    multiple=True,
    default=(NEAR, FAR),
    show_default=True,
    help="Milliseconds that each request takes longer.",
)
@click.option(
    "--json",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("bench.json"),
    show_default=True,
    help="Where the numbers go.",
)
@click.option("--page", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Write the figures into it.")
def bench(
    *,
    times: int,
    only: str | None,
    named: str,
    python: Path,
    dispatch: Path | None,
    branch_deploy: Path | None,
    stale: Path | None,
    node: Path | None,
    against: Path | None,
    distances: tuple[int, ...],
    file: Path,
    page: Path | None,
) -> None:
    """Measure every case and say whether its limits hold; the exit code says nothing of speed."""
    if page and named:
        raise click.UsageError("--page writes whole tables, so it doesn't go with --case")
    given = {DISPATCH: dispatch, BRANCH_DEPLOY: branch_deploy, STALE: stale}
    checkouts = {name: path for name, path in given.items() if path}
    programs = Programs(Tool(python.absolute()), checkouts, (node or _node(checkouts)).absolute())
    machine = _machine(programs)
    print("\n".join(f"{name}: {value}" for name, value in machine.items()))
    tables: dict[str, Callable[[], Iterable[Row]]] = {
        "cases": lambda: measure_cases(programs, times, named, distances),
        "floor": lambda: _floor(times, programs.tool),
        "ratios": lambda: _ratios(times, programs.tool),
        "scale": lambda: _sizes(named, programs.tool),
        "runner": lambda: _on_runner(times, programs.tool.python, against),
    }
    found: dict[str, Any] = {
        table: [each.as_json() for each in measure()] for table, measure in tables.items() if only in (None, table)
    }
    found = {"machine": machine, **found}
    file.write_text(json.dumps(found, indent=2) + "\n")
    if page:
        write_figures(page, found)


def _machine(programs: Programs) -> dict[str, Any]:
    """Return what the figures depend on."""
    machine = {
        "python": programs.tool.version,
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
    }
    peers = {name: version(path) for name, path in programs.checkouts.items()}
    return machine | ({"node": node_version(programs.node), **peers} if peers else {})


def _node(checkouts: Mapping[str, Path]) -> Path:
    """Return the Node on the path; raises ClickException if there is none and a peer needs it."""
    found = shutil.which("node")
    if checkouts and not found:
        raise click.ClickException("node isn't installed, and the peers need it")
    return Path(found or "node")


def _floor(times: int, tool: Tool) -> Iterator[Step]:
    """Measure what a process takes that imports the libraries."""
    print("\n" + FLOOR.format("a process that imports", "seconds", "MB"))
    for each in steps(tool, times):
        print(FLOOR.format(each.name, f"{each.seconds:.3f}", f"{each.megabytes:.0f}"), flush=True)
        yield each


def _ratios(times: int, tool: Tool) -> Iterator[Ratio]:
    """Measure what must not grow, as ratios in one run."""
    print(f"\n{RATIOS.format('processor time, as a ratio', 'median', 'least', 'most', 'limit', '')}")
    with tempfile.TemporaryDirectory() as directory:
        for each in ratios(Path(directory), times, tool):
            shown = (f"{one:.2f}" for one in (each.value, min(each.ratios), max(each.ratios)))
            print(RATIOS.format(each.name, *shown, f"{each.most:g}", VERDICTS[each.holds]), flush=True)
            yield each


def _sizes(named: str, tool: Tool) -> Iterator[Sized]:
    """Measure what is large."""
    print(f"\n{SCALE.format('what is large', 'counted', 'value', 'limit', '')}")
    with tempfile.TemporaryDirectory() as directory:
        for each in sizes(Path(directory), tool, named):
            for figure in each.figures:
                shown = (f"{one:.2f}".removesuffix(".00") for one in (figure.value, figure.limit))
                print(SCALE.format(each.name, figure.counted, *shown, VERDICTS[figure.holds]), flush=True)
            yield each


def _on_runner(times: int, python: Path, against: Path | None) -> Iterator[Figure]:
    """Measure jobs on a real runner, where there is one and it can set up."""
    print(f"\n{ON_RUNNER.format('on a runner (act)', 'median', 'least', 'most', '', 'limit', '')}")
    with tempfile.TemporaryDirectory() as directory:
        try:
            for each in measured(Path(directory), times, python, against):
                limit, verdict = ("", "") if each.limit is None else (f"{each.limit:.2f}", VERDICTS[each.holds])
                shown = (f"{one:.2f}" for one in (median(each.values), min(each.values), max(each.values)))
                print(ON_RUNNER.format(each.name, *shown, each.unit, limit, verdict), flush=True)
                yield each
        except (NoNetwork, subprocess.CalledProcessError):
            print("not measured further: no network, or no index of packages, to set up from")
        except click.ClickException as missing:
            print(f"not measured: {missing}")


if __name__ == "__main__":
    bench()
