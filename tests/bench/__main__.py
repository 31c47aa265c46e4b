"""`python -m tests.bench`: requests, time and memory of each kind of event, as a table and as JSON."""

from __future__ import annotations

import json
import os
import platform
import tempfile
from pathlib import Path

import click

from tests.bench.cases import CASES
from tests.bench.result import Result, result

COLUMNS = "{:<28} {:>9} {:>5}   {:>8} {:>6}   {:>6}   {:>5} {:>5}   {}"


@click.command()
@click.option("--times", type=click.IntRange(min=1), default=9, show_default=True, help="Runs of each case.")
@click.option(
    "--json",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("bench.json"),
    show_default=True,
    help="Where the numbers go.",
)
def bench(times: int, file: Path) -> None:
    """Measure every case and say whether its limits hold; the exit code says nothing of speed."""
    print(COLUMNS.format("", "requests", "limit", "median s", "limit", "cpu s", "MB", "limit", ""))
    results = []
    for case in CASES:
        with tempfile.TemporaryDirectory() as directory:
            results.append(result(case, Path(directory), times))
        print(_row(results[-1]), flush=True)
    machine = {"python": platform.python_version(), "system": platform.platform(), "processors": os.cpu_count()}
    file.write_text(json.dumps({"machine": machine, "cases": [each.as_json() for each in results]}, indent=2) + "\n")


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
        "holds" if given.holds else "DOES NOT HOLD",
    )


if __name__ == "__main__":
    bench()
