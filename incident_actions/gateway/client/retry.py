"""Patience: which failures pass, how long a run waits before it asks again, and when it gives up."""

from __future__ import annotations

import logging
import random
import time

from github import GithubException, RateLimitExceededException
from requests.exceptions import ConnectionError as Unreachable
from requests.exceptions import SSLError, Timeout

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
"""How often one thing is asked for at the most."""

FIRST_WAIT = 0.5
"""Seconds before the second attempt; each further one waits twice as long, and all of them by a half more or less."""

MAX_WAIT = 120.0
"""Seconds that a run waits for a rate limit at most."""

RATE_LIMIT_WAIT = 60.0
"""Seconds before the second attempt where GitHub says "too much at once" and not for how long.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
"""

LIST_LAG = 2.0
"""Seconds by which lists show late what was made."""

GIVE_UP_AFTER = 300.0
"""Seconds from its start after which a run waits no more: its job lives ten minutes, and the next run goes on."""

TRANSIENT_STATUSES = (500, 502, 503, 504)


class IncompleteAnswer(Unreachable):
    """An answer came, but not the whole of it."""


class RetryPolicy:
    """How much longer one run waits."""

    def __init__(self) -> None:
        self._ends = time.monotonic() + GIVE_UP_AFTER

    def wait_or_give_up(self, error: Exception, attempt: int, *, repeatable: bool) -> bool:
        """Wait until it makes sense to ask again; False, at once, where it never will."""
        wait = retry_delay(error, attempt, repeatable=repeatable)
        if wait is None or attempt >= MAX_ATTEMPTS or wait > MAX_WAIT or time.monotonic() + wait > self._ends:
            return False
        told = error.status if isinstance(error, GithubException) else type(error).__name__
        log.info("GitHub: %s; asking again in %.1f s", told, wait)
        time.sleep(wait)
        return True

    def wait_for_lists(self) -> bool:
        """Wait until lists show what was made a moment ago; False where this run waits no more."""
        if time.monotonic() + LIST_LAG > self._ends:
            return False
        time.sleep(LIST_LAG)
        return True

    def stop_waiting(self) -> None:
        """Wait no more: what is left is said once, or not at all."""
        self._ends = 0.0


def retry_delay(error: Exception, attempt: int, *, repeatable: bool) -> float | None:
    """How many seconds to wait after a failed attempt; None where another would be wrong or in vain.

    What GitHub refuses for its rate limits has had no effect, so everything may be asked again then.
    """
    if isinstance(error, GithubException) and is_rate_limited(error):
        return _rate_limit_delay(error, attempt)
    if not (repeatable and may_have_taken_effect(error)):
        return None
    spread = random.uniform(0.5, 1.5)  # noqa: S311  not a secret: so that many runs do not ask again all at once
    return spread * FIRST_WAIT * float(2 ** (attempt - 1))


def is_certificate_error(error: Exception) -> bool:
    """Whether the server's certificate, or the file that was to vouch for it, is none to this machine: so it stays.

    https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification
    """
    told = str(error)
    refused = isinstance(error, SSLError) and "CERTIFICATE_VERIFY_FAILED" in told
    return refused or (isinstance(error, OSError) and "CA certificate bundle" in told)


def may_have_taken_effect(error: Exception) -> bool:
    """Whether a failure leaves open if what was asked took effect: no answer came, a part of one, or a server error."""
    if is_certificate_error(error):
        return False
    return isinstance(error, Unreachable | Timeout) or (
        isinstance(error, GithubException) and error.status in TRANSIENT_STATUSES
    )


def is_rate_limited(error: GithubException) -> bool:
    """Whether GitHub refuses because of its rate limits.

    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
    """
    if error.status == 429 or isinstance(error, RateLimitExceededException):
        return True
    told = _header(error, "retry-after") is not None or _header(error, "x-ratelimit-remaining") == 0
    return error.status == 403 and told


def _rate_limit_delay(error: GithubException, attempt: int) -> float:
    """As GitHub asks: what `Retry-After` says, else until the hour is over, else a minute and then ever longer."""
    after, reset = _header(error, "retry-after"), _header(error, "x-ratelimit-reset")
    if after is not None:
        return after
    if _header(error, "x-ratelimit-remaining") == 0 and reset is not None:
        return max(reset - time.time(), 0.0) + 1
    return RATE_LIMIT_WAIT * float(2 ** (attempt - 1))


def _header(error: GithubException, name: str) -> float | None:
    value = str((error.headers or {}).get(name, ""))
    return float(value) if value.isdecimal() else None
