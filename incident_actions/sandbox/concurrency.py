"""Concurrency groups: one job of a group runs at a time, the others wait or are cancelled.

https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency
"""

import threading
from collections import deque
from collections.abc import Callable
from enum import Enum, auto
from typing import Generic, TypeVar

LONGEST_QUEUE = 100
"""How many jobs wait in a concurrency group with `queue: max`; GitHub cancels each further one.

https://github.blog/changelog/2026-05-07-github-actions-concurrency-groups-now-allow-larger-queues
"""

Waiting = TypeVar("Waiting")


class Admission(Enum):
    """What happens to a job that enters its group."""

    STARTS = auto()
    WAITS = auto()
    IS_CANCELLED = auto()


class ConcurrencyGroups(Generic[Waiting]):
    """The jobs that wait for another job of their group, for any type of job.

    A group keeps one job waiting, and a newer one replaces it. A job that `queues` waits behind all others instead,
    until `LONGEST_QUEUE` jobs wait. The empty name is no group: its jobs always start.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Waiting]] = {}
        self._lock = threading.Lock()

    def enter(self, job: Waiting, group: str, *, queues: bool) -> tuple[Admission, Waiting | None]:
        """Admit a job to its group; return what happens to it, and the waiting job that it replaces."""
        if not group:
            return Admission.STARTS, None
        with self._lock:
            if group not in self._waiting:
                self._waiting[group] = deque()
                return Admission.STARTS, None
            return self._line_up(job, self._waiting[group], queues=queues)

    @staticmethod
    def _line_up(job: Waiting, waiting: deque[Waiting], *, queues: bool) -> tuple[Admission, Waiting | None]:
        if queues and len(waiting) >= LONGEST_QUEUE:
            return Admission.IS_CANCELLED, None
        replaced = waiting.pop() if waiting and not queues else None
        waiting.append(job)
        return Admission.WAITS, replaced

    def withdraw(self, is_wanted: Callable[[Waiting], bool]) -> Waiting | None:
        """Take a job that waits out of its group and return it; None if no such job waits."""
        with self._lock:
            for waiting in self._waiting.values():
                found = next(filter(is_wanted, waiting), None)
                if found is not None:
                    waiting.remove(found)
                    return found
            return None

    def leave(self, group: str) -> Waiting | None:
        """End the running job of a group; return the job that waited longest, which runs next."""
        if not group:
            return None
        with self._lock:
            waiting = self._waiting[group]
            if waiting:
                return waiting.popleft()
            del self._waiting[group]
            return None
