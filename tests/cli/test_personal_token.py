"""A person's token comes from the variables that they have set already, and never goes to another server."""

from pathlib import Path

import pytest

from incident_actions.cli.personal_token import own_token
from incident_actions.gateway.local.runner import UserError
from tests.gateway.local.test_github_cli import InstalledCli

GITHUB, COMPANY, SERVER = "https://api.github.com", "https://api.acme.ghe.com", "https://git.example/api/v3"
ALL = {"GITHUB_TOKEN": "first", "GH_TOKEN": "second", "GH_ENTERPRISE_TOKEN": "third"}


@pytest.mark.parametrize(
    ("variables", "api_url", "token"),
    [
        (ALL, GITHUB, "first"),
        (ALL, SERVER, "first"),
        ({**ALL, "GITHUB_TOKEN": " "}, GITHUB, "second"),
        ({"GH_TOKEN": "second\n"}, GITHUB, "second"),
        ({"GH_TOKEN": "second"}, COMPANY, "second"),
        ({"GH_TOKEN": "second"}, SERVER, ""),
        ({"GH_TOKEN": "second"}, "https://api.github.com.evil.example", ""),
        ({"GH_ENTERPRISE_TOKEN": "third"}, SERVER, "third"),
        ({"GH_ENTERPRISE_TOKEN": "third"}, GITHUB, ""),
        ({}, GITHUB, ""),
    ],
)
def test_the_token_of_the_github_cli_is_used_if_none_other_is_set(
    variables: dict[str, str], api_url: str, token: str
) -> None:
    assert own_token(variables, api_url) == token


def test_a_wrong_token_is_refused_by_the_name_of_its_variable() -> None:
    with pytest.raises(UserError, match=r"^GH_TOKEN contains characters"):
        own_token({"GH_TOKEN": "a b"}, GITHUB)


def test_the_token_that_the_github_cli_keeps_comes_last(tmp_path: Path) -> None:
    gh = InstalledCli(tmp_path, {"github.com": "kept"})

    assert own_token({**gh.environment, "GH_TOKEN": "set"}, GITHUB) == "set"
    assert not gh.asked.exists()
    assert own_token(gh.environment, GITHUB) == "kept"
    assert own_token(gh.environment, SERVER) == ""
    assert gh.asked.read_text().splitlines() == [
        "auth token --hostname=github.com",
        "auth token --hostname=git.example",
    ]


def test_a_workflow_run_uses_the_token_that_it_was_given_or_none(tmp_path: Path) -> None:
    gh = InstalledCli(tmp_path, {"github.com": "kept"})

    assert own_token({**gh.environment, "GITHUB_ACTIONS": "true"}, GITHUB) == ""
    assert not gh.asked.exists()


def test_what_no_token_can_be_is_refused_without_being_shown(tmp_path: Path) -> None:
    gh = InstalledCli(tmp_path, {"github.com": "a b"})

    with pytest.raises(
        UserError, match=r"^The answer of `gh auth token` contains characters that a token cannot have\.$"
    ):
        own_token(gh.environment, GITHUB)
