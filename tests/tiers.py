"""Three tiers of tests: `make test` runs those without a marker, `make test-rest` and `make test-exhaustive` the marked.

A test belongs to the rest when `make test` proves the same on other cases of its kind. It is exhaustive when it is one of
many cases, or combinations of cases, whose kind is in an earlier tier already; `make test-exhaustive` runs those every week.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

EXHAUSTIVE = (pytest.mark.rest, pytest.mark.exhaustive)
"""The markers of a case that only `make test-exhaustive` runs."""
LONG = 3
"""The most cases of a slow test that each change is tried with."""


def sampled(cases: Iterable[Any], *, one_in: int, thin: int = 1) -> list[Any]:
    """Return all cases for `parametrize`: the first, and then one in so many, run fast; the others are the rest.

    Where a case takes long, the rest has one in `thin` of them, and the others are exhaustive.
    """
    return [
        case if place % one_in == 0 else as_rest(case) if place % thin == 0 else as_exhaustive(case)
        for place, case in enumerate(cases)
    ]


def as_rest(case: Any) -> Any:
    """Return a case for `parametrize` that only `make test-rest` runs: a value, or a tuple of values."""
    return pytest.param(*_values(case), marks=pytest.mark.rest)


def as_exhaustive(case: Any) -> Any:
    """Return a case for `parametrize` that only `make test-exhaustive` runs: a value, or a tuple of values."""
    return pytest.param(*_values(case), marks=EXHAUSTIVE)


def _values(case: Any) -> tuple[Any, ...]:
    return case if type(case) is tuple else (case,)


def leave_all_but_first_cases(items: Iterable[pytest.Item], folder: Path) -> None:
    """Mark as rest every case of a test but its first, for the tests below a folder."""
    seen: set[str] = set()
    for item in _below(folder, items):
        test = item.nodeid.partition("[")[0]
        if test in seen:
            item.add_marker(pytest.mark.rest)
        seen.add(test)


def thin_long_tables(items: Iterable[pytest.Item], folder: Path) -> None:
    """Mark as exhaustive all but one in four cases of each test that has many, for the tests below a folder."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in _below(folder, items):
        cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for table in cases.values():
        for place, item in enumerate(table if len(table) > LONG else ()):
            if place % 4:
                item.add_marker(pytest.mark.rest)
                item.add_marker(pytest.mark.exhaustive)


def _below(folder: Path, items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Return the tests below a folder; each path is looked at once, as there are many more tests than files."""
    found = list(items)
    files = {path for path in {item.path for item in found} if path.is_relative_to(folder)}
    return [item for item in found if item.path in files]


def start_slow_files_first(items: list[pytest.Item], slow: Iterable[Path]) -> None:
    """Sort tests by file: those of the slow folders first, in the folders' order, and then the files with the most tests.

    Processes that share the tests out by file would otherwise end with one long file each, and wait for the longest.
    """
    folders, tests = tuple(slow), Counter(item.path for item in items)
    places = {path: [path.is_relative_to(each) for each in (*folders, path)].index(True) for path in tests}
    items.sort(key=lambda item: (places[item.path], -tests[item.path], item.path))
