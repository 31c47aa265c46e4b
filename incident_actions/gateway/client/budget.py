"""What one run may spend before it leaves the rest to the next one."""

from __future__ import annotations

import time

MAX_SECONDS = 240.0
"""A job lives ten minutes at the least, its set-up and one last turn included."""

MAX_REQUESTS = 300
"""Of the 1,000 an hour that a repository's own token has.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#primary-rate-limit-for-github_token-in-github-actions
"""


class Budget:
    """The time and the requests of one run; `asked` is how many requests were sent before it began."""

    def __init__(self, requests_sent: int = 0) -> None:
        self._ends, self._most = time.monotonic() + MAX_SECONDS, requests_sent + MAX_REQUESTS

    def is_spent(self, requests_sent: int) -> bool:
        """Whether a run that has sent so many requests should leave the rest to the next one."""
        return requests_sent >= self._most or time.monotonic() >= self._ends
