"""Cloning and pushing with git itself."""

import os
import subprocess
from pathlib import Path

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    who = {f"GIT_{role}_{key}": "ada" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    alone = {"GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(folder), **who}
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=os.environ | alone, capture_output=True, text=True, check=False
    )


def address(sandbox: Sandbox, login: str | None, name: str = "acme/shop") -> str:
    credentials = f"{login}:{sandbox.token(login)}@" if login else ""
    return f"{sandbox.url.replace('//', f'//{credentials}')}/{name}.git"


def test_a_clone_has_the_branches_that_the_api_made(sandbox: Sandbox, ada: Client, tmp_path: Path) -> None:
    sha = ada.branch("hotfix/cart", {"fix.txt": "fixed\n"})

    cloned = git(tmp_path, "clone", "--branch", "hotfix/cart", address(sandbox, None), "shop")

    assert cloned.returncode == 0, cloned.stderr
    assert (tmp_path / "shop/fix.txt").read_text() == "fixed\n"
    assert git(tmp_path / "shop", "rev-parse", "HEAD").stdout.strip() == sha
    assert git(tmp_path / "shop", "fsck", "--strict").returncode == 0


def test_a_writers_push_moves_the_branch_and_is_told(sandbox: Sandbox, ada: Client, tmp_path: Path) -> None:
    git(tmp_path, "clone", address(sandbox, "grace"), "shop")
    shop = tmp_path / "shop"
    (shop / "new.txt").write_text("new\n")
    git(shop, "add", "new.txt")
    git(shop, "commit", "-m", "Add a file")

    pushed = git(shop, "push", "origin", "HEAD:main", "HEAD:refs/heads/side")

    assert pushed.returncode == 0, pushed.stderr
    assert ada.json("GET", "commits/main")["sha"] == git(shop, "rev-parse", "HEAD").stdout.strip()
    told = [(each.event, each.payload["ref"], each.actor) for each in sandbox.deliveries]
    assert told == [
        ("push", "refs/heads/main", "grace"),
        ("push", "refs/heads/side", "grace"),
        ("create", "side", "grace"),
    ]
    assert sandbox.deliveries[0].payload["commits"][0]["added"] == ["new.txt"]


@pytest.mark.parametrize("login", ["linus", None])
def test_a_reader_may_not_push(sandbox: Sandbox, tmp_path: Path, login: str | None) -> None:
    git(tmp_path, "clone", address(sandbox, login), "shop")

    assert git(tmp_path / "shop", "push", "origin", "HEAD:refs/heads/side").returncode != 0
    assert sandbox.deliveries == []


def test_a_private_repository_is_cloned_by_its_people_alone(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.create_repository("acme/vault", {"a": "a"}, private=True, collaborators={"ada": "read"})

    codes = [
        git(tmp_path, "clone", address(sandbox, login, "acme/vault"), str(login)).returncode
        for login in ("ada", "stranger", None)
    ]

    assert [code == 0 for code in codes] == [True, False, False]
