"""The GitHub CLI is asked for the token of the one server that a command talks to, and of no other."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import pytest

from incident_actions.gateway.local.github_cli import kept_token, server_name

GITHUB = "https://api.github.com"


class InstalledCli:
    """A `gh` that keeps tokens by host, as the real one does, and writes down what it was asked."""

    def __init__(self, folder: Path, tokens: dict[str, str]) -> None:
        """Put it on PATH."""
        self.asked = folder / "asked"
        self.environment = {"PATH": f"{folder}:/usr/bin:/bin"}
        cases = "".join(
            f"{quote(f'auth token --hostname={host}')}) echo {quote(each)};;\n" for host, each in tokens.items()
        )
        program = folder / "gh"
        program.write_text(
            f'#!/bin/sh\necho "$*" >> {quote(str(self.asked))}\ncase "$*" in\n{cases}*) echo no login >&2; exit 1;;\nesac\n'
        )
        program.chmod(0o700)


@pytest.fixture
def gh(tmp_path: Path) -> InstalledCli:
    return InstalledCli(tmp_path, {"github.com": "one", "acme.ghe.com": "two", "git.example": "three"})


@pytest.mark.parametrize(
    ("api_url", "host"),
    [
        (GITHUB, "github.com"),
        ("https://api.acme.ghe.com", "acme.ghe.com"),
        ("https://git.example/api/v3", "git.example"),
        ("https://git.example:8443/api/v3", "git.example"),
        ("https://api.github.com.evil.example", "api.github.com.evil.example"),
        ("https://api.evil.example", "api.evil.example"),
        ("http://api.github.com", ""),
        ("http://127.0.0.1:8765/api/v3", ""),
        ("", ""),
    ],
)
def test_a_server_has_the_name_that_the_github_cli_knows(api_url: str, host: str) -> None:
    assert server_name(api_url) == host


@pytest.mark.parametrize(
    ("api_url", "token"),
    [
        (GITHUB, "one"),
        ("https://api.acme.ghe.com", "two"),
        ("https://git.example/api/v3", "three"),
        ("https://api.github.com.evil.example", ""),
        ("https://other.example/api/v3", ""),
    ],
)
def test_each_server_gets_its_own_token_or_none(gh: InstalledCli, api_url: str, token: str) -> None:
    assert kept_token(gh.environment, api_url) == token


def test_a_server_without_tls_is_not_even_asked_about(gh: InstalledCli) -> None:
    assert kept_token(gh.environment, "http://127.0.0.1:8765") == ""
    assert not gh.asked.exists()


@pytest.mark.parametrize("environment", [{}, {"PATH": ""}, {"PATH": "/nowhere"}])
def test_nobody_needs_the_github_cli(environment: dict[str, str]) -> None:
    assert kept_token(environment, GITHUB) == ""
