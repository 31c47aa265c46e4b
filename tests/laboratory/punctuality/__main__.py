"""`python -m tests.laboratory.punctuality`: simulate incidents by the thousand, and say how late their timers were."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from statistics import quantiles

import click

from tests.laboratory.punctuality.chance import SCENARIOS, Scenario
from tests.laboratory.punctuality.judging import Judged, judged

TOGETHER = 10
"""How many incidents there are in one repository."""

COLUMNS = "| {} | {} | {} | {} | {} | {} | {} | {} |"


@click.command()
@click.option("--incidents", type=click.IntRange(min=1), default=1_000, show_default=True, help="In each scenario.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--processes", type=click.IntRange(min=1), default=4, show_default=True)
def punctuality(incidents: int, seed: int, processes: int) -> None:
    """Print a row for each scenario; exit code 1 where a timer was said twice, never, untruly, or too late."""
    print(f"{incidents} incidents in each scenario, seed {seed}")
    print(COLUMNS.format("", "incidents", "said", "p50", "p95", "max", "clock jobs", "wrong"))
    print(COLUMNS.format("---", *["---:"] * 7))
    wrong = []
    with ProcessPoolExecutor(processes) as pool:
        for scenario in SCENARIOS:
            found = Judged()
            for one in pool.map(_one, *zip(*_worlds(scenario, incidents, seed), strict=True)):
                found.and_then(one)
            wrong += found.wrong
            print(_row(scenario, found), flush=True)
    print(*wrong[:40], sep="\n")
    sys.exit(bool(wrong))


def _worlds(scenario: Scenario, incidents: int, seed: int) -> Iterator[tuple[Scenario, int, int]]:
    for place in range(0, incidents, TOGETHER):
        yield scenario, seed * 100_000 + place, min(TOGETHER, incidents - place)


def _one(scenario: Scenario, seed: int, incidents: int) -> Judged:
    logging.disable()
    return judged(scenario, seed, incidents)


def _row(scenario: Scenario, found: Judged) -> str:
    shares = quantiles(found.late, n=20, method="inclusive") if len(found.late) > 1 else [0.0] * 19
    said = len(found.late) + len(found.daily)
    times = (_length(each) for each in (shares[9], shares[18], max(found.late, default=0)))
    return COLUMNS.format(
        scenario.name, f"{found.incidents:,}", f"{said:,}", *times, f"{found.clocks:,}", len(found.wrong)
    )


def _length(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"


if __name__ == "__main__":
    punctuality()
