"""What a run reads before it asks for it: each answer is taken once, or dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from incident_actions.gateway.client.concurrency import Concurrency

T = TypeVar("T")


class ReadAhead(Generic[T]):
    """Reads that have started, by path and parameters, with the API version that each request named."""

    def __init__(self, concurrency: Concurrency) -> None:
        self._concurrency = concurrency
        self._started: dict[str, tuple[str, Future[T]]] = {}

    def start(self, path: str, parameters: Mapping[str, Any], version: str, read: Callable[[], T]) -> None:
        """Start to read, unless that has begun."""
        request = _key(path, parameters)
        if request not in self._started:
            self._started[request] = version, self._concurrency.start(read)

    def take(self, path: str, parameters: Mapping[str, Any] | None) -> tuple[str, Future[T] | None]:
        """Return the version and the answer of a read that has started, and forget it; None if there is none."""
        return self._started.pop(_key(path, parameters), ("", None))

    def drop(self, path: str) -> None:
        """Forget what was read at a path, whatever its parameters."""
        for request in [each for each in self._started if each.partition("?")[0] == path]:
            self._started.pop(request)[1].cancel()


def _key(path: str, parameters: Mapping[str, Any] | None) -> str:
    """Return what makes two reads the same."""
    return f"{path}?{urlencode(sorted((parameters or {}).items()))}"
