"""The requests and the GraphQL points that an account has left in its hour."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import ApiResponse, Call, Route

HOUR = timedelta(hours=1)
SEARCHES = 30
CORE, GRAPHQL = "core", "graphql"
"""GitHub's names of the limits."""


@dataclass(slots=True)
class Allowance:
    """What one account used of one limit since its hour began."""

    began: datetime
    used: int = 0


@dataclass(slots=True)
class Limits:
    """The primary rate limits: so many requests, and as many GraphQL points, an hour for each account.

    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
    """

    hourly: int
    allowances: dict[tuple[str, str | None], Allowance] = field(default_factory=dict)

    def is_exhausted(self, login: str | None, now: datetime, resource: str = CORE) -> bool:
        """Check that an account has nothing left of a limit."""
        return self._current(login, now, resource).used >= self.hourly

    def count(self, login: str | None, now: datetime, resource: str = CORE, points: int = 1) -> None:
        """Count one request, as long as any are left."""
        allowance = self._current(login, now, resource)
        allowance.used = min(allowance.used + points, self.hourly)

    def leave(self, login: str | None, left: int, now: datetime, resource: str = CORE) -> None:
        """Set what an account has left of a limit."""
        self._current(login, now, resource).used = self.hourly - left

    def headers(self, login: str | None, now: datetime, resource: str = CORE) -> dict[str, str]:
        """Return GitHub's rate limit headers."""
        allowance = self._current(login, now, resource)
        return {
            "X-RateLimit-Limit": str(self.hourly),
            "X-RateLimit-Remaining": str(self.hourly - allowance.used),
            "X-RateLimit-Reset": str(int((allowance.began + HOUR).timestamp())),
            "X-RateLimit-Used": str(allowance.used),
            "X-RateLimit-Resource": resource,
        }

    def answer(self, call: Call) -> ApiResponse:
        """Return the body of GitHub's `rate_limit` response."""
        core, graphql = (self._rate(call, resource) for resource in (CORE, GRAPHQL))
        searches = {"limit": SEARCHES, "used": 0, "remaining": SEARCHES, "reset": core["reset"]}
        return ApiResponse(json={"resources": {"core": core, "search": searches, "graphql": graphql}, "rate": core})

    def route(self) -> Route:
        """Return the route of the rate limit."""
        return Route("GET", "/rate_limit", self.answer)

    def _rate(self, call: Call, resource: str) -> Json:
        allowance = self._current(call.login, call.host.clock.now(), resource)
        reset = int((allowance.began + HOUR).timestamp())
        left = self.hourly - allowance.used
        return {"limit": self.hourly, "used": allowance.used, "remaining": left, "reset": reset}

    def _current(self, login: str | None, now: datetime, resource: str) -> Allowance:
        allowance = self.allowances.get((resource, login))
        if allowance is None or not allowance.began <= now < allowance.began + HOUR:
            allowance = self.allowances[resource, login] = Allowance(now)
        return allowance
