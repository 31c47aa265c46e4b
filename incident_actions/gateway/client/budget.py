"""How much time and how many requests one run may use before it leaves the rest to the next run."""

from __future__ import annotations

import time

MAX_SECONDS = 240.0
"""Every job has at least ten minutes, including its set-up and one last turn."""

MAX_REQUESTS = 300
"""A part of the 1,000 requests an hour that a repository's own token has.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#primary-rate-limit-for-github_token-in-github-actions
"""


class Budget:
    """The time and the requests of one run, which may have sent some requests before it began."""

    def __init__(self, requests_sent: int = 0) -> None:
        self._ends, self._most = time.monotonic() + MAX_SECONDS, requests_sent + MAX_REQUESTS

    def is_spent(self, requests_sent: int) -> bool:
        """Return whether a run that has sent this many requests should leave the rest to the next run."""
        return requests_sent >= self._most or time.monotonic() >= self._ends
