"""Which failures are temporary, how long a run waits before it tries again, and when it gives up."""

from __future__ import annotations

import logging
import random
import time
from email.utils import parsedate_to_datetime

from incident_actions.gateway.client.api_errors import GithubError, Unreachable, UntrustedCertificate

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
"""How often one request is sent."""

FIRST_WAIT = 0.5
"""Seconds before the second attempt. The wait doubles with each attempt, and varies at random by half."""

MAX_WAIT = 120.0
"""Seconds that a run waits at most for a rate limit."""

RATE_LIMIT_WAIT = 60.0
"""Seconds before the second attempt if GitHub refuses too many requests at once without saying how long to wait.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
"""

LIST_LAG = 2.0
"""Seconds until a list shows what was created."""

GIVE_UP_AFTER = 300.0
"""Seconds from its start after which a run stops waiting. Its job has ten minutes, and the next run continues."""

TRANSIENT_STATUSES = (500, 502, 503, 504)


class RetryPolicy:
    """How much longer one run may wait."""

    def __init__(self) -> None:
        self._ends = time.monotonic() + GIVE_UP_AFTER

    def wait_or_give_up(self, error: Exception, attempt: int, *, repeatable: bool) -> bool:
        """Wait until the request can be sent again; return False at once if it should not be."""
        wait = retry_delay(error, attempt, repeatable=repeatable)
        if wait is None or attempt >= MAX_ATTEMPTS or wait > MAX_WAIT or time.monotonic() + wait > self._ends:
            return False
        cause = error.status if isinstance(error, GithubError) else type(error).__name__
        log.info("A request failed (%s). Trying again in %.1f s", cause, wait)
        time.sleep(wait)
        return True

    def wait_for_lists(self) -> bool:
        """Wait until lists show what was just created; return False if this run no longer waits."""
        if time.monotonic() + LIST_LAG > self._ends:
            return False
        time.sleep(LIST_LAG)
        return True

    def stop_waiting(self) -> None:
        """Stop waiting: each further request is sent once."""
        self._ends = 0.0


def retry_delay(error: Exception, attempt: int, *, repeatable: bool) -> float | None:
    """Return the seconds to wait after a failed attempt; None if another attempt would be wrong or useless.

    A request that GitHub refuses for its rate limits has had no effect, so any request can then be sent again.
    """
    if isinstance(error, GithubError) and is_rate_limited(error):
        return _rate_limit_delay(error, attempt)
    if not (repeatable and may_have_taken_effect(error)):
        return None
    spread = random.uniform(0.5, 1.5)  # noqa: S311  not a secret; it spreads the retries of many runs
    return spread * FIRST_WAIT * float(2 ** (attempt - 1))


def may_have_taken_effect(error: Exception) -> bool:
    """Return whether a failed request may have taken effect: no answer, an incomplete answer, or a server error."""
    if isinstance(error, UntrustedCertificate):
        return False
    return isinstance(error, Unreachable) or (isinstance(error, GithubError) and error.status in TRANSIENT_STATUSES)


def is_rate_limited(error: GithubError) -> bool:
    """Return whether GitHub refuses a request because of its rate limits.

    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
    """
    if error.status == 429 or error.names_rate_limit:
        return True
    is_limit = _header(error, "retry-after") is not None or _header(error, "x-ratelimit-remaining") == 0
    return error.status == 403 and is_limit


def _rate_limit_delay(error: GithubError, attempt: int) -> float:
    """Return the seconds that GitHub asks for: `Retry-After`, or the time until the limit resets, or a growing wait.

    The reset is a time by GitHub's clock, from which this machine's may differ.
    """
    after, reset = _header(error, "retry-after"), _header(error, "x-ratelimit-reset")
    if after is not None:
        return after
    if _header(error, "x-ratelimit-remaining") == 0 and reset is not None:
        return max(reset - _server_time(error), 0.0) + 1
    return RATE_LIMIT_WAIT * float(2 ** (attempt - 1))


def _server_time(error: GithubError) -> float:
    """Return the time at which the server answered, or this machine's time if it didn't say."""
    try:
        return parsedate_to_datetime(str(error.headers.get("date", ""))).timestamp()
    except ValueError:
        return time.time()


def _header(error: GithubError, name: str) -> float | None:
    value = str(error.headers.get(name, ""))
    return float(value) if value.isdecimal() else None
