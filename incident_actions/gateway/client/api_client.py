"""A client that sends one request at a time: it names who asks and in which version, and follows a moved repository."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from incident_actions import __version__
from incident_actions.gateway.client.api_address import ApiAddress
from incident_actions.gateway.client.api_errors import NotGitHubApi
from incident_actions.gateway.client.transport import RawAnswer, Transport

VERSION_HEADER = "X-GitHub-Api-Version"
MOVED = frozenset({301, 307, 308})
"""Redirects that are followed with the same method and body.

https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
"""

MOST_MOVES = 5
HEADERS = {"Accept": "application/vnd.github+json", "User-Agent": f"incident-actions/{__version__}"}


class ApiClient:
    """A client of one server, with `token` asked before each request, since an App's is short-lived."""

    def __init__(self, address: ApiAddress, token: Callable[[], str], transport: Transport) -> None:
        self._address, self._token, self._transport = address, token, transport

    def request(
        self, verb: str, where: str, parameters: Mapping[str, Any] | None, version: str, body: object
    ) -> RawAnswer:
        """Send a request, and return the answer, whatever its status. Raises Unreachable and NotGitHubApi.

        A personal token and an App's signature are sent alike.
        https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api
        """
        headers, content = HEADERS | {"Authorization": f"Bearer {self._token()}"}, None
        if version:
            headers[VERSION_HEADER] = version
        if body is not None:
            headers["Content-Type"], content = "application/json", json.dumps(body).encode()
        target = self._address.target(where, parameters)
        for _ in range(MOST_MOVES):
            answer = self._transport.send(verb, target, headers, content)
            if answer.status not in MOVED or "location" not in answer.headers:
                return answer
            target = self._address.target_of(answer.headers["location"]) or ""
            if not target:
                break
        raise NotGitHubApi(self._address.url)

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()
