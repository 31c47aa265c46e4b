"""The files that a pull request proposes, read over the API by content: nothing is checked out, no link is followed."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local.check_limits import max_bytes, too_long_finding, unknown_template_finding
from incident_actions.gateway.local.runner import UserError
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.postmortem.finding import Finding, NotText
from incident_actions.postmortem.index import is_postmortem

FileTexts: TypeAlias = tuple[tuple[str, str | Finding], ...]

MAX_LISTED_FILES = 3_000
"""Files of a pull request that GitHub lists. https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files"""

MAX_POSTMORTEMS = 50
"""Post-mortems that one run checks."""

SHA = lazy_pattern(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
PLAIN_FILE_MODES = ("100644", "100755")


def pull_in_event(payload: Mapping[str, Any]) -> tuple[int, str]:
    """Return the number and head commit of an event's pull request; raises UserError."""
    pull = payload.get("pull_request")
    number, head = (pull.get("number"), (pull.get("head") or {}).get("sha")) if isinstance(pull, dict) else (0, "")
    if not isinstance(number, int) or not isinstance(head, str) or not SHA.fullmatch(head):
        raise UserError("The event does not contain a pull request with its head commit.")
    return number, head


def changed_paths(connection: Connection, number: int) -> tuple[str, ...]:
    """Return the files that a pull request adds or changes; raises UserError and GithubError."""
    listed = [each for page in connection.pages(f"pulls/{number}/files") for each in page]
    paths = [str(each["filename"]) for each in listed if each["status"] != "removed"]
    if len(listed) >= MAX_LISTED_FILES or sum(map(is_postmortem, paths)) > MAX_POSTMORTEMS:
        raise UserError(
            f"The pull request changes more than {MAX_POSTMORTEMS} post-mortems, which is too many to check. Split it."
        )
    return tuple(sorted(paths))


def file_texts(connection: Connection, paths: Iterable[str], directory: str, head: str) -> FileTexts:
    """Return files below a directory at a commit, each with its text, or the finding why it is not read.

    A fork's objects can be read through the repository that it proposes to. Raises UserError and GithubError.
    """
    asked = tuple(paths)
    entries = _entries(connection, head, directory) if asked else {}
    return tuple((path, _text(connection, path, entries[path])) for path in asked if path in entries)


def _entries(connection: Connection, head: str, directory: str) -> dict[str, Any]:
    """Return everything below a directory at a commit, by path. Git's own modes show which are plain files."""
    tree = head
    for name in directory.split("/"):
        there = connection.get(f"git/trees/{tree}")["tree"]
        tree = next((str(each["sha"]) for each in there if each["path"] == name and each["type"] == "tree"), "")
        if not tree:
            return {}
    below = connection.get(f"git/trees/{tree}", recursive=1)
    if below.get("truncated"):
        raise UserError(f"{directory} contains more files than GitHub lists.")
    return {f"{directory}/{each['path']}": each for each in below["tree"]}


def _text(connection: Connection, path: str, entry: Mapping[str, Any]) -> str | Finding:
    if entry["mode"] not in PLAIN_FILE_MODES:
        return NotText(1)
    if finding := unknown_template_finding(path):
        return finding
    if int(entry.get("size") or 0) > max_bytes(path):
        return too_long_finding(path)
    return decode_text(base64.b64decode(connection.get(f"git/blobs/{entry['sha']}")["content"]))


def decode_text(content: bytes) -> str | Finding:
    """Return a file's bytes as text, or the finding that they are not text."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return NotText(1)
    return NotText(1) if "\x00" in text else text
