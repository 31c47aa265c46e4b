"""The sandbox's own routes without the socket: the same requests, the same answers, in one process."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, TypeVar

from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.concurrency import Concurrency
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.quota import Quota
from incident_actions.gateway.client.read_ahead import ReadAhead
from incident_actions.gateway.client.retry import RetryPolicy
from incident_actions.sandbox.host import Host
from incident_actions.sandbox.rest.call import Call, Route
from incident_actions.sandbox.rest.problem import Problem, not_found
from incident_actions.sandbox.rest.routes import ROUTES, pattern

T = TypeVar("T")

BASE = "http://sandbox/api/v3"


class Died(BaseException):
    """The runner is lost; nothing catches that."""


def _compiled(route: Route) -> re.Pattern[str]:
    parts = re.sub(r"\{(\w+)(?::([^}]*))?\}", lambda found: f"(?P<{found[1]}>{found[2] or '[^/]+'})", pattern(route))
    return re.compile(parts)


class Prompt(RetryPolicy):
    """Nobody waits here in real time."""

    def wait_for_lists(self) -> bool:
        """Go on at once: no list lags behind."""
        return True


class InTurn(Concurrency):
    """Does at once what it is to start, so that a run always takes the same course."""

    def start(self, act: Callable[[], T]) -> Future[T]:
        """Do something now; only the death of the run is raised here."""
        done: Future[T] = Future()
        try:
            done.set_result(act())
        except Exception as error:  # noqa: BLE001  whoever asks for the result gets it
            done.set_exception(error)
        return done


TABLE = tuple((route, _compiled(route)) for route in ROUTES)


class Direct(Connection):
    """A connection that asks a host's routes; after `strength` more requests its run is dead."""

    def __init__(self, host: Host, login: str, repository: str) -> None:
        self.host, self.login = host, login
        self.name, self.owner = repository, repository.partition("/")[0]
        self.missing_features = {"pins"}
        self.version = ""
        self.request_count = 0
        self.quota, self.concurrency = Quota(), InTurn()
        self._ahead = ReadAhead(self.concurrency)
        self.strength: int | None = None

    @property
    def retry_policy(self) -> RetryPolicy:
        """Always whole."""
        return Prompt()

    @retry_policy.setter
    def retry_policy(self, given: RetryPolicy) -> None:
        """Keep its own."""

    def close(self) -> None:
        """Nothing to let go."""

    def read_ahead(self, path: str, **parameters: str | int) -> None:
        """Read nothing ahead: an answer is there at once."""

    def query(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        """Answer no query, as servers without GraphQL do."""
        raise GithubError(404, {"message": "Not Found"}, {})

    def get_node(self, kind: str, node_id: str, fields: str) -> dict[str, Any]:
        """Say nothing of who edited what, as servers without it do."""
        raise GithubError(404, {"message": "Not Found"}, {})

    def mutate(self, mutation: str, variables: dict[str, Any]) -> None:
        """Minimize nothing, as servers without it do."""
        raise GithubError(404, {"message": "Not Found"}, {})

    def _send_once(
        self, verb: str, where: str, parameters: dict[str, Any] | None, body: object
    ) -> tuple[Mapping[str, str], Any]:
        self.request_count += 1
        if self.strength is not None:
            self.strength -= 1
            if self.strength < 0:
                self.strength = None
                raise Died
        try:
            return self._routed(verb, where, {name: str(value) for name, value in (parameters or {}).items()}, body)
        except Problem as problem:
            raise GithubError(problem.status, problem.body, {}) from problem

    def _routed(self, verb: str, where: str, query: dict[str, str], body: object) -> tuple[Mapping[str, str], Any]:
        for route, path in TABLE:
            found = path.fullmatch(where) if route.method == verb else None
            if found:
                sent = json.loads(json.dumps(body))
                given = {"labels": sent} if isinstance(sent, list) else sent or {}
                call = Call(self.host, self.login, found.groupdict(), query, given, BASE + where)
                if verb != "GET" and "repo" in call.parts:
                    call.require(route.needs)
                    self.host.clock.tick()
                answer = route.answer(call)
                return {name.lower(): value for name, value in answer.headers.items()}, answer.json
        raise not_found()
