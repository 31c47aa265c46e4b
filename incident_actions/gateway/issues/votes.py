"""The votes on a comment: how many reacted with thumbs up, and with thumbs down."""

from __future__ import annotations

from typing import Any, NamedTuple

from incident_actions.gateway.client.connection import Connection


class Votes(NamedTuple):
    """How many people voted each way."""

    up: int = 0
    down: int = 0


def read_votes(connection: Connection, comment: int) -> Votes:
    """Return the votes on a comment; none if it was deleted. Raises GithubError.

    https://docs.github.com/en/rest/issues/comments#get-an-issue-comment
    """
    return connection.get_or_none(f"issues/comments/{comment}", _votes) or Votes()


def _votes(given: Any) -> Votes:
    reactions = given.get("reactions") or {}
    return Votes(int(reactions.get("+1") or 0), int(reactions.get("-1") or 0))
