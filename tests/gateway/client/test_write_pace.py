"""A few writes go out at once; many keep a second between two, of which the time that has passed counts."""

import random
from types import SimpleNamespace

import pytest

from incident_actions.gateway.client import write_pace
from incident_actions.gateway.client.write_pace import MAX_BURST, WritePace

GITHUBS_LIMIT = 80
"""How many requests that create content GitHub allows in a minute.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
"""


class Clock:
    """A clock that a test moves, and that nobody waits for."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.waited: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(write_pace, "time", SimpleNamespace(monotonic=lambda: clock.now, sleep=clock.sleep))
    return clock


def test_a_run_with_many_writes_keeps_the_pace_that_github_asks_for(clock: Clock) -> None:
    pace = WritePace()

    for _ in range(MAX_BURST + 3):
        pace.wait()

    assert (clock.waited, pace.count) == ([1, 1, 1], MAX_BURST + 3)


def test_a_write_waits_only_for_the_rest_of_the_second(clock: Clock) -> None:
    pace = WritePace()
    for _ in range(MAX_BURST):
        pace.wait()

    for passed in (0.25, 0.75, 1.5):
        clock.now += passed
        pace.wait()

    assert clock.waited == [0.75, 0.25]


def test_writes_that_are_a_minute_old_do_not_slow_down_a_later_round(clock: Clock) -> None:
    pace = WritePace()
    for _ in range(MAX_BURST):
        pace.wait()
    clock.now += 60

    for _ in range(MAX_BURST):
        pace.wait()

    assert clock.waited == []


@pytest.mark.parametrize("seed", range(20))
def test_no_minute_has_more_writes_than_github_allows(seed: int, clock: Clock) -> None:
    chance = random.Random(seed)  # noqa: S311  times that can be repeated, not a secret
    pace, times = WritePace(), []

    for _ in range(400):
        clock.now += chance.choice((0, 0, 0.15, 0.4, 3, 70 * (chance.random() < 0.1)))
        pace.wait()
        times.append(clock.now)

    assert max(sum(start <= each < start + 60 for each in times) for start in times) <= GITHUBS_LIMIT
