"""A request and its response, as recorded for tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """A request, for counting; `route` is GitHub's template, None if no route matches; `actor` is a login.

    `is_query` marks a POST of GraphQL that only reads.
    """

    method: str
    path: str
    query: str
    route: str | None
    status: int
    actor: str | None
    is_query: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response, for tests that read the JSON."""

    request: Request
    json: Any
    headers: Mapping[str, str]
