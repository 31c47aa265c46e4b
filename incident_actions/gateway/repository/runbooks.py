"""The runbooks of a checkout, and when each was changed last."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from incident_actions.gateway.client.connection import Connection

SUFFIX = ".md"
MOST_FILES = 10_000
"""How many files of a folder are looked through."""


def runbook_paths(workspace: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """Return the named files that exist, and the Markdown files in the named folders. Links are not followed."""
    found = (each for path in paths for each in _files_at(workspace, path.strip("/")))
    return tuple(dict.fromkeys(found))


def _files_at(workspace: Path, path: str) -> Iterator[str]:
    place = workspace / path
    if place.is_symlink():
        return
    if place.is_file():
        yield path
        return
    seen = 0
    for folder, folders, names in os.walk(place):
        folders[:] = sorted(each for each in folders if each != ".git")
        for name in sorted(names):
            seen += 1
            if seen > MOST_FILES:
                return
            if name.lower().endswith(SUFFIX) and not (Path(folder) / name).is_symlink():
                yield (Path(folder) / name).relative_to(workspace).as_posix()


def last_change(connection: Connection, path: str) -> datetime | None:
    """Return when a file was changed last on the default branch; None if it never was. Raises GithubError.

    https://docs.github.com/en/rest/commits/commits#list-commits
    """
    commits = connection.send("GET", "commits", {"path": path, "per_page": 1})
    return datetime.fromisoformat(commits[0]["commit"]["committer"]["date"]) if commits else None
