"""Other repositories than that of the incidents: a connection each, with the token that may act there."""

from __future__ import annotations

from incident_actions.gateway.client.connection import Connection


class OtherRepositories:
    """The connections to other repositories, made when they are needed; what they ask and wait for is the run's."""

    def __init__(self, home: Connection, token: str) -> None:
        self._home, self._token = home, token
        self._opened: dict[str, Connection] = {}

    def connection(self, repository: str) -> Connection:
        """Reach a repository, `owner/name`, on the same server."""
        if repository not in self._opened:
            self._opened[repository] = self._home.connect_to(self._token, repository)
        opened = self._opened[repository]
        opened.retry_policy, opened.version = self._home.retry_policy, self._home.version
        return opened

    @property
    def request_count(self) -> int:
        """How many requests went elsewhere."""
        return sum(each.request_count for each in self._opened.values())

    def close(self) -> None:
        """Let the connections go."""
        for each in self._opened.values():
            each.close()
