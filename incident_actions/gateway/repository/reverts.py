"""Undo a change of the default branch on a branch with its pull request, made from git data alone."""

from __future__ import annotations

import logging
from typing import Any, TypeAlias

from incident_actions.contract.effects import OpenRevert
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.repository.branches import (
    create_commit,
    create_free_branch,
    get_commit,
)
from incident_actions.gateway.repository.pull_requests import open_pull, pull_body

log = logging.getLogger(__name__)

Files: TypeAlias = dict[str, tuple[str, str, str]]
"""Files by path, each with its mode, type and SHA."""

WORKFLOWS = ".github/workflows/"


class TreeTooLarge(Exception):
    """GitHub does not list all files of a tree in one answer."""


def open_revert(connection: Connection, wanted: OpenRevert, base: str) -> CreationResult:
    """Open the branch and its pull request, or find those of an earlier attempt; `problem` says why there are none.

    A file goes back to its content before the change only if it still has the content after the change.
    """
    try:
        start = get_commit(connection, base)
        before, after, now = _read_trees(connection, wanted.before, wanted.after, str(start["sha"]))
    except TreeTooLarge:
        return CreationResult(problem="too many files")
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    undone = {path: before.get(path) for path in changed if now.get(path) != before.get(path)}
    edited = tuple(sorted(path for path in undone if now.get(path) != after.get(path)))
    if edited:
        return CreationResult(problem="changed since", in_the_way=edited)
    if not undone:
        return CreationResult(problem="already reverted")
    if workflows := tuple(sorted(path for path in undone if path.startswith(WORKFLOWS))):
        return CreationResult(problem="workflow files", in_the_way=workflows)
    try:
        branch = _create_branch(connection, wanted, start, undone)
    except GithubError as error:
        if not is_refusal(error, 403, 404):
            raise
        log.info("Could not open %s: status %s", wanted.branch, error.status)
        return CreationResult(problem="not permitted")
    return CreationResult(open_pull(connection, pull_body(branch, base, wanted, draft=False)), branch)


def _read_trees(connection: Connection, *shas: str) -> list[Files]:
    """Read all files of commits at the same time.

    https://docs.github.com/en/rest/git/trees#get-a-tree
    """
    for sha in shas:
        connection.read_ahead(f"git/trees/{sha}", recursive="1")
    listed = [connection.get(f"git/trees/{sha}", recursive="1") for sha in shas]
    if any(each.get("truncated") for each in listed):
        raise TreeTooLarge
    return [
        {each["path"]: (each["mode"], each["type"], each["sha"]) for each in tree["tree"] if each["type"] != "tree"}
        for tree in listed
    ]


def _create_branch(
    connection: Connection, wanted: OpenRevert, start: Any, undone: dict[str, tuple[str, str, str] | None]
) -> str:
    """Create the commit and its branch, and return the branch's name. A file that the change added goes away."""
    tree = [
        {"path": path, "mode": entry[0], "type": entry[1], "sha": entry[2]}
        if entry
        else {"path": path, "mode": "100644", "type": "blob", "sha": None}
        for path, entry in sorted(undone.items())
    ]
    made = connection.send(
        "POST", "git/trees", body={"base_tree": start["commit"]["tree"]["sha"], "tree": tree}, once=False
    )
    message = f"{wanted.message}\nIncident-Key: {wanted.key}"
    commit = create_commit(connection, message, str(made["sha"]), str(start["sha"]))
    return create_free_branch(connection, wanted.branch, commit, wanted.key)
