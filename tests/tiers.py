"""Two tiers of tests: `make test` runs what is not marked `rest`, and `make test-rest` runs what is.

A test belongs to the rest when `make test` proves the same on other cases of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def sampled(cases: Iterable[Any], *, one_in: int) -> list[Any]:
    """Return all cases for `parametrize`: the first, and then one in so many, run fast; the others are the rest."""
    return [case if place % one_in == 0 else as_rest(case) for place, case in enumerate(cases)]


def as_rest(case: Any) -> Any:
    """Return a case for `parametrize` that only `make test-rest` runs: a value, or a tuple of values."""
    values = case if isinstance(case, tuple) and type(case) is tuple else (case,)
    return pytest.param(*values, marks=pytest.mark.rest)
