"""Close an issue as GitHub's duplicate of another one, or as not planned where the server knows no duplicates."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal

log = logging.getLogger("incident_actions")

REFUSALS = (400, 404, 410, 422)
"""Statuses with which a server refuses a reason that it doesn't know, or an original that it can't find."""


def close_as_duplicate(
    connection: Connection, send: Callable[[dict[str, Any]], Any], body: Mapping[str, Any], original: int
) -> Any:
    """Send a change that closes an issue as a duplicate, and return GitHub's answer.

    With the database id of the original, GitHub shows each issue on the other one. If it refuses that, the reason goes
    alone, and if it refuses the reason, the issue is closed as not planned.
    https://docs.github.com/en/rest/issues/issues#update-an-issue
    """
    for attempt in _attempts(connection, body, original):
        try:
            return send(attempt)
        except GithubError as error:
            if not is_refusal(error, *REFUSALS):
                raise
            log.info("Could not close as a duplicate of #%d: status %s", original, error.status)
    return send({**body, "state_reason": "not_planned"})


def _attempts(connection: Connection, body: Mapping[str, Any], original: int) -> Iterator[dict[str, Any]]:
    if number := _database_id(connection, original):
        yield {**body, "duplicate_issue_id": number}
    yield dict(body)


def _database_id(connection: Connection, original: int) -> int:
    """Return the database id of an issue; 0 if there is none."""
    try:
        return int(connection.get(f"issues/{original}")["id"])
    except GithubError as error:
        if not is_refusal(error, 403, *REFUSALS):
            raise
        return 0
