"""The short version: a few races."""

from collections.abc import Iterator

import pytest

from tests.laboratory.torture.mortal import Runs
from tests.laboratory.torture.races import raced, track
from tests.tiers import as_exhaustive


@pytest.fixture(scope="module")
def lanes() -> Iterator[list[Runs]]:
    with track() as lanes:
        yield lanes


@pytest.mark.parametrize("seed", [0, *map(as_exhaustive, range(1, 3))])
@pytest.mark.rest
def test_runs_at_the_same_time_lose_nothing_and_do_nothing_twice(seed: int, lanes: list[Runs]) -> None:
    _, wrong = raced(seed, lanes)

    assert wrong == []
