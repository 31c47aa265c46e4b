"""Trials on a sandbox, whose answers can be changed on their way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeAlias

import pytest

from incident_actions.conformance.api_server import ApiServer
from incident_actions.conformance.trial import open_trial
from incident_actions.conformance.trial_repository import TrialRepository
from incident_actions.gateway.client.api_address import ApiAddress
from incident_actions.gateway.client.direct_transport import DirectTransport
from incident_actions.gateway.client.transport import RawAnswer
from incident_actions.sandbox import Sandbox

NOON = datetime(2026, 8, 22, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Passage:
    """A request on its way, and its answer."""

    verb: str
    target: str
    body: str
    answer: RawAnswer


Change: TypeAlias = Callable[[Passage], RawAnswer]
"""What becomes of an answer on its way; the same one if nothing is changed."""


def honest(passage: Passage) -> RawAnswer:
    return passage.answer


@dataclass
class ChangingTransport:
    """The way to a server, on which answers are remembered and changed."""

    way: DirectTransport
    change: Change = honest
    passed: list[Passage] = field(default_factory=list)

    def send(self, verb: str, target: str, headers: Mapping[str, str], body: bytes | None) -> RawAnswer:
        passage = Passage(verb, target, (body or b"").decode(), self.way.send(verb, target, headers, body))
        self.passed.append(passage)
        return self.change(passage)

    def close(self) -> None:
        self.way.close()


@dataclass(frozen=True)
class Laboratory:
    """A trial on a sandbox, and the way to it."""

    trial: TrialRepository
    way: ChangingTransport


@contextmanager
def laboratory(place: Path, server: Literal["cloud", "enterprise"] = "cloud") -> Iterator[Laboratory]:
    """A trial that waits for no list, since those of a sandbox never lag."""
    with Sandbox(place, now=NOON, server=server) as sandbox:
        way = ChangingTransport(DirectTransport(ApiAddress.of(sandbox.api_url), 15))
        asked = ApiServer(sandbox.api_url, sandbox.token("ada"), way)
        with open_trial(asked, looks=0) as trial:
            yield Laboratory(trial, way)
            way.change = honest


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Laboratory]:
    with laboratory(tmp_path) as there:
        yield there
