"""Rewrite a file on the default branch in one commit."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import quote

from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.repository.branches import commit_files, get_commit, text_at

log = logging.getLogger(__name__)


def rewrite_file(
    connection: Connection, base: str, path: str, rewrite: Callable[[str | None], str], message: str
) -> bool:
    """Rewrite a file on a branch; return whether it has the new text now, which rules for the branch may prevent.

    Somebody who pushes in between wins.
    """
    start = get_commit(connection, base)
    before = text_at(connection, path, start["sha"])
    after = rewrite(before)
    if after == before:
        return True
    try:
        commit = commit_files(connection, start, [(path, after)], message)
        connection.send("PATCH", f"git/refs/heads/{quote(base)}", body={"sha": commit, "force": False})
    except GithubError as error:
        if not is_refusal(error, 403, 404, 409, 422):
            raise
        log.warning("Could not commit %s to %s: status %s", path, base, error.status)
        return False
    return True
