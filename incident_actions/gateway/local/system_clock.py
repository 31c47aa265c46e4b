"""The system's time, and waiting until a moment or until the runner cancels the job."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from queue import Empty, SimpleQueue


class SystemClock:
    """Real time.

    A cancelled job gets SIGINT, and SIGTERM seconds later. Either ends the current wait and all later ones.
    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
    """

    def __init__(self) -> None:
        # A signal may come at any step of a wait. A `threading.Event` that is set then waits for itself for ever.
        self._signals = SimpleQueue[int]()
        self._is_cancelled = False

    def handle_signals(self) -> None:
        """End waits at the runner's signals from now on."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda signal, _: self._signals.put(signal))

    def now(self) -> datetime:
        """Return the current time in UTC."""
        return datetime.now(UTC)

    def wait(self, until: datetime) -> bool:
        """Sleep until a moment; return False at once if the job is cancelled."""
        if not self._is_cancelled:
            try:
                self._signals.get(timeout=max(0.0, (until - self.now()).total_seconds()))
            except Empty:
                return True
        self._is_cancelled = True
        return False
