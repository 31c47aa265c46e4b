"""The system's time, and waiting until a moment or until the runner cancels the job."""

from __future__ import annotations

import signal
import threading
from datetime import UTC, datetime


class SystemClock:
    """Real time.

    A cancelled job gets SIGINT, and SIGTERM seconds later. Either ends the current wait and all later ones.
    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
    """

    def __init__(self) -> None:
        self._gone = threading.Event()

    def handle_signals(self) -> None:
        """End waits at the runner's signals from now on."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._gone.set())

    def now(self) -> datetime:
        """Return the current time in UTC."""
        return datetime.now(UTC)

    def wait(self, until: datetime) -> bool:
        """Sleep until a moment; return False at once if the job is cancelled."""
        return not self._gone.wait(max(0.0, (until - self.now()).total_seconds()))
