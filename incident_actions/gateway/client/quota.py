"""What is left of the requests that GitHub allows in an hour, by the headers of its answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from incident_actions.model.fast_dataclass import dataclass

REST, GRAPHQL = "core", "graphql"
"""GitHub's names of the two limits that runs use.

https://docs.github.com/en/rest/rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user
"""

RESERVE = 4
"""A run that nobody waits for leaves one of so many parts of the hour's requests to responders."""


@dataclass(frozen=True)
class HourlyLimit:
    """What one limit allows in an hour, what is left of it, and when it starts again."""

    limit: int
    left: int
    until: datetime

    @property
    def is_low(self) -> bool:
        """Return whether only the reserve for responders is left."""
        return self.left <= self.limit // RESERVE


class Quota:
    """What is left, as far as the server has said. A server without limits says nothing."""

    def __init__(self) -> None:
        self.limits: dict[str, HourlyLimit] = {}

    def note(self, headers: Mapping[str, str]) -> None:
        """Remember what an answer says is left; of answers to requests sent at the same time, the least counts.

        https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit
        """
        limit, left, until = (headers.get(f"x-ratelimit-{name}", "") for name in ("limit", "remaining", "reset"))
        if limit.isdecimal() and left.isdecimal() and until.isdecimal():
            resource = headers.get("x-ratelimit-resource", REST)
            told = HourlyLimit(int(limit), int(left), datetime.fromtimestamp(int(until), UTC))
            known = self.limits.get(resource, told)
            self.limits[resource] = min(told, known, key=lambda each: each.left) if known.until == told.until else told

    def is_low(self, resource: str = REST) -> bool:
        """Return whether only the reserve for responders is left, as far as is known."""
        return resource in self.limits and self.limits[resource].is_low
