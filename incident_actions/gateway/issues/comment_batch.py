"""Read the comments of many issues in one request, by GraphQL, with the same values as by REST.

https://docs.github.com/en/graphql/reference/objects#issuecomment
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from incident_actions.contract import events
from incident_actions.contract.issue import Comment, Issue
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.client.quota import GRAPHQL

log = logging.getLogger(__name__)
T = TypeVar("T")

MOST_ISSUES = 50
"""Of how many issues one query reads the first hundred comments: it then costs one point of the hour's limit.

https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#calculating-points
"""

FEWEST_ISSUES = 10
"""A query that takes GitHub too long is split, but not into smaller parts."""

MOST_COMMENTS = 100

COMMENTS = """
number
comments(first: 100) {
  totalCount
  nodes {
    id
    fullDatabaseId
    author {
      __typename
      login
      ... on User { databaseId }
      ... on Bot { databaseId }
      ... on Mannequin { databaseId }
      ... on Organization { databaseId }
    }
    body
    createdAt
    updatedAt
    reactionGroups { content createdAt viewerHasReacted }
  }
}
"""

REVISION = "number updatedAt comments { totalCount }"

REACTIONS = {
    "THUMBS_UP": "+1",
    "THUMBS_DOWN": "-1",
    "LAUGH": "laugh",
    "HOORAY": "hooray",
    "CONFUSED": "confused",
    "HEART": "heart",
    "ROCKET": "rocket",
    "EYES": "eyes",
}
"""What REST calls the reactions of GraphQL.

https://docs.github.com/en/graphql/reference/enums#reactioncontent
"""


def read_comments(connection: Connection, issues: Sequence[Issue]) -> dict[int, tuple[Comment, ...]]:
    """Return all comments of each issue by its number, without issues that have more than a hundred.

    If the server has no GraphQL, or refuses the query, the rest is missing as well, and REST has to answer.
    """
    pins = {each.number: each.pinned_comment for each in issues}

    def comments_of(given: Any) -> tuple[Comment, ...] | None:
        nodes = given["comments"]["nodes"]
        if given["comments"]["totalCount"] > MOST_COMMENTS or None in nodes:
            return None
        return tuple(_comment(node, pins[given["number"]]) for node in nodes)

    return _read(connection, tuple(pins), COMMENTS, comments_of)


def read_revisions(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[datetime, int]]:
    """Return when issues changed last and how many comments they have, by number, as far as GraphQL answers that."""
    return _read(
        connection,
        numbers,
        REVISION,
        lambda given: (events.read_time(given["updatedAt"]), int(given["comments"]["totalCount"])),
    )


def _read(
    connection: Connection, numbers: Sequence[int], fields: str, parse: Callable[[Any], T | None]
) -> dict[int, T]:
    """Read fields of issues in one query, or in several if that takes GitHub too long."""
    if not numbers or GRAPHQL in connection.missing_features or connection.quota.is_low(GRAPHQL):
        return {}
    try:
        given = _ask(connection, numbers, fields)
        return {each["number"]: value for each in given if (value := parse(each)) is not None}
    except (GithubError, OSError, LookupError, TypeError, ValueError) as error:
        if isinstance(error, GithubError) and not is_too_slow(error):
            connection.missing_features.add(GRAPHQL)
        elif len(numbers) >= 2 * FEWEST_ISSUES:
            half = len(numbers) // 2
            parts = (numbers[:half], numbers[half:])
            return {number: value for part in parts for number, value in _read(connection, part, fields, parse).items()}
        cause = error.status if isinstance(error, GithubError) else type(error).__name__
        log.info("GraphQL did not return the comments of %d issues: %s", len(numbers), cause)
        return {}


def is_too_slow(error: GithubError) -> bool:
    """Return whether GitHub gave up on a query, which takes it ten seconds at most.

    https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#timeouts
    """
    return is_refusal(error, 500, 502, 503, 504)


def _ask(connection: Connection, numbers: Sequence[int], fields: str) -> list[Any]:
    wanted = " ".join(f"i{number}: issue(number: {number}) {{ ...shown }}" for number in numbers)
    data = connection.query(
        "query Issues($owner: String!, $name: String!) {"
        f" repository(owner: $owner, name: $name) {{ {wanted} }} }} fragment shown on Issue {{ {fields} }}",
        {"owner": connection.owner, "name": connection.name.partition("/")[2]},
    )
    return [each for each in data["repository"].values() if each is not None]


def _comment(node: Any, pinned: int | None) -> Comment:
    number = int(node["fullDatabaseId"])
    shown = {
        "id": number,
        "node_id": node["id"],
        "user": _user(node["author"]),
        "body": node["body"],
        "created_at": node["createdAt"],
        "updated_at": node["updatedAt"],
        "reactions": {"total_count": 0}
        | {
            REACTIONS[each["content"]]: 1
            for each in node["reactionGroups"] or ()
            if each["createdAt"] or each["viewerHasReacted"]
        },
    }
    return events.read_comment(shown if pinned is None else {**shown, "pin": number == pinned})


def _user(author: Any) -> dict[str, Any] | None:
    """Return an account as REST has it, where a bot's login ends in `[bot]`."""
    if author is None:
        return None
    bot = author["__typename"] == "Bot"
    login = str(author["login"]).removesuffix("[bot]") + "[bot]" * bot
    return {"login": login, "id": author.get("databaseId"), "type": author["__typename"]}
