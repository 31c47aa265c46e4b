"""Commits, branches and comparisons."""

import pytest
from github.Repository import Repository

from tests.sandbox.client import Client


def test_commits_are_listed_newest_first_and_by_path(shop: Repository) -> None:
    shop.create_file("docs/a.md", "Add a", "a")
    shop.create_file("docs/b.md", "Add b", "b")

    assert [each.commit.message for each in shop.get_commits()] == ["Add b", "Add a", "Initial commit"]
    assert [each.commit.message for each in shop.get_commits(path="docs/a.md")] == ["Add a"]
    commit = shop.get_commit("main")
    assert (commit.author.login, commit.stats.additions, [each.filename for each in commit.files]) == (
        "ada",
        1,
        ["docs/b.md"],
    )
    assert commit.sha == shop.get_commit(commit.sha[:7]).sha


def test_branches_are_listed_with_their_heads(shop: Repository, ada: Client) -> None:
    sha = ada.branch("hotfix/cart", {"x": "x"})

    assert [each.name for each in shop.get_branches()] == ["hotfix/cart", "main"]
    assert shop.get_branch("hotfix/cart").commit.sha == sha
    assert ada("GET", "branches/none").status_code == 404


@pytest.mark.parametrize(
    ("basehead", "status", "ahead", "behind"),
    [
        ("main...fix", "ahead", 1, 0),
        ("fix...main", "behind", 0, 1),
        ("main...main", "identical", 0, 0),
        ("side...fix", "diverged", 1, 1),
    ],
)
def test_two_branches_are_compared(ada: Client, basehead: str, status: str, ahead: int, behind: int) -> None:
    ada.branch("fix", {"fix.txt": "x"})
    ada.branch("side", {"side.txt": "x"})

    told = ada.json("GET", f"compare/{basehead}")

    assert (told["status"], told["ahead_by"], told["behind_by"]) == (status, ahead, behind)
    assert [each["filename"] for each in told["files"]] == (["fix.txt"] if ahead else [])


def test_a_file_moved_unchanged_counts_as_renamed(ada: Client) -> None:
    sha = ada.branch("move", {"README.md": None, "docs/README.md": "# shop\n"})

    (file,) = ada.json("GET", f"commits/{sha}")["files"]

    assert (file["status"], file["previous_filename"], file["changes"]) == ("renamed", "README.md", 0)
