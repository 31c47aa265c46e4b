"""`python -m tests.laboratory.bench`: requests, time and memory of each kind of event, as a table and as JSON."""

from __future__ import annotations

import json
import os
import platform
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import click

from tests.laboratory.bench.cases import CASES
from tests.laboratory.bench.on_runner import NoNetwork, Timed, measured
from tests.laboratory.bench.ratios import Ratio, ratios
from tests.laboratory.bench.result import Result, result

VERDICTS = {True: "holds", False: "DOES NOT HOLD"}
ON_RUNNER = "{:<32} {:>8} {:>7} {:>7}   {:>5}   {}"
RATIOS = "{:<36} {:>7} {:>7} {:>7}   {:>5}   {}"
COLUMNS = "{:<28} {:>9} {:>5}   {:>8} {:>6}   {:>6}   {:>5} {:>5}   {}"


@click.command()
@click.option("--times", type=click.IntRange(min=1), default=9, show_default=True, help="Runs of each case.")
@click.option("--only", type=click.Choice(["cases", "ratios", "runner"]), help="Measure one of the tables.")
@click.option(
    "--json",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("bench.json"),
    show_default=True,
    help="Where the numbers go.",
)
def bench(times: int, only: str | None, file: Path) -> None:
    """Measure every case and say whether its limits hold; the exit code says nothing of speed."""
    machine = {"python": platform.python_version(), "system": platform.platform(), "processors": os.cpu_count()}
    cases = [each.as_json() for each in _cases(times)] if only in (None, "cases") else []
    growth = [each.as_json() for each in _ratios(times)] if only in (None, "ratios") else []
    on_runner = [each.as_json() for each in _on_runner(times)] if only in (None, "runner") else []
    found = {"machine": machine, "cases": cases, "ratios": growth, "on_runner": on_runner}
    file.write_text(json.dumps(found, indent=2) + "\n")


def _cases(times: int) -> Iterator[Result]:
    """Measure the tool itself, event by event."""
    print(COLUMNS.format("", "requests", "limit", "median s", "limit", "cpu s", "MB", "limit", ""))
    for case in CASES:
        with tempfile.TemporaryDirectory() as directory:
            found = result(case, Path(directory), times)
        print(_row(found), flush=True)
        yield found


def _ratios(times: int) -> Iterator[Ratio]:
    """Measure what must not grow, as ratios in one run."""
    print(f"\n{RATIOS.format('processor time, as a ratio', 'median', 'least', 'most', 'limit', '')}")
    with tempfile.TemporaryDirectory() as directory:
        for each in ratios(Path(directory), times):
            shown = (f"{one:.2f}" for one in (each.value, min(each.ratios), max(each.ratios)))
            print(RATIOS.format(each.name, *shown, f"{each.most:.0f}", VERDICTS[each.holds]), flush=True)
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
