"""The commit of the tool that a repository is pinned to: the one that is named, or the one that was installed."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from incident_actions import __version__
from incident_actions.gateway.local import tool_origin as place
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.local.tool_origin import find_source
from incident_actions.setup.source import Source

COMMIT = "0123456789abcdef0123456789abcdef01234567"
QUIET = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=ada", "-c", "user.email=ada@example.org")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, env=QUIET, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def checked_out(folder: Path, remote: str) -> str:
    """Make a checkout with a commit, and tell which."""
    folder.mkdir()
    git(folder, "init", "--quiet")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "x")
    git(folder, "remote", "add", "origin", remote)
    return git(folder, "rev-parse", "HEAD")


def installed(monkeypatch: pytest.MonkeyPatch, noted: object, package: Path) -> None:
    """Let the installation have noted down where it came from."""

    class Distribution:
        def read_text(self, name: str) -> str | None:
            return json.dumps(noted) if noted is not None and name == "direct_url.json" else None

    monkeypatch.setattr(place, "distribution", lambda _: Distribution())
    monkeypatch.setattr(place, "PACKAGE", package / "incident_actions")


def test_a_named_source_takes_precedence() -> None:
    assert find_source(f"acme/tool@{COMMIT}") == Source("acme/tool", COMMIT, __version__)


def test_an_installation_from_git_knows_its_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    noted = {"url": "https://github.com/acme/tool.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}
    installed(monkeypatch, noted, tmp_path)

    assert find_source("") == Source("acme/tool", COMMIT, __version__)


def test_an_installation_from_a_clone_knows_that_clones_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    commit = checked_out(tmp_path / "a clone", "git@github.com:acme/tool.git")
    installed(monkeypatch, {"url": (tmp_path / "a clone").as_uri(), "dir_info": {}}, tmp_path)

    assert find_source("") == Source("acme/tool", commit, __version__)


def test_a_clone_that_runs_as_it_is_knows_its_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    commit = checked_out(tmp_path / "clone", "https://github.com/acme/tool")
    installed(monkeypatch, None, tmp_path / "clone")

    assert find_source("") == Source("acme/tool", commit, __version__)


@pytest.mark.parametrize("noted", [None, {}, {"url": "file:///nowhere", "dir_info": {}}, {"url": "https://x/a.whl"}])
def test_an_installation_of_unknown_origin_asks_for_a_source(
    noted: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(monkeypatch, noted, tmp_path)

    with pytest.raises(UserError, match="has no record of the repository and commit"):
        find_source("")
