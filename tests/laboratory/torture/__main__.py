"""`python -m tests.laboratory.torture`: every kind of torture for its share of the time, and a table of what came of it."""

from __future__ import annotations

import platform
import secrets
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import monotonic

import click

from tests.laboratory.torture.modules import LONG, MODULES, tortured
from tests.laboratory.torture.row import Row
from tests.laboratory.torture.table import table


@click.command()
@click.option("--seed", type=click.IntRange(min=0), help="What chance starts from; a new one where it is left out.")
@click.option("--minutes", type=click.FloatRange(min=0), default=5.0, show_default=True, help="How long in all.")
@click.option("--only", type=click.Choice(MODULES), multiple=True, help="Only these kinds.")
@click.option("--processes", type=click.IntRange(min=1), default=4, show_default=True, help="How many at a time.")
def torture(seed: int | None, minutes: float, only: tuple[str, ...], processes: int) -> None:
    """Torture, print the table, and exit with 1 where anything failed, was lost or exists twice."""
    seed = secrets.randbelow(2**32) if seed is None else seed
    wanted = only or MODULES
    started = monotonic()
    with ProcessPoolExecutor(processes, get_context("spawn"), max_tasks_per_child=1) as pool:
        rows = list(pool.map(tortured, wanted, [seed] * len(wanted), shares(wanted, minutes * 60, processes)))
    print(table(rows))
    print(f"\nSeed {seed}, {(monotonic() - started) / 60:.0f} minutes, Python {platform.python_version()}.")
    print("\n".join(_failures(wanted, rows, seed)), end="")
    sys.exit(not all(row.holds for row in rows))


def shares(wanted: Sequence[str], seconds: float, processes: int) -> list[float]:
    """How long each kind may take: the long ones all the time, where that leaves a process for the others."""
    long = set(LONG) & set(wanted) if processes > len(LONG) else set()
    rounds = -(-(len(wanted) - len(long)) // (processes - len(long)))
    return [seconds if name in long else seconds / max(rounds, 1) for name in wanted]


def _failures(names: Iterable[str], rows: Iterable[Row], seed: int) -> Iterable[str]:
    for name, row in zip(names, rows, strict=True):
        for failure in row.failures:
            yield f"\n## {row.name}: python -m tests.laboratory.torture --only {name} --seed {seed}\n\n{failure}\n"


if __name__ == "__main__":
    torture()
