"""`python -m tests.laboratory.bench`: requests, time and memory of each kind of event, as a table and as JSON."""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, Protocol

import click

from tests.laboratory.bench.cases import CASES
from tests.laboratory.bench.on_runner import NoNetwork, Timed, measured
from tests.laboratory.bench.program import Tool
from tests.laboratory.bench.ratios import Ratio, ratios
from tests.laboratory.bench.result import Result, result
from tests.laboratory.bench.scale import Sized, sizes

TABLES = ["cases", "ratios", "scale", "runner"]
VERDICTS = {True: "holds", False: "DOES NOT HOLD"}
ON_RUNNER = "{:<32} {:>8} {:>7} {:>7}   {:>5}   {}"
RATIOS = "{:<36} {:>7} {:>7} {:>7}   {:>5}   {}"
SCALE = "{:<44} {:<10} {:>8} {:>8}   {}"
COLUMNS = "{:<28} {:>9} {:>5}   {:>8} {:>6}   {:>6}   {:>5} {:>5}   {}"


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
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=Path(sys.executable),
    show_default="this one",
    help="The Python that runs incident-actions, with the packages of requirements.txt.",
)
@click.option(
    "--json",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("bench.json"),
    show_default=True,
    help="Where the numbers go.",
)
def bench(times: int, only: str | None, named: str, python: Path, file: Path) -> None:
    """Measure every case and say whether its limits hold; the exit code says nothing of speed."""
    tool = Tool(python.absolute())
    print(tool.version)
    machine = {"python": tool.version, "system": platform.platform(), "processors": os.cpu_count()}
    tables: dict[str, Callable[[], Iterable[Row]]] = {
        "cases": lambda: _cases(times, named, tool),
        "ratios": lambda: _ratios(times, tool),
        "scale": lambda: _sizes(named, tool),
        "runner": lambda: _on_runner(times),
    }
    found = {
        table: [each.as_json() for each in measure()] for table, measure in tables.items() if only in (None, table)
    }
    file.write_text(json.dumps({"machine": machine, **found}, indent=2) + "\n")


def _cases(times: int, named: str, tool: Tool) -> Iterator[Result]:
    """Measure the tool itself, event by event."""
    print(COLUMNS.format("", "requests", "limit", "median s", "limit", "cpu s", "MB", "limit", ""))
    for case in CASES:
        if named not in case.name:
            continue
        with tempfile.TemporaryDirectory() as directory:
            found = result(case, Path(directory), times, tool)
        print(_row(found), flush=True)
        yield found


def _ratios(times: int, tool: Tool) -> Iterator[Ratio]:
    """Measure what must not grow, as ratios in one run."""
    print(f"\n{RATIOS.format('processor time, as a ratio', 'median', 'least', 'most', 'limit', '')}")
    with tempfile.TemporaryDirectory() as directory:
        for each in ratios(Path(directory), times, tool):
            shown = (f"{one:.2f}" for one in (each.value, min(each.ratios), max(each.ratios)))
            print(RATIOS.format(each.name, *shown, f"{each.most:.0f}", VERDICTS[each.holds]), flush=True)
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


def _on_runner(times: int) -> Iterator[Timed]:
    """Measure jobs on a real runner, where there is one and it can set up."""
    print(f"\n{ON_RUNNER.format('on a runner (act)', 'median s', 'least', 'most', 'limit', '')}")
    with tempfile.TemporaryDirectory() as directory:
        try:
            for each in measured(Path(directory), times):
                spent, limit = each.seconds, f"{each.limit:.2f}" if each.limit else ""
                verdict = "" if each.limit is None else VERDICTS[each.holds]
                shown = (f"{one:.3f}" for one in (median(spent), min(spent), max(spent)))
                print(ON_RUNNER.format(each.name, *shown, limit, verdict), flush=True)
                yield each
        except NoNetwork:
            print("not measured further: no network, or no index of packages, to set up from")
        except click.ClickException as missing:
            print(f"not measured: {missing}")


def _row(given: Result) -> str:
    case = given.case
    return COLUMNS.format(
        case.name,
        max(given.requests),
        case.requests,
        f"{given.seconds:.3f}",
        f"{case.seconds:.2f}" if case.seconds else "",
        f"{given.cpu:.3f}",
        f"{given.megabytes:.0f}",
        f"{case.megabytes:.0f}",
        VERDICTS[given.holds],
    )


if __name__ == "__main__":
    bench()
