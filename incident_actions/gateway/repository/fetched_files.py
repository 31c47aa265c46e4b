"""Fetch files of the default branch over the API, for a run that has no checkout."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.file_content import decode_file


def fetch_files(connection: Connection, paths: Sequence[str], folder: Path) -> None:
    """Write the files that exist below a folder, all read at the same time; raises GithubError and Unreachable.

    GitHub returns a list for a folder, and no content of a file that is larger than a megabyte. A folder takes their
    place here, so that whoever reads them refuses them like everything else that isn't a file of a sensible size.
    https://docs.github.com/en/rest/repos/contents#get-repository-content
    """
    for path in paths:
        connection.read_ahead(_address(path))
    for path in paths:
        given = connection.get_or_none(_address(path), _as_given)
        if given is not None:
            _write(folder / path, given)


def _address(path: str) -> str:
    return f"contents/{quote(path)}"


def _as_given(answer: Any) -> Any:
    return answer


def _write(place: Path, given: Any) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(given, dict) and given.get("type") == "file" and given.get("encoding") == "base64":
        place.write_text(decode_file(given), encoding="utf-8")
    else:
        place.mkdir(parents=True)
