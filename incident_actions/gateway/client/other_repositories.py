"""Connections to repositories other than the incidents' own, each with the token that may write there."""

from __future__ import annotations

from incident_actions.gateway.client.connection import Connection


class OtherRepositories:
    """Connections to other repositories, opened on first use, which share the run's waiting time and API version."""

    def __init__(self, home: Connection, token: str) -> None:
        self._home, self._token = home, token
        self._opened: dict[str, Connection] = {}

    def connection(self, repository: str) -> Connection:
        """Return the connection to a repository, `owner/name`, on the same server."""
        if repository not in self._opened:
            self._opened[repository] = self._home.connect_to(self._token, repository)
        opened = self._opened[repository]
        opened.retry_policy, opened.version = self._home.retry_policy, self._home.version
        return opened

    @property
    def request_count(self) -> int:
        """How many requests were sent to other repositories."""
        return sum(each.request_count for each in self._opened.values())

    def close(self) -> None:
        """Close all connections."""
        for each in self._opened.values():
            each.close()
