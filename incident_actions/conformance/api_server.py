"""A server that speaks GitHub's API, and its whole answers: status, headers and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from incident_actions import __version__
from incident_actions.gateway.client.api_address import ApiAddress
from incident_actions.gateway.client.api_client import VERSION_HEADER
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import API_VERSION, TIMEOUT_SECONDS, VERSION_DATE
from incident_actions.gateway.client.retry import RetryPolicy, is_rate_limited
from incident_actions.gateway.client.transport import RawAnswer, Transport
from incident_actions.gateway.client.transport_choice import open_transport
from incident_actions.gateway.client.write_pace import WritePace

HEADERS = {"Accept": "application/vnd.github+json", "User-Agent": f"incident-actions/{__version__}"}
MOST_BYTES_SHOWN = 200
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""This machine, where no server limits the writes of a minute."""


class ServerFailure(Exception):
    """The server failed, or refused for its rate limits, so an assumption could not be checked."""


@dataclass(frozen=True, slots=True)
class ServerAnswer:
    """An answer: the headers with their names in lower case, the text, and the JSON if there is any."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The JSON; raises ValueError if the text is none."""
        return json.loads(self.text)

    @property
    def message(self) -> str:
        """GitHub's message about an error, or the beginning of the text."""
        try:
            return str(self.json["message"])
        except (ValueError, LookupError, TypeError):
            return self.text[:MOST_BYTES_SHOWN]


class ApiServer:
    """A server as one account reaches it, at the pace of requests that GitHub asks for."""

    def __init__(self, api_url: str, token: str, transport: Transport | None = None) -> None:
        self._address = ApiAddress.of(api_url)
        self._token = token
        self._transport = transport or open_transport(self._address, TIMEOUT_SECONDS)
        self._pace = WritePace()
        self.api_url = api_url
        self.version = API_VERSION
        self.request_count = 0

    def send(
        self,
        verb: str,
        path: str,
        body: object = None,
        *,
        parameters: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ServerAnswer:
        """Send a request, again if the rate limits delay it, and return the answer.

        A header with an empty value is left out, also one that each request has. Raises ServerFailure and Unreachable.
        """
        own = {"Authorization": f"Bearer {self._token}", VERSION_HEADER: self.version}
        sent = {**HEADERS, **own, **(headers or {})}
        named = {name: value for name, value in sent.items() if value}
        content = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        policy, attempt = RetryPolicy(), 0
        while True:
            attempt += 1
            answer = self._send_once(verb, self._address.target(path, parameters), named, content)
            error = GithubError(answer.status, _data(answer), answer.headers)
            if answer.status < 500 and not is_rate_limited(error):
                return ServerAnswer(*answer)
            if not policy.wait_or_give_up(error, attempt, repeatable=verb == "GET"):
                raise ServerFailure(f"{verb} {path} returned {answer.status}: {ServerAnswer(*answer).message}")

    def agree_on_version(self) -> None:
        """Use the newest version of the API that an older server names, as the tool does. Raises ServerFailure."""
        answer = self.send("GET", "/user")
        if answer.status == 400 and VERSION_HEADER.casefold() in answer.message.casefold():
            named = VERSION_DATE.findall(answer.message)
            self.version = max((each for each in named if each < self.version), default="")

    def _send_once(self, verb: str, target: str, headers: Mapping[str, str], content: bytes | None) -> RawAnswer:
        if verb != "GET" and self._address.host not in LOOPBACK:
            self._pace.wait()
        self.request_count += 1
        return self._transport.send(verb, target, headers, content)

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()


def _data(answer: RawAnswer) -> Any:
    try:
        return json.loads(answer.text)
    except ValueError:
        return None
