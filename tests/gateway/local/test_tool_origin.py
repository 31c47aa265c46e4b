"""The commit of the tool that a repository is pinned to: the one that is named, or the one that was installed."""

import json
from pathlib import Path

import pytest

from incident_actions import __version__
from incident_actions.gateway.local import tool_origin as place
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.local.tool_build import ToolBuild, to_record
from incident_actions.gateway.local.tool_origin import find_build, find_source
from incident_actions.setup.source import Source
from tests.checkouts import make_checkout

COMMIT = "0123456789abcdef0123456789abcdef01234567"
FROM_GIT = {"url": "https://github.com/acme/tool.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}


def installed(
    monkeypatch: pytest.MonkeyPatch, root: Path, noted: object = None, recorded: ToolBuild | None = None
) -> None:
    """Let pip and the package have noted down where the installation came from."""

    class Distribution:
        def read_text(self, name: str) -> str | None:
            return json.dumps(noted) if noted is not None and name == "direct_url.json" else None

    monkeypatch.setattr(place, "distribution", lambda _: Distribution())
    monkeypatch.setattr(place, "PACKAGE", root / "incident_actions")
    if recorded:
        record = root / "incident_actions/adopt/build.json"
        record.parent.mkdir(parents=True)
        record.write_text(to_record(recorded))


def test_a_named_source_takes_precedence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed(monkeypatch, tmp_path, recorded=ToolBuild("acme/fork", "f" * 40, is_tagged=True))

    assert find_source(f"acme/tool@{COMMIT}") == Source("acme/tool", COMMIT)


def test_a_package_knows_the_commit_that_it_was_built_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed(monkeypatch, tmp_path, FROM_GIT, ToolBuild("acme/fork", "f" * 40))

    assert find_source("") == Source("acme/fork", "f" * 40)


@pytest.mark.parametrize("written", ["", f"acme/copy@{COMMIT}"])
def test_the_commit_of_a_release_has_its_version(written: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed(monkeypatch, tmp_path, recorded=ToolBuild("acme/tool", COMMIT, is_tagged=True))

    assert find_source(written) == Source("acme/copy" if written else "acme/tool", COMMIT, __version__)


def test_an_installation_from_git_knows_its_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed(monkeypatch, tmp_path, FROM_GIT)

    assert find_source("") == Source("acme/tool", COMMIT)


def test_a_clone_that_runs_as_it_is_knows_its_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    commit = make_checkout(tmp_path / "clone", "https://github.com/acme/tool")
    installed(monkeypatch, tmp_path / "clone")

    assert find_source("") == Source("acme/tool", commit)


@pytest.mark.parametrize("noted", [None, {}, {"url": "file:///nowhere", "dir_info": {}}, {"url": "https://x/a.whl"}])
@pytest.mark.parametrize("recorded", [None, ToolBuild()], ids=["no record", "an empty record"])
def test_an_installation_of_unknown_origin_asks_for_a_source(
    noted: object, recorded: ToolBuild | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(monkeypatch, tmp_path, noted, recorded)

    assert find_build() == ToolBuild()
    with pytest.raises(UserError, match="Name them with `--source OWNER/NAME@COMMIT`"):
        find_source("")


def test_a_commit_without_a_repository_is_no_source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed(monkeypatch, tmp_path, recorded=ToolBuild("", COMMIT))

    with pytest.raises(UserError, match="has no record of the repository and commit"):
        find_source("")
