"""A branch that keeps what a run read for the next one: one commit without a history, which each run replaces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from incident_actions.gateway.client.connection import Connection, require_list
from incident_actions.gateway.repository.branches import text_at
from incident_actions.setup.workflows import FOLDER

LARGEST_PART = 700_000
"""The most bytes of one file of facts: GitHub returns the contents of files up to a megabyte.

https://docs.github.com/en/rest/repos/contents#get-repository-content
"""


def read_kept(connection: Connection, branch: str, folder: str) -> str:
    """Return what the last run kept in a folder of the branch; empty where there is none. Raises GithubError."""
    return "".join(_parts(connection, branch, folder))


def _parts(connection: Connection, branch: str, folder: str) -> Iterator[str]:
    place = 0
    while (text := text_at(connection, _part_path(folder, place), branch)) is not None:
        yield text
        place += 1


def kept_files(text: str, folder: str) -> dict[str, str]:
    """Return the files that hold a text, each small enough to be read again."""
    parts: list[list[str]] = [[]]
    size = 0
    for line in text.splitlines(keepends=True):
        length = len(line.encode())
        if size + length > LARGEST_PART and parts[-1]:
            parts.append([])
            size = 0
        parts[-1].append(line)
        size += length
    return {_part_path(folder, place): "".join(lines) for place, lines in enumerate(parts)}


def _part_path(folder: str, place: int) -> str:
    return f"{folder}/{place:04}.jsonl"


def _workflow_files(connection: Connection) -> list[dict[str, str]]:
    """Return the folder of workflows of the default branch, as it is, for the tree of a commit.

    A workflow's own token may be refused a branch whose workflow files are not those of the default branch. The token
    starts no workflow, so nothing runs because of them.
    https://docs.github.com/en/rest/git/refs#create-a-reference
    """
    listed = connection.get_or_none("contents/.github", require_list) or []
    return [
        {"path": FOLDER, "mode": "040000", "type": "tree", "sha": str(each["sha"])}
        for each in listed
        if each["path"] == FOLDER and each["type"] == "dir"
    ]


class NotKeptBranch(Exception):
    """The branch holds something else, which the tool must not replace."""


def replace_branch(connection: Connection, branch: str, folder: str, files: Mapping[str, str], message: str) -> None:
    """Replace a branch by one commit of these files. Raises GithubError, and NotKeptBranch.

    It is the tool's own if the folder with what is kept is there.

    https://docs.github.com/en/rest/git/trees#create-a-tree
    """
    path = f"git/ref/heads/{quote(branch)}"
    exists = connection.get_or_none(path, lambda given: given) is not None
    if exists and text_at(connection, _part_path(folder, 0), branch) is None:
        raise NotKeptBranch(branch)
    written = ({"path": path, "mode": "100644", "type": "blob", "content": text} for path, text in files.items())
    tree = [*written, *_workflow_files(connection)]
    sha = connection.send("POST", "git/trees", body={"tree": tree}, once=False)["sha"]
    commit = connection.send("POST", "git/commits", body={"message": message, "tree": sha, "parents": []}, once=False)[
        "sha"
    ]
    if exists:
        connection.send("PATCH", f"git/refs/heads/{quote(branch)}", body={"sha": commit, "force": True})
    else:
        connection.send("POST", "git/refs", body={"ref": f"refs/heads/{branch}", "sha": commit}, once=False)
