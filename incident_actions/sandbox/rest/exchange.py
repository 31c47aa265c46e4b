"""What is known of a request once it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """A request, for counting: `route` is GitHub's template, None where no route fits; `actor` a login."""

    method: str
    path: str
    query: str
    route: str | None
    status: int
    actor: str | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request with its answer, for whoever wants to look at the JSON."""

    request: Request
    json: Any
    headers: Mapping[str, str]
