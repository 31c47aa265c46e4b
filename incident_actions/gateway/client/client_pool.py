"""Clients of one server, one for each request that is under way, since a client sends one request at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from incident_actions.gateway.client.api_client import ApiClient


class ClientPool:
    """Lends clients of one server and token. Each keeps its connection open for the next request."""

    def __init__(self, create: Callable[[], ApiClient]) -> None:
        self._create = create
        self._idle: list[ApiClient] = []
        self._changing = Lock()
        self._is_closed = False

    @contextmanager
    def lend(self) -> Iterator[ApiClient]:
        """Lend a client that no other thread uses: an idle one, or a new one."""
        with self._changing:
            client = self._idle.pop() if self._idle else self._create()
        try:
            yield client
        finally:
            self._take_back(client)

    def _take_back(self, client: ApiClient) -> None:
        with self._changing:
            if self._is_closed:
                client.close()
            else:
                self._idle.append(client)

    def close(self) -> None:
        """Close the connections of all clients, and of those that are lent once they are back."""
        with self._changing:
            self._is_closed = True
            for each in self._idle:
                each.close()
