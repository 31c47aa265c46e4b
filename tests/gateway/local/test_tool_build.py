"""A copy of the tool knows its commit from git, and a package from what its build recorded."""

from pathlib import Path

import pytest

from incident_actions.gateway.local.tool_build import ToolBuild, inspect_checkout, read_record, to_record
from tests.checkouts import make_checkout, run_git

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize("remote", ["https://ada:secret@github.com/acme/tool.git", "git@github.com:acme/tool"])
def test_a_checkout_names_its_repository_without_credentials(remote: str, tmp_path: Path) -> None:
    commit = make_checkout(tmp_path / "tool", remote)

    assert inspect_checkout(tmp_path / "tool", "1.0.0") == ToolBuild("acme/tool", commit)


@pytest.mark.parametrize(
    ("tag", "is_tagged"), [("v1.0.0", True), ("1.0.0", False), ("v1.0.0-rc1", False), ("v1", False)]
)
def test_a_commit_is_tagged_only_by_the_tag_of_its_version(tag: str, is_tagged: bool, tmp_path: Path) -> None:
    commit = make_checkout(tmp_path / "tool", "https://github.com/acme/tool")
    run_git(tmp_path / "tool", "tag", tag)

    assert inspect_checkout(tmp_path / "tool", "1.0.0") == ToolBuild("acme/tool", commit, is_tagged=is_tagged)


def test_a_changed_file_makes_a_checkout_dirty_and_a_new_one_does_not(tmp_path: Path) -> None:
    make_checkout(tmp_path / "tool", "https://github.com/acme/tool")
    (tmp_path / "tool/kept").write_text("1")
    run_git(tmp_path / "tool", "add", "kept")
    run_git(tmp_path / "tool", "commit", "--quiet", "--message", "y")
    (tmp_path / "tool/new").write_text("1")
    before = inspect_checkout(tmp_path / "tool", "1.0.0").is_dirty
    (tmp_path / "tool/kept").write_text("2")

    assert (before, inspect_checkout(tmp_path / "tool", "1.0.0").is_dirty) == (False, True)


def test_a_folder_without_history_or_inside_another_checkout_has_no_commit(tmp_path: Path) -> None:
    make_checkout(tmp_path / "other", "https://github.com/acme/other")
    (tmp_path / "other/site-packages").mkdir()

    assert inspect_checkout(tmp_path / "other/site-packages", "1.0.0") == ToolBuild()
    assert inspect_checkout(tmp_path, "1.0.0") == ToolBuild()


@pytest.mark.parametrize("build", [ToolBuild(), ToolBuild("acme/tool", COMMIT, is_tagged=True, is_dirty=True)])
def test_what_is_recorded_is_read(build: ToolBuild, tmp_path: Path) -> None:
    (tmp_path / "build.json").write_text(to_record(build))

    assert read_record(tmp_path / "build.json") == build


def test_a_package_without_a_record_has_no_commit(tmp_path: Path) -> None:
    assert read_record(tmp_path / "build.json") == ToolBuild()
