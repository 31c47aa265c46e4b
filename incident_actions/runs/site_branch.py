"""Keep what a build of the status page read on a branch of its own, for the next build: nothing but what is public."""

from __future__ import annotations

import logging

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.errors import log_failure
from incident_actions.gateway.repository.kept_branch import NotKeptBranch, kept_files, read_kept, replace_branch

log = logging.getLogger("incident_actions")

FOLDER = "incidents"
"""The folder of the branch with what the next build need not read again."""

MESSAGE = "Keep what the status page was built from"


def read_site_branch(connection: Connection, branch: str) -> str:
    """Return what the last build kept; empty where there is none. Raises GithubError and Unreachable."""
    return read_kept(connection, branch, FOLDER)


def keep_on_site_branch(connection: Connection, branch: str, kept: str, about: str) -> bool:
    """Replace the branch, and return whether that succeeded. `about` is its README.

    A build goes on without it, since the page is what people wait for. The next build then reads more.
    """
    files = {"README.md": about, **kept_files(kept, FOLDER)}
    try:
        replace_branch(connection, branch, FOLDER, files, MESSAGE)
    except NotKeptBranch:
        log.warning("The branch %s was not written, because it holds something else.", branch)
        return False
    except Exception as error:  # noqa: BLE001  the page does not depend on it
        log_failure(f"What was read could not be kept on the branch {branch}, so the next build reads more", error)
        return False
    log.info("What was read is on the branch %s.", branch)
    return True
