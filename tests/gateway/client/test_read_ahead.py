"""Reads that start before the run asks for them: the answer is taken once, and a failure is made good."""

import sys
from collections.abc import Iterator
from importlib.util import _LazyModule  # type: ignore[attr-defined]  # only its type tells what is not loaded yet
from threading import Barrier

import pytest

from incident_actions.gateway.client import retry
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import BAD_GATEWAY, Break, Fault
from tests.gateway.front import PASS, Front
from tests.sandbox.client import Client


@pytest.fixture
def connection(sandbox: Sandbox) -> Iterator[Connection]:
    sandbox.faults.silence = 0.01
    connection = Connection(sandbox.installation_token, "acme/shop", sandbox.api_url)
    yield connection
    connection.close()


def asked(sandbox: Sandbox) -> list[str]:
    """What the tool asked for, the requests of one moment in any order."""
    return sorted(
        f"{one.method} {one.path.partition('/acme/shop')[2]}" for one in sandbox.requests if one.actor != "ada"
    )


def test_an_answer_is_taken_once_and_then_read_again(sandbox: Sandbox, connection: Connection, ada: Client) -> None:
    ada.issue()

    connection.read_ahead("issues/1")
    connection.read_ahead("issues/1")
    first = connection.get("issues/1")
    ada.json("PATCH", "issues/1", {"title": "Search is down"})

    assert [first["title"], connection.get("issues/1")["title"]] == ["Checkout is down", "Search is down"]
    assert asked(sandbox) == ["GET /issues/1"] * 2


def test_reads_go_out_at_the_same_time_each_on_a_connection_of_its_own(sandbox: Sandbox) -> None:
    met = Barrier(3, timeout=10)  # no request is passed on before all three are there

    def fate(_: str, __: str) -> str:
        met.wait()
        return PASS

    with Front(sandbox.api_url, fate) as front:
        connection = Connection(sandbox.installation_token, "acme/shop", front.api_url)
        for path in ("", "labels"):
            connection.read_ahead(path)
        found = [connection.get("issues"), connection.get(""), connection.get("labels")]
        connection.close()

    assert [type(each) for each in found] == [list, dict, list]


@pytest.mark.parametrize(
    "fault", [Fault(BAD_GATEWAY), Fault(Break.RESET), Fault(Break.SILENCE), Fault(Break.SHORT, after=True)]
)
def test_a_read_that_failed_is_asked_for_again_when_it_is_needed(
    fault: Fault, sandbox: Sandbox, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.0)
    sandbox.faults.add(fault)

    connection.read_ahead("")

    assert connection.get("")["full_name"] == "acme/shop"
    assert asked(sandbox) == ["GET ", "GET "]


def test_a_refusal_counts_as_one(sandbox: Sandbox, connection: Connection) -> None:
    connection.read_ahead("issues/9")

    with pytest.raises(GithubError, match="Not Found"):
        connection.get("issues/9")
    assert asked(sandbox) == ["GET /issues/9"]


def test_a_list_that_something_was_added_to_is_read_again(
    sandbox: Sandbox, connection: Connection, ada: Client
) -> None:
    ada.issue()
    connection.read_page_ahead("issues/1/comments")
    connection.send("POST", "issues/1/comments", body={"body": "Declared."})

    assert [each["body"] for page in connection.pages("issues/1/comments") for each in page] == ["Declared."]


def test_a_whole_list_is_read_a_few_pages_at_a_time_and_each_page_once(
    sandbox: Sandbox, connection: Connection, ada: Client
) -> None:
    for number in range(7):
        ada.issue(title=str(number))

    pages = list(connection.whole_list("issues", per_page=1, direction="asc"))

    assert [[each["title"] for each in page] for page in pages] == [[str(number)] for number in range(7)]
    assert asked(sandbox) == ["GET /issues"] * 7


def test_a_request_on_a_thread_loads_no_module_lazily(sandbox: Sandbox, connection: Connection) -> None:
    def unloaded() -> set[str]:
        return {name for name, module in list(sys.modules.items()) if type(module) is _LazyModule}

    before = unloaded()  # Python 3.11's lazy loader must not be used by two threads at once
    connection.read_ahead("")
    connection.read_ahead("issues/9")
    connection.get("")
    with pytest.raises(GithubError):
        connection.get("issues/9")

    assert unloaded() == before
