"""How much time and memory a team's own template may take, so that none of them can stop a run."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from incident_actions.text.wording import TemplateNotUsable

MAX_SECONDS = 2.0
"""Of processor time, for one template, which takes milliseconds. A template waits for nothing."""

MAX_TIMEOUTS = 3
"""Templates that may run into the limit; after that, no other is tried."""

MAX_EXTRA_BYTES = 256 * 2**20
"""Bytes that a template may add to what the process has already."""

REPEAT_SECONDS = 0.5
"""Seconds until a template that swallowed the first signal gets another one."""


class _TookTooLong(TemplateNotUsable):
    """A template ran into its limit of time."""


class RenderLimits:
    """The limits of one run's templates: of time on POSIX, of memory on Linux, and in the main thread alone."""

    def __init__(self, seconds: float = MAX_SECONDS) -> None:
        self._seconds = seconds
        self._late = 0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Raise TemplateNotUsable in whatever takes too long, and MemoryError in what takes too much."""
        if self._late >= MAX_TIMEOUTS:
            raise TemplateNotUsable("not tried, because others took too long")
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
    """https://man7.org/linux/man-pages/man2/getrlimit.2.html, of which only Linux keeps RLIMIT_AS."""
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        yield
        return
    import resource  # noqa: PLC0415  not every system has it

    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + MAX_EXTRA_BYTES
    if before[0] in (resource.RLIM_INFINITY, -1) or before[0] > most:
        resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
