"""A clone's remote names the repository and its server."""

import subprocess
from pathlib import Path

import pytest

from incident_actions.gateway.origin import Origin, origin, read

SHOP = Origin("acme/shop", "https://api.github.com")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/acme/shop.git", SHOP),
        ("https://github.com/acme/shop", SHOP),
        ("https://user:secret@github.com/acme/shop.git", SHOP),
        ("git@github.com:acme/shop.git", SHOP),
        ("ssh://git@github.com:22/acme/shop.git", SHOP),
        ("https://git.example.com/acme/shop", Origin("acme/shop", "https://git.example.com/api/v3")),
        ("https://git.example.com:8443/acme/shop", Origin("acme/shop", "https://git.example.com/api/v3")),
        ("git@acme.ghe.com:acme/my.shop.git", Origin("acme/my.shop", "https://api.acme.ghe.com")),
        ("/srv/git/shop.git", None),
        ("../shop", None),
        ("file:///srv/acme/shop.git", None),
        ("https://github.com/acme", None),
        ("", None),
    ],
)
def test_the_repository_is_read_from_the_address(url: str, expected: Origin | None) -> None:
    assert read(url) == expected


def test_where_there_is_no_clone_or_no_remote_there_is_no_repository(tmp_path: Path) -> None:
    assert origin(tmp_path / "nothing") is None
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert origin(tmp_path) is None
    subprocess.run(["git", "-C", str(tmp_path), "remote", "add", "origin", "git@github.com:acme/shop"], check=True)
    assert origin(tmp_path) == SHOP
