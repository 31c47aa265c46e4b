"""Pull requests that were merged in each way, for tests that roll them back."""

from __future__ import annotations

from typing import Any

from tests.sandbox.client import Client


def merge_change(
    ada: Client, files: dict[str, str | None], *, branch: str = "bigger-pool", method: str = "merge"
) -> Any:
    """Merge a pull request with these files, and return it."""
    ada.branch(branch, files, "Raise the pool size")
    pull = ada.pull(branch, title="Raise the pool size")
    ada.json("PUT", f"pulls/{pull['number']}/merge", {"merge_method": method})
    return pull


def merge_commits(ada: Client, method: str, *changes: dict[str, str | None]) -> int:
    """Merge a pull request that has one commit for each change, and return its number."""
    ada.branch("bigger-pool", changes[0], "Raise the pool size")
    for files in changes[1:]:
        add_commit(ada, "bigger-pool", files)
    number = int(ada.pull("bigger-pool", title="Raise the pool size")["number"])
    ada.json("PUT", f"pulls/{number}/merge", {"merge_method": method})
    return number


def add_commit(ada: Client, branch: str, files: dict[str, str | None], message: str = "Another") -> str:
    """Commit files to a branch."""
    head = ada.json("GET", f"git/ref/heads/{branch}")["object"]["sha"]
    entries = [
        {"path": path, "mode": "100644", "type": "blob"} | ({"sha": None} if text is None else {"content": text})
        for path, text in files.items()
    ]
    tree = ada.json("POST", "git/trees", {"base_tree": head, "tree": entries})["sha"]
    commit = ada.json("POST", "git/commits", {"message": message, "tree": tree, "parents": [head]})["sha"]
    ada.json("PATCH", f"git/refs/heads/{branch}", {"sha": commit})
    return str(commit)


def tree_of(ada: Client, ref: str) -> str:
    """Return the tree of a branch or commit."""
    return str(ada.json("GET", f"commits/{ref}")["commit"]["tree"]["sha"])
