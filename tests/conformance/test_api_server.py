"""A server is asked in a version that it knows, at the pace that GitHub asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from incident_actions.conformance.api_server import ApiServer
from incident_actions.gateway.client.api_client import VERSION_HEADER
from incident_actions.gateway.client.connection import API_VERSION
from incident_actions.gateway.client.transport import RawAnswer
from incident_actions.gateway.client.write_pace import WritePace

OLDER = f"The requested API version is not supported. Send {VERSION_HEADER}: one of 2022-11-28, 2021-01-01, 2999-01-01"


@dataclass
class OneAnswer:
    """A server that answers every request alike, and remembers their headers."""

    status: int = 200
    message: str = ""
    headers: list[Mapping[str, str]] = field(default_factory=list)

    def send(self, verb: str, target: str, headers: Mapping[str, str], body: bytes | None) -> RawAnswer:
        del verb, target, body
        self.headers.append(headers)
        return RawAnswer(self.status, {}, json.dumps({"message": self.message}))

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(
    ("status", "message", "version"),
    [
        (200, "", API_VERSION),
        (200, OLDER, API_VERSION),
        (400, "Problems parsing JSON 2022-11-28", API_VERSION),
        (400, OLDER, "2022-11-28"),
        (400, f"{VERSION_HEADER} is not known", ""),
    ],
    ids=["knows it", "knows it and others", "another refusal", "older", "without versions"],
)
def test_the_newest_version_that_an_older_server_names_is_used(status: int, message: str, version: str) -> None:
    way = OneAnswer(status, message)
    server = ApiServer("https://github.example/api/v3", "token", way)

    server.agree_on_version()
    server.send("GET", "/user")

    assert [each.get(VERSION_HEADER, "") for each in way.headers] == [API_VERSION, version]


@pytest.mark.parametrize(
    ("address", "verb", "waits"),
    [
        ("https://github.example/api/v3", "POST", 1),
        ("https://github.example/api/v3", "GET", 0),
        ("http://127.0.0.1:8765/api/v3", "POST", 0),
    ],
)
def test_a_write_keeps_the_pace_except_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, address: str, verb: str, waits: int
) -> None:
    waited: list[str] = []
    monkeypatch.setattr(WritePace, "wait", lambda _: waited.append(verb))

    ApiServer(address, "token", OneAnswer()).send(verb, "/user")

    assert len(waited) == waits
