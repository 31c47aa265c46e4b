"""The pace of writes: the first go out at once, and the rest a second apart, as GitHub asks."""

from __future__ import annotations

import time

MAX_BURST = 20
"""How many writes go out at once.

https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests
"""


class WritePace:
    """Slows down a run with many writes."""

    def __init__(self) -> None:
        self._written = 0

    def wait(self) -> None:
        """Wait before a write if many were sent before it."""
        self._written += 1
        if self._written > MAX_BURST:
            time.sleep(1)
