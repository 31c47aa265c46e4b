"""A person's token comes from the variables that they have set already, and never goes to another server."""

import pytest

from incident_actions.cli.environment import own_token
from incident_actions.gateway.local.runner import UserError

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
