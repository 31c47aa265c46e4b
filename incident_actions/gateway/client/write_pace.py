"""The pace of many writes: a few go out at once, more of them keep the second between two that GitHub asks for."""

from __future__ import annotations

import time

MAX_BURST = 20
"""How many writes go out at once.

https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests
"""


class WritePace:
    """Keeps a run with many writes from hurrying."""

    def __init__(self) -> None:
        self._written = 0

    def wait(self) -> None:
        """Wait before a write as long as those before it ask for."""
        self._written += 1
        if self._written > MAX_BURST:
            time.sleep(1)
