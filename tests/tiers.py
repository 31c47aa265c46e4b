"""Two tiers of tests: `make test` runs what is not marked `rest`, and `make test-rest` runs what is.

A test belongs to the rest when `make test` proves the same on other cases of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest


def sampled(cases: Iterable[Any], *, one_in: int) -> list[Any]:
    """Return all cases for `parametrize`: the first, and then one in so many, run fast; the others are the rest."""
    return [case if place % one_in == 0 else as_rest(case) for place, case in enumerate(cases)]


def as_rest(case: Any) -> Any:
    """Return a case for `parametrize` that only `make test-rest` runs: a value, or a tuple of values."""
    values = case if isinstance(case, tuple) and type(case) is tuple else (case,)
    return pytest.param(*values, marks=pytest.mark.rest)


def leave_all_but_first_cases(items: Iterable[pytest.Item], folder: Path) -> None:
    """Mark as rest every case of a test but its first, for the tests below a folder."""
    seen: set[str] = set()
    for item in items:
        if item.path.is_relative_to(folder):
            test = item.nodeid.partition("[")[0]
            if test in seen:
                item.add_marker(pytest.mark.rest)
            seen.add(test)
