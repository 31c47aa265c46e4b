"""A clone's remote names the repository and its server."""

import subprocess
from pathlib import Path

import pytest

from incident_actions.gateway.local.git_remote import Remote, find_remote, parse_address

SHOP = Remote("github.com", "acme/shop")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/acme/shop.git", SHOP),
        ("https://github.com/acme/shop", SHOP),
        ("https://user:secret@github.com/acme/shop.git", SHOP),
        ("git@github.com:acme/shop.git", SHOP),
        ("ssh://git@github.com:22/acme/shop.git", SHOP),
        ("https://git.example.com/acme/shop", Remote("git.example.com", "acme/shop")),
        ("https://git.example.com:8443/acme/shop", Remote("git.example.com", "acme/shop")),
        ("git@acme.ghe.com:acme/my.shop.git", Remote("acme.ghe.com", "acme/my.shop")),
        ("http://127.0.0.1:8765/acme/shop.git", Remote("127.0.0.1", "acme/shop", 8765, "http")),
        ("http://ada:secret@localhost:8765/acme/shop", Remote("localhost", "acme/shop", 8765, "http")),
        ("http://127.0.0.1/acme/shop", Remote("127.0.0.1", "acme/shop", 80, "http")),
        ("https://localhost:8765/acme/shop.git", Remote("localhost", "acme/shop", 8765, "https")),
        ("https://localhost/acme/shop.git", Remote("localhost", "acme/shop", 443, "https")),
        ("http://git.example.com:8765/acme/shop", Remote("git.example.com", "acme/shop")),
        ("/srv/git/shop.git", None),
        ("../shop", None),
        ("file:///srv/acme/shop.git", None),
        ("https://github.com/acme", None),
        ("", None),
    ],
)
def test_the_repository_is_read_from_the_address(url: str, expected: Remote | None) -> None:
    assert parse_address(url) == expected


def test_a_folder_without_clone_or_remote_has_no_repository(tmp_path: Path) -> None:
    assert find_remote(tmp_path / "nothing") is None
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert find_remote(tmp_path) is None
    subprocess.run(["git", "-C", str(tmp_path), "remote", "add", "origin", "git@github.com:acme/shop"], check=True)
    assert find_remote(tmp_path) == SHOP


@pytest.mark.parametrize(
    ("host", "api_url", "enterprise"),
    [
        ("github.com", "https://api.github.com", False),
        ("acme.ghe.com", "https://api.acme.ghe.com", False),
        ("git.example.com", "https://git.example.com/api/v3", True),
        ("notgithub.com", "https://notgithub.com/api/v3", True),
    ],
)
def test_a_server_that_is_not_githubs_own_is_an_enterprise_server(host: str, api_url: str, enterprise: bool) -> None:
    remote = Remote(host, "acme/shop")

    assert (remote.api_url, remote.is_enterprise) == (api_url, enterprise)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_on_this_machine_is_asked_at_its_port_and_is_no_enterprise_server(scheme: str) -> None:
    remote = Remote("127.0.0.1", "acme/shop", 8765, scheme)

    assert (remote.api_url, remote.is_enterprise) == (f"{scheme}://127.0.0.1:8765/api/v3", False)
