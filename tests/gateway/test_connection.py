"""What is sent again after an error, and what never is."""

import pytest
from github import GithubException
from requests.exceptions import ConnectionError as Unreachable

from incident_actions.gateway.connection import Connection
from incident_actions.sandbox import Sandbox
from tests.gateway.front import LOST, PASS, RESET, Fate, Front
from tests.sandbox.client import Client


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


class FirstFail:
    """The first requests meet a fate, the rest are passed on."""

    def __init__(self, fate: Fate, times: int) -> None:
        self.fate, self.left = fate, times

    def __call__(self, *_: str) -> Fate:
        self.left -= 1
        return self.fate if self.left >= 0 else PASS


FATES = [(500, b"{}"), (502, b"bad gateway"), (503, b"{}"), RESET, LOST]


@pytest.mark.parametrize("fate", FATES, ids=str)
def test_a_read_is_repeated(fate: Fate, sandbox: Sandbox) -> None:
    with Front(sandbox.api_url, FirstFail(fate, 3)) as front:
        connection = Connection(sandbox.installation_token, "acme/shop", front.api_url)
        name = connection.get("")["full_name"]
        connection.close()

    assert (name, front.asked) == ("acme/shop", [("GET", "/repos/acme/shop")] * 4)


@pytest.mark.parametrize("fate", FATES, ids=str)
def test_a_creation_is_never_sent_twice(fate: Fate, sandbox: Sandbox, ada: Client) -> None:
    with Front(sandbox.api_url, FirstFail(fate, 3)) as front:
        connection = Connection(sandbox.installation_token, "acme/shop", front.api_url)
        with pytest.raises((GithubException, Unreachable)):
            connection.send("POST", "issues", body={"title": "Once"})
        connection.close()

    assert front.asked == [("POST", "/repos/acme/shop/issues")]
    assert len(ada.json("GET", "issues")) == (fate == LOST)


@pytest.mark.parametrize("fate", FATES, ids=str)
def test_a_comment_through_the_client_librarys_own_method_is_never_sent_twice(
    fate: Fate, sandbox: Sandbox, ada: Client
) -> None:
    ada.issue()
    with Front(sandbox.api_url, FirstFail(fate, 3)) as front:
        connection = Connection(sandbox.installation_token, "acme/shop", front.api_url)
        with pytest.raises((GithubException, Unreachable)):
            connection.repository.get_issue(1).create_comment("Once")
        connection.close()

    assert front.asked == [("POST", "/repos/acme/shop/issues/1/comments")]


def test_an_end_state_is_sent_again(sandbox: Sandbox, ada: Client) -> None:
    ada.issue()
    with Front(sandbox.api_url, FirstFail(LOST, 2)) as front:
        connection = Connection(sandbox.installation_token, "acme/shop", front.api_url)
        connection.send("PATCH", "issues/1", body={"title": "Twice"})
        connection.close()

    assert len(front.asked) == 3
    assert ada.json("GET", "issues/1")["title"] == "Twice"
