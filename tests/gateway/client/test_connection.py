"""What is sent again after a failure and what never is, how long a run waits for it, and when it gives up."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from incident_actions.gateway.client import connection as connecting
from incident_actions.gateway.client import retry
from incident_actions.gateway.client.api_errors import GithubError, Unreachable
from incident_actions.gateway.client.connection import API_VERSION, Connection
from incident_actions.gateway.client.other_repositories import OtherRepositories
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import (
    BAD_GATEWAY,
    GONE,
    INVALID,
    SERVER_ERROR,
    UNAVAILABLE,
    Break,
    Fault,
    Kind,
    Reply,
    primary_limit,
    secondary_limit,
)
from tests.gateway.front import PASS, Front
from tests.sandbox import published
from tests.sandbox.client import Client


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nothing waits; how long it would have, and the clock goes on by that."""
    waited: list[float] = []
    clock = SimpleNamespace(sleep=waited.append, monotonic=lambda: sum(waited), time=time.time)
    monkeypatch.setattr(retry, "time", clock)
    return waited


@pytest.fixture
def connection(sandbox: Sandbox) -> Iterator[Connection]:
    """A run's connection, to a server that is silent for a moment only."""
    sandbox.faults.silence = 0.01
    connection = Connection(sandbox.installation_token, "acme/shop", sandbox.api_url)
    yield connection
    connection.close()


def asked(sandbox: Sandbox) -> list[str]:
    """What the tool asked for."""
    return [f"{one.method} {one.path.partition('/acme/shop')[2]}" for one in sandbox.requests if one.actor != "ada"]


PASSING: dict[str, Fault] = {
    "500": Fault(SERVER_ERROR),
    "502": Fault(BAD_GATEWAY),
    "503": Fault(UNAVAILABLE),
    "reset": Fault(Break.RESET),
    "silence": Fault(Break.SILENCE),
    "500 after the effect": Fault(SERVER_ERROR, after=True),
    "502 after the effect": Fault(BAD_GATEWAY, after=True),
    "503 after the effect": Fault(UNAVAILABLE, after=True),
    "reset after the effect": Fault(Break.RESET, after=True),
    "silence after the effect": Fault(Break.SILENCE, after=True),
    "torn": Fault(Break.TORN, after=True),
    "short": Fault(Break.SHORT, after=True),
}
LIMITS: dict[str, Kind] = {
    "primary": primary_limit(3),
    "primary as 429": primary_limit(3, 429),
    "secondary": secondary_limit(7),
    "secondary as 429": secondary_limit(7, 429),
    "secondary, no time told": secondary_limit(None),
    "secondary as 429, no time told": secondary_limit(None, 429),
    "429 of something before GitHub": Reply(429, "slow down"),
}


@pytest.mark.parametrize("name", PASSING)
def test_a_read_is_repeated(name: str, sandbox: Sandbox, connection: Connection) -> None:
    sandbox.faults.add(PASSING[name])

    assert connection.get("")["full_name"] == "acme/shop"
    assert asked(sandbox) == ["GET ", "GET "]


@pytest.mark.parametrize("name", PASSING)
def test_a_request_that_must_not_take_effect_twice_is_sent_once(
    name: str, sandbox: Sandbox, connection: Connection, ada: Client
) -> None:
    fault = PASSING[name]
    sandbox.faults.add(fault)

    with pytest.raises((GithubError, Unreachable)):
        connection.send("POST", "issues", body={"title": "Once"})
    assert asked(sandbox) == ["POST /issues"]
    assert len(ada.json("GET", "issues")) == fault.after


@pytest.mark.parametrize("name", PASSING)
def test_an_end_state_is_sent_again(name: str, sandbox: Sandbox, connection: Connection, ada: Client) -> None:
    ada.issue()
    sandbox.faults.add(PASSING[name])

    connection.send("PATCH", "issues/1", body={"title": "Twice"})

    assert asked(sandbox) == ["PATCH /issues/1"] * 2
    assert ada.json("GET", "issues/1")["title"] == "Twice"


@pytest.mark.parametrize("verb", ["GET", "POST"])
@pytest.mark.parametrize("name", LIMITS)
def test_a_request_refused_by_a_rate_limit_is_sent_again(
    name: str, verb: str, sandbox: Sandbox, connection: Connection, ada: Client
) -> None:
    sandbox.faults.add(Fault(LIMITS[name]))

    connection.send(verb, "issues", body={"title": "Once"} if verb == "POST" else None)

    assert asked(sandbox) == [f"{verb} /issues"] * 2
    assert len(ada.json("GET", "issues")) == (verb == "POST")


WAITS: dict[str, tuple[Callable[[], Kind], Callable[[float], bool]]] = {
    "a server error": (lambda: SERVER_ERROR, lambda seconds: 0.25 <= seconds <= 0.75),
    "until the hour is over": (lambda: primary_limit(90), lambda seconds: 80 <= seconds <= 91),
    "until the hour is over, by a clock ahead": (
        lambda: primary_limit(90, skew=60),
        lambda seconds: 80 <= seconds <= 91,
    ),
    "until the hour is over, by a slow clock": (
        lambda: primary_limit(90, skew=-60),
        lambda seconds: 80 <= seconds <= 91,
    ),
    "an hour that is over": (lambda: primary_limit(-5), lambda seconds: seconds == 1),
    "as told": (lambda: secondary_limit(7), lambda seconds: seconds == 7),
    "not told": (lambda: secondary_limit(None), lambda seconds: seconds == 60),
}


@pytest.mark.parametrize("name", WAITS)
def test_a_run_waits_as_long_as_github_asks(
    name: str, sandbox: Sandbox, connection: Connection, waits: list[float]
) -> None:
    kind, right = WAITS[name]
    sandbox.faults.add(Fault(kind()))

    connection.get("")

    assert [right(seconds) for seconds in waits] == [True]


def test_each_wait_is_twice_as_long_and_spread(sandbox: Sandbox, connection: Connection, waits: list[float]) -> None:
    sandbox.faults.add(Fault(BAD_GATEWAY, times=None))

    with pytest.raises(GithubError):
        connection.get("")
    assert [0.5 <= wait / (0.5 * 2**place) <= 1.5 for place, wait in enumerate(waits)] == [True] * 4
    assert len({wait / 2**place for place, wait in enumerate(waits)}) == 4


@pytest.mark.parametrize("kind", [primary_limit(1_200), primary_limit(2_400, 429), secondary_limit(3_600)])
def test_a_limit_that_lasts_too_long_is_not_waited_for(
    kind: Kind, sandbox: Sandbox, connection: Connection, waits: list[float]
) -> None:
    sandbox.faults.add(Fault(kind))

    with pytest.raises(GithubError):
        connection.get("")
    assert (waits, len(asked(sandbox))) == ([], 1)


def test_all_waits_of_a_run_together_have_an_end(sandbox: Sandbox, connection: Connection, waits: list[float]) -> None:
    sandbox.faults.add(Fault(secondary_limit(100), times=None))

    for _ in range(3):
        with pytest.raises(GithubError):
            connection.get("")
    assert waits == [100.0, 100.0, 100.0]
    assert sum(waits) <= retry.GIVE_UP_AFTER


def test_a_run_that_stopped_waiting_sends_each_request_once(
    sandbox: Sandbox, connection: Connection, waits: list[float]
) -> None:
    sandbox.faults.add(Fault(SERVER_ERROR))
    connection.retry_policy.stop_waiting()

    with pytest.raises(GithubError):
        connection.get("")
    assert (waits, len(asked(sandbox))) == ([], 1)


@pytest.mark.parametrize("kind", [INVALID, GONE, Reply.error(403, "Resource not accessible by integration")])
def test_a_refused_request_is_not_repeated(kind: Reply, sandbox: Sandbox, connection: Connection) -> None:
    sandbox.faults.add(Fault(kind))

    with pytest.raises(GithubError) as refused:
        connection.get("")
    assert (refused.value.status, len(asked(sandbox))) == (kind.status, 1)
    assert connecting.is_refusal(refused.value, kind.status)


@pytest.mark.parametrize("kind", [primary_limit(900), secondary_limit(900)])
def test_a_rate_limit_is_never_taken_for_a_refusal(kind: Reply, sandbox: Sandbox, connection: Connection) -> None:
    sandbox.faults.add(Fault(kind))

    with pytest.raises(GithubError) as refused:
        connection.get("")
    assert not connecting.is_refusal(refused.value, 403, 404)


def test_a_server_that_stays_silent_is_asked_again(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "TIMEOUT_SECONDS", 1)
    sandbox.faults.silence = 2
    sandbox.faults.add(Fault(Break.SILENCE))
    connection = Connection(sandbox.installation_token, "acme/shop", sandbox.api_url)

    name = connection.get("")["full_name"]
    connection.close()

    assert name == "acme/shop"
    assert [fault.kind for fault, _ in sandbox.faults.hits] == [Break.SILENCE]


VERSION = "X-GitHub-Api-Version"


def versions(front: Front) -> list[str | None]:
    """Which version of the API each request named."""
    return [headers.get(VERSION) for headers in front.sent]


def test_every_request_names_the_version_that_the_tests_validate_against(sandbox: Sandbox) -> None:
    with Front(sandbox.api_url, lambda *_: PASS) as front:
        connection = Connection(sandbox.installation_token, "acme/shop", front.api_url)
        connection.get("")
        connection.send("POST", "issues", body={"title": "Once"})
        list(connection.pages("issues"))
        connection.close()

    assert versions(front) == [published.VERSION] * 3 == [API_VERSION] * 3


def test_a_server_that_refuses_the_version_is_asked_in_the_newest_one_that_it_names_for_the_whole_run(
    tmp_path: Path,
) -> None:
    with Sandbox(tmp_path, server="enterprise") as older:
        older.create_repository("acme/shop", collaborators={"ada": "admin"})
        with Front(older.api_url, lambda *_: PASS) as front:
            connection = Connection(older.installation_token, "acme/shop", front.api_url)
            elsewhere = OtherRepositories(connection, older.installation_token)
            opened = connection.send("POST", "issues", body={"title": "Once"})
            connection.get("")
            elsewhere.connection("acme/shop").get("")
            elsewhere.close()
            connection.close()

    assert (opened["number"], len(older.repository("acme/shop").issues)) == (1, 1)
    assert versions(front) == [API_VERSION, "2022-11-28", "2022-11-28", "2022-11-28"]


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("X-GitHub-Api-Version is not supported", None),
        ('The "X-GitHub-Api-Version" 2026-03-10 is not supported, but "2022-11-28" and "2024-01-15"', "2024-01-15"),
        ('The "X-GitHub-Api-Version" 2026-03-10 is not supported, only 2027-01-01', None),
    ],
)
def test_the_newest_older_version_is_taken_of_those_that_a_server_names(
    said: str, then: str | None, sandbox: Sandbox
) -> None:
    fates = iter([(400, json.dumps({"message": said}).encode())])
    with Front(sandbox.api_url, lambda *_: next(fates, PASS)) as front:
        connection = Connection(sandbox.installation_token, "acme/shop", front.api_url)
        with suppress(GithubError):  # the sandbox itself knows no version of 2024
            connection.get("")
        connection.close()

    assert versions(front) == [API_VERSION, then, *(["2022-11-28"] if then else [])]


def test_any_other_bad_request_is_still_an_error(sandbox: Sandbox, connection: Connection) -> None:
    sandbox.faults.add(Fault(Reply(400, {"message": "Problems parsing JSON"})))

    with pytest.raises(GithubError):
        connection.get("")
    assert len(asked(sandbox)) == 1


def test_pages_follow_the_servers_link_whether_it_uses_pages_or_cursors(
    sandbox: Sandbox, connection: Connection
) -> None:
    link = f'<{sandbox.api_url}/repositories/7/issues?per_page=100&after=abc&state=open>; rel="next"'
    sandbox.faults.add(Fault(Reply(200, [1], {"Link": link}), at=1), Fault(Reply(200, [2]), at=2))

    pages = list(connection.pages("issues", state="open"))

    assert pages == [[1], [2]]
    assert sandbox.requests[-1].query == "after=abc&per_page=100&state=open"
