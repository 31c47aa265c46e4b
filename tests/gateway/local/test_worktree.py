"""On a laptop the files that differ from the base are read, and nothing but post-mortems, wherever a link leads."""

import os
import subprocess
from pathlib import Path

import pytest

from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.local.worktree import base_name, files_to_check
from incident_actions.postmortem.check import LONGEST, TALLEST
from incident_actions.postmortem.finding import FileTooLong, NotText

FOLDER = "docs/incidents"


def git(root: Path, *arguments: str) -> None:
    who = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    names = {f"GIT_{each}_{what}": f"ada@{what}" for each in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, env=os.environ | who | names)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one post-mortem on main, and a branch on which others stand."""
    place = tmp_path / "shop"
    (place / FOLDER).mkdir(parents=True)
    (place / FOLDER / "old.md").write_text("old")
    (place / "secret.md").write_text("secret")
    git(place, "init", "--quiet", "--initial-branch=main")
    git(place, "add", ".")
    git(place, "commit", "--quiet", "-m", "First")
    git(place, "switch", "--quiet", "-c", "postmortem/7")
    return place


def test_files_that_differ_from_the_base_are_read_committed_or_not(root: Path) -> None:
    (root / FOLDER / "committed.md").write_text("committed")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "Second")
    (root / FOLDER / "new\nname.md").write_text("new")
    (root / FOLDER / "README.md").write_text("index")
    (root / "elsewhere.md").write_text("elsewhere")

    assert files_to_check(root, (), "main") == (
        (f"{FOLDER}/committed.md", "committed"),
        (f"{FOLDER}/new\nname.md", "new"),
    )
    assert files_to_check(root, (), "") == ((f"{FOLDER}/new\nname.md", "new"),)


def test_the_configuration_is_read_where_it_differs(root: Path) -> None:
    (root / ".github").mkdir()
    (root / ".github" / "incidents.yml").write_text("extends: lean")
    (root / ".github" / "other.yml").write_text("x")

    assert files_to_check(root, (), "") == ((".github/incidents.yml", "extends: lean"),)


def test_deleted_files_are_left_out(root: Path) -> None:
    (root / FOLDER / "old.md").unlink()

    assert files_to_check(root, (), "main") == ()


def test_files_that_are_named_are_read_once(root: Path) -> None:
    (root / FOLDER / "README.md").write_text("the index, which every glob names too")
    paths = [f"{FOLDER}/old.md", f"./{FOLDER}/old.md", str(root / FOLDER / "old.md"), f"{FOLDER}/README.md"]

    assert files_to_check(root, paths, "") == ((f"{FOLDER}/old.md", "old"),)


@pytest.mark.parametrize(
    "path",
    ["secret.md", "../secret.md", f"{FOLDER}/../../secret.md", "/etc/passwd", FOLDER, "", "-x"],
)
def test_no_other_file_is_read(root: Path, path: str) -> None:
    with pytest.raises(UserError, match="is not a post-mortem"):
        files_to_check(root, [path], "")


def test_no_link_is_followed(root: Path) -> None:
    (root / FOLDER / "link.md").symlink_to(root / "secret.md")
    (root / "drafts").mkdir()
    (root / "drafts" / "a.md").write_text("a")
    (root / FOLDER / "drafts").symlink_to(root / "drafts")

    assert files_to_check(root, [f"{FOLDER}/link.md", f"{FOLDER}/drafts/a.md"], "") == (
        (f"{FOLDER}/drafts/a.md", NotText(1)),
        (f"{FOLDER}/link.md", NotText(1)),
    )


def test_binary_and_oversized_files_are_reported_and_not_read(root: Path) -> None:
    (root / FOLDER / "a.md").write_bytes(b"\xff\xfe")
    (root / FOLDER / "b.md").write_bytes(b"a\0b")
    (root / FOLDER / "c.md").write_bytes(b"a" * (4 * LONGEST + 1))
    (root / FOLDER / "d.md").mkdir()

    named = [f"{FOLDER}/{name}.md" for name in "abcd"]
    assert [found for _, found in files_to_check(root, named, "")] == [
        NotText(1),
        NotText(1),
        FileTooLong(1, LONGEST, TALLEST),
        NotText(1),
    ]


@pytest.mark.parametrize("base", ["no-such-branch", "--output=x", ""])
def test_a_base_that_git_does_not_know_is_reported(tmp_path: Path, root: Path, base: str) -> None:
    place = root if base else tmp_path

    with pytest.raises(UserError, match="Name the files"):
        files_to_check(place, (), base)


def test_a_named_file_that_does_not_exist_is_reported(root: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        files_to_check(root, [f"{FOLDER}/none.md"], "")


def test_a_working_copy_is_compared_with_the_default_branch_by_its_name(root: Path) -> None:
    assert (base_name(root, ""), base_name(root, "release/4.1")) == ("HEAD", "release/4.1")

    git(root, "update-ref", "refs/remotes/origin/trunk", "HEAD")
    git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")

    assert base_name(root, "") == "origin/trunk"
