"""What a run does at the same time, and what comes of failures in it."""

from collections.abc import Iterator
from threading import Barrier

import pytest

from incident_actions.gateway.client.concurrency import MOST_AT_ONCE, Concurrency


@pytest.fixture
def concurrency() -> Iterator[Concurrency]:
    threads = Concurrency()
    yield threads
    threads.close()


def test_everything_is_done_at_the_same_time(concurrency: Concurrency) -> None:
    met = Barrier(MOST_AT_ONCE, timeout=10)  # lets nobody through before all are there

    concurrency.do_all([met.wait] * MOST_AT_ONCE)

    assert not met.broken


def test_a_failure_keeps_nothing_else_from_being_done_and_the_first_in_order_is_raised(
    concurrency: Concurrency,
) -> None:
    done: list[int] = []

    def fail(place: int) -> None:
        done.append(place)
        raise ValueError(place)

    with pytest.raises(ValueError, match=r"^1$"):
        concurrency.do_all([lambda: done.append(0), lambda: fail(1), lambda: fail(2), lambda: done.append(3)])
    assert sorted(done) == [0, 1, 2, 3]


def test_what_was_begun_is_waited_for_once(concurrency: Concurrency) -> None:
    done: list[str] = []

    def fail() -> None:
        raise KeyError("label")

    concurrency.begin(lambda: done.append("label"))
    concurrency.finish()
    concurrency.begin(fail)

    assert done == ["label"]
    with pytest.raises(KeyError, match="label"):
        concurrency.finish()
    concurrency.finish()
