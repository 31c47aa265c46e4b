"""What a run does at the same time: requests that don't depend on each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")

MOST_AT_ONCE = 4
"""How many requests one run sends at the same time. GitHub allows a hundred to everything that uses the same token.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
"""


class Concurrency:
    """The threads of one run."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE)
        self._begun: list[Future[Any]] = []

    def start(self, act: Callable[[], T]) -> Future[T]:
        """Start something, and return where its result will be."""
        return self._threads.submit(act)

    def begin(self, act: Callable[[], object]) -> None:
        """Start something whose end the run waits for later, by `finish`."""
        self._begun.append(self.start(act))

    def finish(self) -> None:
        """Wait until everything that was begun has ended; raises what the first failed with."""
        begun, self._begun = self._begun, []
        _raise_first(each.exception() for each in begun)

    def do_all(self, acts: Sequence[Callable[[], object]]) -> None:
        """Do everything at the same time, and wait for all of it; raises what the first one in this order raised."""
        started = [self.start(act) for act in acts[1:]]
        _raise_first([*map(_failure, acts[:1]), *(each.exception() for each in started)])

    def close(self) -> None:
        """Start nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _raise_first(failures: Iterable[BaseException | None]) -> None:
    """Raise the first failure, once all of them are known."""
    failure = next(filter(None, list(failures)), None)
    if failure:
        raise failure


def _failure(act: Callable[[], object]) -> BaseException | None:
    try:
        act()
    except BaseException as failure:  # noqa: BLE001  it is raised once the others have ended
        return failure
    return None
