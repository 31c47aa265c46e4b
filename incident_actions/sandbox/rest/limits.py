"""The requests that an account has left in its hour."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import ApiResponse, Call, Route

HOUR = timedelta(hours=1)
GRAPHQL_POINTS = 5000
SEARCHES = 30


@dataclass(slots=True)
class Allowance:
    """The requests that one account used since its hour began."""

    began: datetime
    used: int = 0


@dataclass(slots=True)
class Limits:
    """The primary rate limit: so many requests an hour for each account.

    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    """

    hourly: int
    allowances: dict[str | None, Allowance] = field(default_factory=dict)

    def is_exhausted(self, login: str | None, now: datetime) -> bool:
        """Check that an account has no requests left."""
        return self._current(login, now).used >= self.hourly

    def count(self, login: str | None, now: datetime) -> None:
        """Count one request, as long as any are left."""
        allowance = self._current(login, now)
        allowance.used = min(allowance.used + 1, self.hourly)

    def leave(self, login: str | None, requests: int, now: datetime) -> None:
        """Set how many requests an account has left."""
        self._current(login, now).used = self.hourly - requests

    def headers(self, login: str | None, now: datetime) -> dict[str, str]:
        """Return GitHub's rate limit headers."""
        allowance = self._current(login, now)
        return {
            "X-RateLimit-Limit": str(self.hourly),
            "X-RateLimit-Remaining": str(self.hourly - allowance.used),
            "X-RateLimit-Reset": str(int((allowance.began + HOUR).timestamp())),
            "X-RateLimit-Used": str(allowance.used),
            "X-RateLimit-Resource": "core",
        }

    def answer(self, call: Call) -> ApiResponse:
        """Return the body of GitHub's `rate_limit` response."""
        allowance = self._current(call.login, call.host.clock.now())
        reset = int((allowance.began + HOUR).timestamp())
        core = _rate(self.hourly, allowance.used, reset)
        resources = {"core": core, "search": _rate(SEARCHES, 0, reset), "graphql": _rate(GRAPHQL_POINTS, 0, reset)}
        return ApiResponse(json={"resources": resources, "rate": core})

    def route(self) -> Route:
        """Return the route of the rate limit."""
        return Route("GET", "/rate_limit", self.answer)

    def _current(self, login: str | None, now: datetime) -> Allowance:
        allowance = self.allowances.get(login)
        if allowance is None or not allowance.began <= now < allowance.began + HOUR:
            allowance = self.allowances[login] = Allowance(now)
        return allowance


def _rate(limit: int, used: int, reset: int) -> Json:
    return {"limit": limit, "used": used, "remaining": limit - used, "reset": reset}
