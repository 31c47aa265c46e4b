"""Bring a proposed file up to date on its branch, in one commit upon what people pushed, and never by force."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from incident_actions.contract.effects import RefreshFile
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.repository.branches import MAX_LOOKS, commit_files, get_commit, text_at
from incident_actions.model.fast_dataclass import replace
from incident_actions.postmortem import index
from incident_actions.postmortem.parts import RefreshedText, refresh_text

log = logging.getLogger(__name__)


def refresh_file(connection: Connection, wanted: RefreshFile) -> CreationResult:
    """Update the parts that people have not edited; `problem` says why nothing could be updated.

    GitHub refuses a commit whose parent is no longer the branch's head. Then the file is read again. A commit that an
    earlier attempt made is found by its key.
    https://docs.github.com/en/rest/git/refs#update-a-reference
    """
    refused = ""
    for _ in range(MAX_LOOKS):
        head = _head_of(connection, wanted.branch)
        if head is None:
            return CreationResult(wanted.pull, problem="no such branch")
        if head["sha"] == refused:
            break
        made_before = f"Incident-Key: {wanted.key}" in str(head["commit"]["message"]).splitlines()
        start = head["parents"][0]["sha"] if made_before else head["sha"]
        before = text_at(connection, wanted.path, start)
        if before is None:
            return CreationResult(wanted.pull, problem="no such file")
        after = refresh_text(before, wanted.text, wanted.written, wanted.offered, wanted.left_alone)
        files = () if made_before else _changed_files(connection, wanted, start, after)
        done = CreationResult(wanted.pull, updated=after.updated, edited=after.edited)
        if not files:
            return done
        if commit := _commit(connection, wanted, head, files):
            return replace(done, commit=commit, text=after.text)
        refused = head["sha"]
    return CreationResult(wanted.pull, problem="not permitted")


def _head_of(connection: Connection, branch: str) -> Any:
    """Return the newest commit of a branch; None if there is no such branch."""
    try:
        return get_commit(connection, branch)
    except GithubError as error:
        if is_refusal(error, 404, 409, 422):
            return None
        raise


def _changed_files(
    connection: Connection, wanted: RefreshFile, start: str, after: RefreshedText
) -> tuple[tuple[str, str], ...]:
    """Return the files to commit: the post-mortem, and the index where the tool's own row is another one now."""
    file = ((wanted.path, after.text),) if after.updated else ()
    listed = text_at(connection, index.PATH, start) if wanted.row else None
    if listed is None:
        return file
    replaced = index.replace_row(listed, wanted.path, wanted.row, wanted.written)
    return (*file, (index.PATH, replaced)) if replaced != listed else file


def _commit(connection: Connection, wanted: RefreshFile, head: Any, files: tuple[tuple[str, str], ...]) -> str:
    """Commit files upon the branch's head, and return the commit; empty if GitHub refuses it."""
    message = f"{wanted.message}\n\nIncident-Key: {wanted.key}"
    try:
        commit = commit_files(connection, head, files, message)
        connection.send("PATCH", f"git/refs/heads/{quote(wanted.branch)}", body={"sha": commit, "force": False})
    except GithubError as error:
        if not is_refusal(error, 403, 404, 409, 422):
            raise
        log.info("Could not commit to %s: status %s", wanted.branch, error.status)
        return ""
    return commit
