"""The pace of writes: a few go out at once, and more a second apart, as GitHub asks."""

from __future__ import annotations

import threading
import time
from collections import deque

MAX_BURST = 20
"""How many writes of one minute go out at once. With those that follow a second apart, a minute has at most 80.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
"""

MINUTE = 60.0

SECONDS_APART = 1.0
"""How long after the write before it a further one goes out at the earliest.

https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests
"""


class WritePace:
    """Slows down a run with many writes, and counts them."""

    def __init__(self) -> None:
        self._latest: deque[float] = deque(maxlen=MAX_BURST)
        self._turn = threading.Lock()
        self.count = 0
        """How many writes the run has sent."""

    def wait(self) -> None:
        """Wait before a write if many were sent in the minute before it. What has passed of the second counts."""
        with self._turn:
            now = time.monotonic()
            if len(self._latest) == MAX_BURST and now < self._latest[0] + MINUTE:
                rest = self._latest[-1] + SECONDS_APART - now
                if rest > 0:
                    time.sleep(rest)
                    now = time.monotonic()
            self._latest.append(now)
            self.count += 1
