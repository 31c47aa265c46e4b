"""How much time and how many requests one run may use before it leaves the rest to the next run."""

from __future__ import annotations

import time

MAX_SECONDS = 240.0
"""Every job has at least ten minutes, including its set-up and one last turn."""

MAX_REQUESTS = 300
"""A part of the 1,000 requests an hour that a repository's own token has.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#primary-rate-limit-for-github_token-in-github-actions
"""

SWEEP_SECONDS = 600.0
"""Of the 14 minutes that the job of a sweep has."""

SWEEP_WRITES = 250
"""How much a sweep, which comes every hour, may write: half of the 500 requests an hour with content.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
"""


class Budget:
    """The time and the requests of one run, which may have sent some requests before it began."""

    def __init__(self, requests_sent: int = 0) -> None:
        began = time.monotonic()
        self._ends, self._sweep_ends = began + MAX_SECONDS, began + SWEEP_SECONDS
        self._most = requests_sent + MAX_REQUESTS

    def is_spent(self, requests_sent: int) -> bool:
        """Return whether a run that has sent this many requests should leave the rest to the next run."""
        return requests_sent >= self._most or time.monotonic() >= self._ends

    def is_spent_for_sweep(self, writes_sent: int) -> bool:
        """Return whether a sweep that has written this much should leave the rest to the next sweep."""
        return writes_sent >= SWEEP_WRITES or time.monotonic() >= self._sweep_ends
