"""Clients of the library, one for each request that is under way, since a client sends one request at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from github import Github
from github.Requester import Requester


class ClientPool:
    """Lends clients of one server and token. Each keeps its connection open for the next request."""

    def __init__(self, create: Callable[[], Github]) -> None:
        self._create = create
        self._idle: list[Github] = [create()]
        self._all = list(self._idle)

    @contextmanager
    def lend(self) -> Iterator[Requester]:
        """Lend a client that no other thread uses: an idle one, or a new one."""
        client = self._take()
        try:
            yield client.requester
        finally:
            self._idle.append(client)

    def _take(self) -> Github:
        try:
            return self._idle.pop()
        except IndexError:
            created = self._create()
            self._all.append(created)
            return created

    def close(self) -> None:
        """Close the connections of all clients."""
        for each in self._all:
            each.close()
