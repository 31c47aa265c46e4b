"""A file's earlier versions on the default branch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.file_content import decode_file
from incident_actions.model.fast_dataclass import dataclass

MAX_VERSIONS = 5
"""How many versions are read, each by a request, after the one that lists them."""


@dataclass(frozen=True)
class FileVersion:
    """A text, with the commit that made it so."""

    text: str
    commit: str
    committed: datetime


def file_versions(connection: Connection, path: str) -> Iterator[FileVersion]:
    """Yield a file's newest versions, newest first, leaving out commits that deleted it. Raises GithubError.

    https://docs.github.com/en/rest/commits/commits#list-commits
    """
    for commit in connection.send("GET", "commits", {"path": path, "per_page": MAX_VERSIONS}):
        at = datetime.fromisoformat(commit["commit"]["committer"]["date"])
        if text := _at(connection, path, commit["sha"]):
            yield FileVersion(text, commit["sha"], at)


def _at(connection: Connection, path: str, sha: str) -> str:
    """Return a file's text at a commit; empty if there is no file at its path."""
    try:
        shown: Any = connection.get(f"contents/{quote(path)}", ref=sha)
    except GithubError as error:
        if error.status == 404:
            return ""
        raise
    return decode_file(shown) if shown.get("type") == "file" else ""
