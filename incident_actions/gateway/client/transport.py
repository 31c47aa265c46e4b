"""What carries requests to a server and answers back, whichever way they take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol


class RawAnswer(NamedTuple):
    """A status, the headers with their names in lower case, and the text."""

    status: int
    headers: Mapping[str, str]
    text: str


class Transport(Protocol):
    """A connection to one server."""

    def send(self, verb: str, target: str, headers: Mapping[str, str], body: bytes | None) -> RawAnswer:
        """Send a request, and read the whole answer. Follows no redirect. Raises Unreachable and its kinds."""

    def close(self) -> None:
        """Close the connection."""
