"""Limits of time and memory for a team's own templates, so that none of them can stop a run."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from incident_actions.text.wording import TemplateNotUsable

MAX_SECONDS = 2.0
"""Processor time for one template. Rendering takes milliseconds, and a template never waits."""

MAX_TIMEOUTS = 3
"""How many templates may exceed the time limit before no more are tried."""

MAX_EXTRA_BYTES = 256 * 2**20
"""Memory that a template may use in addition to the process's own."""

REPEAT_SECONDS = 0.5
"""Seconds until a template that swallowed the first signal gets another one."""


class _TookTooLong(TemplateNotUsable):
    """A template exceeded its time limit."""


class RenderLimits:
    """The limits of one run's templates: time on POSIX, memory on Linux, and both in the main thread only."""

    def __init__(self, seconds: float = MAX_SECONDS) -> None:
        self._seconds = seconds
        self._late = 0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Raise TemplateNotUsable in a block that takes too long, and MemoryError in one that uses too much memory."""
        if self._late >= MAX_TIMEOUTS:
            raise TemplateNotUsable("skipped, because other templates took too long")
        try:
            with self._limit_of_time(), _limit_of_memory():
                yield
        except _TookTooLong:
            self._late += 1
            raise

    @contextmanager
    def _limit_of_time(self) -> Iterator[None]:
        if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGPROF, self._give_up)
        signal.setitimer(signal.ITIMER_PROF, self._seconds, REPEAT_SECONDS)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before or signal.SIG_DFL)

    def _give_up(self, *_: object) -> None:
        raise _TookTooLong(f"it took longer than {self._seconds:g} seconds")


@contextmanager
def _limit_of_memory() -> Iterator[None]:
    """Limit the address space on Linux, the only system that enforces RLIMIT_AS.

    https://man7.org/linux/man-pages/man2/getrlimit.2.html
    """
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        yield
        return
    import resource  # noqa: PLC0415  only Unix has it

    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + MAX_EXTRA_BYTES
    if before[0] in (resource.RLIM_INFINITY, -1) or before[0] > most:
        resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
