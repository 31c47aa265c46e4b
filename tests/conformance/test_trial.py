"""A trial has a repository of its own, or leaves somebody's as it was, as far as GitHub lets it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.conformance.api_server import ApiServer
from incident_actions.conformance.suite import GROUPS, check_all
from incident_actions.conformance.trial import is_deleted, open_trial
from incident_actions.gateway.local.runner import UserError
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import Fault, Reply, secondary_limit
from tests.sandbox.client import Client


@pytest.fixture
def server(sandbox: Sandbox) -> Iterator[ApiServer]:
    found = ApiServer(sandbox.api_url, sandbox.token("ada"))
    yield found
    found.close()


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path) as sandbox:
        sandbox.create_repository(
            "acme/shop", {"README.md": "# Shop\n"}, collaborators={"ada": "admin", "grace": "write"}
        )
        yield sandbox


def test_a_trial_creates_a_private_repository_and_deletes_it(sandbox: Sandbox, server: ApiServer) -> None:
    with open_trial(server, looks=0) as trial:
        made = sandbox.repository(trial.name)
        assert (made.owner, made.private) == ("ada", True)
        assert not is_deleted(server, trial)

    assert is_deleted(server, trial)


def test_a_trial_leaves_a_repository_of_somebodys_as_it_was(sandbox: Sandbox, server: ApiServer) -> None:
    ada = Client(sandbox, sandbox.token("ada"))
    ada.issue("Mine", labels=["incident"])
    ada.branch("mine", {"a.txt": "a"})
    before = (ada.json("GET", "labels"), ada.json("GET", "branches"), ada.json("GET", "commits"))

    with open_trial(server, "acme/shop", looks=0) as trial:
        check_all(trial, lambda _: None, [*GROUPS["Labels"], *GROUPS["Files"][:3]])
        open_meanwhile = len(ada.json("GET", "issues"))

    assert open_meanwhile > 1
    assert (ada.json("GET", "labels"), ada.json("GET", "branches"), ada.json("GET", "commits")) == before
    assert [each["title"] for each in ada.json("GET", "issues")] == ["Mine"]


def test_a_trial_cleans_up_after_an_interruption(sandbox: Sandbox, server: ApiServer) -> None:
    with pytest.raises(KeyboardInterrupt), open_trial(server, looks=0) as trial:
        raise KeyboardInterrupt

    assert is_deleted(server, trial)


def test_a_workflows_token_works_in_a_repository_that_is_named(sandbox: Sandbox) -> None:
    server = ApiServer(sandbox.api_url, sandbox.installation_token)

    with open_trial(server, "acme/shop", looks=0) as trial:
        login = trial.login

    server.close()
    assert login == "github-actions[bot]"


@pytest.mark.parametrize("answer", ['{"data": null, "errors": [{"message": "No"}]}', "[]", "<html>"])
def test_a_token_without_an_account_anywhere_is_explained(sandbox: Sandbox, answer: str) -> None:
    sandbox.faults.add(Fault(Reply(200, answer), route="POST /graphql", login=None))
    server = ApiServer(sandbox.api_url, sandbox.installation_token)

    with (
        pytest.raises(UserError, match=r"The server returned 403 \(.*\) for the account"),
        open_trial(server, "acme/shop"),
    ):
        pass


def test_a_server_that_creates_no_repository_is_explained(sandbox: Sandbox, server: ApiServer) -> None:
    refusal = Reply.error(403, "Resource not accessible by personal access token")
    sandbox.faults.add(Fault(refusal, route="POST /user/repos", login="ada"))

    with (
        pytest.raises(UserError, match=r"refused to create a repository \(403: Resource not .*--repository"),
        open_trial(server),
    ):
        pass


@pytest.mark.parametrize(("name", "words"), [("acme/nothing", "404"), ("ada/empty", "has no commit")])
def test_a_repository_that_can_not_be_used_is_explained(
    sandbox: Sandbox, server: ApiServer, name: str, words: str
) -> None:
    Client(sandbox, sandbox.token("ada")).json("POST", "/user/repos", {"name": "empty"})

    with pytest.raises(UserError, match=words), open_trial(server, name, looks=0):
        pass


def test_a_wrong_token_is_explained(sandbox: Sandbox) -> None:
    with pytest.raises(UserError, match=r"401 \(Bad credentials\)"), open_trial(ApiServer(sandbox.api_url, "nobodys")):
        pass


def test_a_rate_limit_only_delays_a_request(sandbox: Sandbox, server: ApiServer) -> None:
    sandbox.faults.add(Fault(secondary_limit(0), route="GET /user", login="ada"))

    assert server.send("GET", "/user").json["login"] == "ada"
    assert [each.status for each in sandbox.requests] == [403, 200]
