"""An App's key becomes a token for the repository, or a sentence that says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.gateway import runner
from incident_actions.gateway.app import as_app
from incident_actions.gateway.runner import Surroundings, Unusable
from incident_actions.sandbox import Sandbox
from tests.keys import keys, made
from tests.sandbox import published

CLIENT = "Iv23liABCDEFGHIJKLMN"


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "github") as sandbox, published.holding(sandbox):
        app = sandbox.register("acme-incidents", CLIENT, keys()[1])
        sandbox.create_repository("acme/shop", {"README.md": "x"}, collaborators={"ada": "admin", app: "write"})
        sandbox.create_repository("acme/other", {"README.md": "x"}, collaborators={"ada": "admin"})
        yield sandbox


def here(sandbox: Sandbox, repository: str = "acme/shop", **more: str) -> Surroundings:
    given = {"INCIDENT_APP_CLIENT_ID": CLIENT, "INCIDENT_APP_PRIVATE_KEY": keys()[0], **more}
    usual = {"GITHUB_EVENT_NAME": "schedule", "GITHUB_TOKEN": "ghs_of_the_workflow", "GITHUB_API_URL": sandbox.api_url}
    return runner.surroundings({**usual, "GITHUB_REPOSITORY": repository, **given})


def test_the_key_becomes_the_token_of_the_installation_and_the_name_is_told(sandbox: Sandbox) -> None:
    found = as_app(here(sandbox))

    assert (found.token, found.app_slug) == (sandbox.token("acme-incidents[bot]"), "acme-incidents")
    assert [f"{each.method} {each.route}" for each in sandbox.requests] == [
        "GET /repos/{owner}/{repo}/installation",
        "POST /app/installations/{installation_id}/access_tokens",
    ]


def test_without_an_app_nothing_is_asked(sandbox: Sandbox) -> None:
    usual = here(sandbox, INCIDENT_APP_CLIENT_ID="", INCIDENT_APP_PRIVATE_KEY="")

    assert as_app(usual) is usual
    assert list(sandbox.requests) == []


def test_the_token_is_kept_out_of_the_log(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    as_app(here(sandbox))
    on_a_laptop = capsys.readouterr().out
    found = as_app(here(sandbox, GITHUB_ACTIONS="true"))

    assert on_a_laptop == ""
    assert capsys.readouterr().out == f"::add-mask::{found.token}\n"


def test_it_asks_for_what_a_run_does_and_no_more(sandbox: Sandbox) -> None:
    given = []
    sandbox.observers.append(lambda exchange: given.append(exchange.json))
    as_app(here(sandbox))

    assert given[-1]["permissions"] == {"contents": "write", "issues": "write", "pull_requests": "write"}


@pytest.mark.parametrize(
    ("repository", "given", "said"),
    [
        ("acme/other", {}, "the App is not installed on acme/other: install it there"),
        ("acme/shop", {"INCIDENT_APP_CLIENT_ID": "Iv23liOTHER"}, "GitHub does not take the App's key: are INCIDENT_APP_CLIENT_ID"),
        ("acme/shop", {"INCIDENT_APP_PRIVATE_KEY": "-----BEGIN nothing"}, "INCIDENT_APP_PRIVATE_KEY is no private key: give the whole .pem file."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_it_is_said_in_words(
    sandbox: Sandbox, repository: str, given: dict[str, str], said: str
) -> None:
    with pytest.raises(Unusable) as wrong:
        as_app(here(sandbox, repository, **given))

    assert str(wrong.value).startswith(said)
    assert keys()[0] not in str(wrong.value)


def test_an_app_that_may_too_little_is_told_what_it_needs(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incident_actions.gateway.app.RIGHTS", {"administration": "write"})

    with pytest.raises(Unusable, match="give it Contents, Issues and Pull requests, read and write"):
        as_app(here(sandbox))


@pytest.mark.parametrize("lacking", ["INCIDENT_APP_CLIENT_ID", "INCIDENT_APP_PRIVATE_KEY"])
def test_half_an_app_is_refused_before_anything_is_asked(sandbox: Sandbox, lacking: str) -> None:
    with pytest.raises(Unusable, match=f"and {lacking} is not set"):
        here(sandbox, **{lacking: ""})


def test_the_sandbox_believes_a_signature_of_the_registered_key_alone(sandbox: Sandbox) -> None:
    sandbox.register("acme-incidents", CLIENT, made()[1])

    with pytest.raises(Unusable, match="GitHub does not take the App's key"):
        as_app(here(sandbox))
