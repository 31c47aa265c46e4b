"""Read the comments of many issues in one request, by GraphQL, with the same values as by REST.

https://docs.github.com/en/graphql/reference/objects#issuecomment
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from incident_actions.contract import events
from incident_actions.contract.issue import Comment, Issue
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.graphql_reads import can_query, name_repositories, query_or_none

T = TypeVar("T")

MOST_ISSUES = 50
"""Of how many issues one query reads the first hundred comments: it then costs one point of the hour's limit.

https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#calculating-points
"""

FEWEST_ISSUES = 10
"""A query that takes GitHub too long is split, but not into smaller parts."""

MOST_COMMENTS = 100
SUBJECT = "the comments of issues"

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
    if not numbers:
        return {}

    def parse_issues(data: Any) -> dict[int, T]:
        given = (each for each in data["repository"].values() if each is not None)
        return {each["number"]: value for each in given if (value := parse(each)) is not None}

    found = query_or_none(connection, *_query(connection.name, numbers, fields), parse_issues, SUBJECT)
    if found is None and len(numbers) >= 2 * FEWEST_ISSUES and can_query(connection, SUBJECT):
        half = len(numbers) // 2
        parts = (_read(connection, part, fields, parse) for part in (numbers[:half], numbers[half:]))
        return {number: value for part in parts for number, value in part.items()}
    return found or {}


def _query(repository: str, numbers: Sequence[int], fields: str) -> tuple[str, dict[str, str]]:
    declared, variables = name_repositories([repository])
    wanted = " ".join(f"i{number}: issue(number: {number}) {{ ...shown }}" for number in numbers)
    query = (
        f"query Issues({', '.join(declared)}) {{ repository(owner: $o0, name: $n0) {{ {wanted} }} }}"
        f" fragment shown on Issue {{ {fields} }}"
    )
    return query, variables


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
