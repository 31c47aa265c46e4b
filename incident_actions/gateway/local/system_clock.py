"""Sleep: the time on the wall, and waiting for a moment of it, until the runner asks us to go."""

from __future__ import annotations

import signal
import threading
from datetime import UTC, datetime


class SystemClock:
    """Real time. A job that is cancelled gets SIGINT, and SIGTERM seconds later: either ends a wait, and all others.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
    """

    def __init__(self) -> None:
        self._gone = threading.Event()

    def handle_signals(self) -> None:
        """Take the runner's signals from now on."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._gone.set())

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)

    def wait(self, until: datetime) -> bool:
        """Sleep until a moment; False, at once, where we are to go."""
        return not self._gone.wait(max(0.0, (until - self.now()).total_seconds()))
