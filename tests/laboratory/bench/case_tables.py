"""Measure the groups of cases, and print a table of each and one of the ratios to peers."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

from tests.laboratory.bench.cases import Case
from tests.laboratory.bench.comparison import Comparison, compare
from tests.laboratory.bench.groups import GROUPS, Group
from tests.laboratory.bench.result import Result
from tests.laboratory.bench.side_by_side import Programs, measure_in_turns

VERDICTS = {True: "holds", False: "DOES NOT HOLD", None: ""}
CASES = "{:<32} {:>8} {:>6} {:>8} {:>6} {:>8}   {:>8} {:>8} {:>7} {:>7}   {:>6}   {:>5} {:>5}   {}"
PAIRS = "{:<58} {:>6} {:>6} {:>8} {:>6}   {:>8} {:>6}   {:>6} {:>6}   {}"


def measure_cases(
    programs: Programs, times: int, named: str, distances: Iterable[int]
) -> Iterator[Result | Comparison]:
    """Measure the cases whose names hold a text, and what peers do in their place, and print them."""
    for group in GROUPS:
        cases = [case for case in _chosen(group, named) if programs.runs(case)]
        for distance in sorted({*group.distances} & {*distances}) if cases else ():
            with tempfile.TemporaryDirectory() as directory:
                results = measure_in_turns(cases, Path(directory), programs, distance, min(times, group.times))
            comparisons = list(compare(group.pairs, results))
            _print_results(results, distance)
            _print_comparisons(comparisons, distance)
            yield from results
            yield from comparisons


def _chosen(group: Group, named: str) -> Iterator[Case]:
    beside = {pair.theirs for pair in group.pairs if named in pair.ours}
    return (case for case in group.cases if named in case.name or case.name in beside)


def _print_results(results: Iterable[Result], distance: int) -> None:
    above = ("", "requests", "", "to the", "", "writes", "seconds", "to the", "", "", "cpu", "", "", "")
    below = (
        "in all",
        "limit",
        "reaction",
        "limit",
        "a minute",
        "in all",
        "reaction",
        "least",
        "most",
        "s",
        "MB",
        "limit",
    )
    print("\n" + CASES.format(*above))
    print(CASES.format(f"+{distance} ms a request", *below, ""))
    for each in results:
        most = each.most
        print(
            CASES.format(
                each.case,
                each.requests,
                most.requests if most else "",
                _or_blank(each.until_reaction),
                _or_blank(most.until_reaction if most else None),
                each.writes_a_minute,
                f"{median(each.seconds):.3f}",
                f"{median(each.seconds_until_reaction):.3f}" if each.seconds_until_reaction else "",
                f"{min(each.seconds):.3f}",
                f"{max(each.seconds):.3f}",
                f"{median(each.cpu):.3f}",
                f"{each.megabytes:.0f}",
                f"{most.megabytes:.0f}" if most else "",
                VERDICTS[each.holds if most else None],
            ),
            flush=True,
        )


def _print_comparisons(comparisons: Iterable[Comparison], distance: int) -> None:
    shown = list(comparisons)
    if not shown:
        return
    print("\n" + PAIRS.format("", "wall", "", "to the", "", "", "", "", "", ""))
    title = f"ours / theirs, +{distance} ms a request"
    print(PAIRS.format(title, "in all", "limit", "reaction", "limit", "requests", "limit", "cpu", "memory", ""))
    for each in shown:
        print(
            PAIRS.format(
                f"{each.pair.ours} / {each.pair.theirs}",
                f"{each.wall:.2f}",
                _ratio(each.limit),
                _ratio(each.wall_until_reaction),
                _ratio(each.limit_until_reaction),
                _ratio(each.requests),
                _ratio(each.pair.requests),
                f"{each.cpu:.2f}",
                f"{each.memory:.2f}",
                VERDICTS[each.holds],
            ),
            flush=True,
        )


def _or_blank(number: int | None) -> str:
    return "" if number is None else str(number)


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
