"""An App's key becomes a token for the repository, or a sentence that says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from github import Auth

from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.app_token import with_app_token
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local import runner
from incident_actions.gateway.local.runner import RunEnvironment, UserError
from incident_actions.sandbox import Sandbox
from tests.app_keys import app_keys, new_app_keys
from tests.sandbox import published
from tests.sandbox.client import Client

CLIENT = "Iv23liABCDEFGHIJKLMN"


NEEDED = {"contents": "write", "issues": "write", "pull_requests": "write"}


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "github") as sandbox, published.holding(sandbox):
        app = sandbox.register("acme-incidents", CLIENT, app_keys()[1])
        sandbox.create_repository("acme/shop", {"README.md": "x"}, collaborators={"ada": "admin", app: "write"})
        sandbox.create_repository("acme/other", {"README.md": "x"}, collaborators={"ada": "admin"})
        for name in ("acme/api", "acme/web", "globex/api"):
            sandbox.create_repository(
                name, {"README.md": "x"}, collaborators={"ada": "admin", app: "write"}, private=True
            )
        yield sandbox


def here(sandbox: Sandbox, repository: str = "acme/shop", **more: str) -> RunEnvironment:
    given = {"INCIDENT_APP_CLIENT_ID": CLIENT, "INCIDENT_APP_PRIVATE_KEY": app_keys()[0], **more}
    usual = {"GITHUB_EVENT_NAME": "schedule", "GITHUB_TOKEN": "ghs_of_the_workflow", "GITHUB_API_URL": sandbox.api_url}
    return runner.read_environment({**usual, "GITHUB_REPOSITORY": repository, **given})


def token_for(sandbox: Sandbox, *services: str, **more: str) -> RunEnvironment:
    """What a run has once it asked for the App's token."""
    given = here(sandbox, **more)
    home = Connection(given.token, given.repository, given.api_url)
    try:
        return with_app_token(given, home, services)
    finally:
        home.close()


def given(sandbox: Sandbox) -> list[Any]:
    """What GitHub gave for each request for a token."""
    told: list[Any] = []
    sandbox.observers.append(
        lambda exchange: (
            told.append(exchange.json) if (exchange.request.route or "").endswith("access_tokens") else None
        )
    )
    return told


def able(sandbox: Sandbox, token: str) -> list[str]:
    """The repositories to which a token may write."""
    client = Client(sandbox, token)
    places = ("acme/shop", "acme/other", "acme/api", "acme/web", "globex/api")
    return [name for name in places if client("POST", f"/repos/{name}/issues", {"title": "x"}).ok]


def test_an_apps_key_gives_the_installations_token_and_the_apps_slug(sandbox: Sandbox) -> None:
    found = token_for(sandbox)

    assert (found.token[:4], found.app_slug) == ("ghs_", "acme-incidents")
    assert Client(sandbox, found.token).json("POST", "issues", {"title": "x"})["user"]["login"] == "acme-incidents[bot]"
    assert [f"{each.method} {each.route}" for each in sandbox.requests][:2] == [
        "GET /repos/{owner}/{repo}/installation",
        "POST /app/installations/{installation_id}/access_tokens",
    ]


def test_the_token_is_kept_out_of_the_log(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    token_for(sandbox)
    on_a_laptop = capsys.readouterr().out
    found = token_for(sandbox, GITHUB_ACTIONS="true")

    assert on_a_laptop == ""
    assert capsys.readouterr().out == f"::add-mask::{found.token}\n"


def test_the_token_reaches_only_this_repository(sandbox: Sandbox) -> None:
    assert able(sandbox, token_for(sandbox).token) == ["acme/shop"]


def test_the_token_reaches_the_services_of_the_same_owner_by_their_names(sandbox: Sandbox) -> None:
    found = token_for(sandbox, "acme/api", "Acme/Shop", "globex/api")

    assert able(sandbox, found.token) == ["acme/shop", "acme/api"]


def test_an_app_missing_from_a_services_repository_gets_a_token_for_this_one_only_and_a_log_line(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    found = token_for(sandbox, "acme/api", "acme/other")

    assert len(sandbox.requests) == 3
    assert able(sandbox, found.token) == ["acme/shop"]
    assert "The App is not installed on each of acme/api, acme/other, so this run can't write to any" in caplog.text
    assert "/settings/installations/" in caplog.text


@pytest.mark.parametrize(
    ("has", "asked"),
    [
        (NEEDED, NEEDED),
        ({**NEEDED, "actions": "read"}, {**NEEDED, "actions": "read"}),
        ({**NEEDED, "actions": "write", "workflows": "write"}, {**NEEDED, "actions": "read", "workflows": "write"}),
        (
            {**NEEDED, "deployments": "read", "statuses": "write"},
            {**NEEDED, "deployments": "read", "statuses": "write"},
        ),
        ({**NEEDED, "administration": "write"}, NEEDED),
    ],
)
def test_a_token_gets_the_permissions_that_runs_use_and_the_app_has_and_no_more(
    sandbox: Sandbox, has: dict[str, str], asked: dict[str, str]
) -> None:
    sandbox.register("acme-incidents", CLIENT, app_keys()[1], has)
    told = given(sandbox)

    token_for(sandbox)

    assert told[0]["permissions"] == {**asked, "metadata": "read"}


def test_an_app_without_a_permission_is_reported_with_its_name_and_where_to_accept_it(sandbox: Sandbox) -> None:
    sandbox.register("acme-incidents", CLIENT, app_keys()[1], {"contents": "write", "issues": "read"})

    with pytest.raises(
        UserError, match=r"missing the permission to write: Issues, Pull requests\. .*/installations/\d+\."
    ):
        token_for(sandbox)
    assert len(sandbox.requests) == 1


def test_an_older_servers_version_of_the_api_is_asked_for_once_by_all_of_a_run(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "older", server="enterprise") as older:
        app = older.register("acme-incidents", CLIENT, app_keys()[1])
        older.create_repository("acme/shop", {"README.md": "x"}, collaborators={"ada": "admin", app: "write"})
        surroundings = here(older)
        home = Connection(surroundings.token, "acme/shop", older.api_url)
        found = with_app_token(surroundings, home)
        acting = home.connect_to(found.token, "acme/shop")
        acting.get("")

        assert [each.status for each in older.requests] == [400, 200, 201, 200]
        home.close()
        acting.close()


@pytest.mark.parametrize(
    ("repository", "more", "said"),
    [
        ("acme/other", {}, "The App is not installed on acme/other. Install it there"),
        ("acme/shop", {"INCIDENT_APP_CLIENT_ID": "Iv23liOTHER"}, "GitHub rejected the App's key. Check that INCIDENT_APP_CLIENT_ID"),
        ("acme/shop", {"INCIDENT_APP_PRIVATE_KEY": "-----BEGIN nothing"}, "INCIDENT_APP_PRIVATE_KEY is not a private key. Use the whole .pem file."),
    ],
)  # fmt: skip
def test_an_unusable_app_is_explained(sandbox: Sandbox, repository: str, more: dict[str, str], said: str) -> None:
    with pytest.raises(UserError) as wrong:
        token_for(sandbox, repository=repository, **more)

    assert str(wrong.value).startswith(said)
    assert app_keys()[0] not in str(wrong.value)


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"permissions": {"administration": "read"}}, 422, "The permissions requested are not granted to this installation."),
        ({"permissions": {"actions": "write"}}, 422, "The permissions requested are not granted to this installation."),
        ({"repositories": ["api", "nowhere"]}, 422, "There is at least one repository that does not exist or is not accessible to the parent installation."),
        ({"repositories": ["acme/api"]}, 422, "There is at least one repository that does not exist or is not accessible to the parent installation."),
    ],
)  # fmt: skip
def test_the_sandbox_refuses_a_token_for_more_than_the_installation_has(
    sandbox: Sandbox, body: dict[str, Any], status: int, message: str
) -> None:
    surroundings = here(sandbox)
    signed = Connection(Auth.AppAuth(CLIENT, app_keys()[0]).create_jwt, "acme/shop", surroundings.api_url)
    installation = signed.get("installation")["id"]

    with pytest.raises(GithubError) as refused:
        signed.send("POST", f"/app/installations/{installation}/access_tokens", body=body)

    signed.close()
    assert (refused.value.status, refused.value.data["message"]) == (status, message)


@pytest.mark.parametrize("lacking", ["INCIDENT_APP_CLIENT_ID", "INCIDENT_APP_PRIVATE_KEY"])
def test_an_app_with_only_one_of_id_and_key_is_refused_before_any_request(sandbox: Sandbox, lacking: str) -> None:
    with pytest.raises(UserError, match=f"but {lacking} is not set"):
        here(sandbox, **{lacking: ""})


def test_the_sandbox_accepts_only_signatures_of_the_registered_key(sandbox: Sandbox) -> None:
    sandbox.register("acme-incidents", CLIENT, new_app_keys()[1])

    with pytest.raises(UserError, match="GitHub rejected the App's key"):
        token_for(sandbox)
