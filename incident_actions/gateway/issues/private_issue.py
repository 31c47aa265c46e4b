"""Write to the private repository of the configuration, unless that can be read by everybody."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from incident_actions.contract.effects import OpenPrivateIssue, PostPrivately
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.api_errors import GithubError, Unreachable
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.client.retry import may_have_taken_effect
from incident_actions.gateway.issues.listing import api_time

log = logging.getLogger("incident_actions")

REFUSALS = (401, 403, 404, 410, 422)
"""Statuses with which GitHub refuses: no or too weak a token, no such repository, issues switched off."""


def open_private_issue(connection: Connection, wanted: OpenPrivateIssue) -> CreationResult:
    """Open the issue, or find it by its key. If it can't be opened, `problem` is `not permitted` or `not private`.

    https://docs.github.com/en/rest/issues/issues#create-an-issue
    """
    return _write(connection, lambda: _oldest_with_key(connection, wanted) or _open_once(connection, wanted))


def post_privately(connection: Connection, wanted: PostPrivately) -> CreationResult:
    """Post a comment on a private issue, unless it is there. The problems are those of `open_private_issue`.

    https://docs.github.com/en/rest/issues/comments#create-an-issue-comment
    """
    path = f"issues/{wanted.issue}/comments"

    def post() -> int:
        posted = connection.list_items(path, since=api_time(wanted.since))
        found = next((int(each["id"]) for each in posted if _has_key(each, wanted.key)), 0)
        return found or int(connection.send("POST", path, body={"body": wanted.body})["id"])

    return _write(connection, post)


def _write(connection: Connection, write: Callable[[], int]) -> CreationResult:
    """Write, and return what was written.

    Nothing is written to a repository that GitHub does not call private. Internal repositories count as private: their
    readers are the members of the enterprise.
    """
    try:
        if not connection.get("")["private"]:
            return CreationResult(problem="not private")
        found = write()
    except GithubError as error:
        if not is_refusal(error, *REFUSALS):
            raise
        log.warning("Could not write to the issues of %s: status %s", connection.name, error.status)
        return CreationResult(problem="not permitted")
    return CreationResult(found, connection.name, repository=connection.name)


def _has_key(given: Any, key: str) -> bool:
    return str(given.get("body") or "").partition("\n")[0].strip() == key


def _open_once(connection: Connection, wanted: OpenPrivateIssue) -> int:
    """Open the issue, and return the older one if another run opened one at the same moment: ours is closed then."""
    try:
        mine = _open(connection, wanted)
    except (GithubError, Unreachable) as error:
        if not (may_have_taken_effect(error) and connection.retry_policy.wait_for_lists()):
            raise
        mine = _oldest_with_key(connection, wanted) or _open(connection, wanted)
    first = _oldest_with_key(connection, wanted) or mine
    if first < mine:
        body = {"state": "closed", "state_reason": "not_planned", "labels": []}
        connection.send("PATCH", f"issues/{mine}", body=body)
    return min(first, mine)


def _open(connection: Connection, wanted: OpenPrivateIssue) -> int:
    body = {"title": wanted.title, "body": wanted.body, "labels": list(wanted.labels)}
    return int(connection.send("POST", "issues", body=body)["number"])


def _oldest_with_key(connection: Connection, wanted: OpenPrivateIssue) -> int:
    """Return the number of the oldest issue that was opened with this key; 0 for none."""
    listed = {"state": "all", "sort": "created", "direction": "asc", "since": api_time(wanted.since)}
    for page in connection.pages("issues", **listed):
        for each in page:
            if _has_key(each, wanted.key):
                return int(each["number"])
    return 0
