"""Accounts, issues and comments as GraphQL shows them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from graphql import FieldNode, GraphQLResolveInfo

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.rest.call import EITHER, RESOURCE_NOT_ACCESSIBLE, Call
from incident_actions.sandbox.rest.graphql_cost import MOST_IN_PAGE
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.records import Reaction, Repository, StoredComment, StoredIssue

ResolveInfo: TypeAlias = GraphQLResolveInfo[Any]

LARGEST_INT = 2**31 - 1
"""GraphQL's `Int` holds no larger one, so that GitHub leaves such a `databaseId` out."""

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


class QueryError(Exception):
    """One of GitHub's errors about a field; the field is null then."""

    def __init__(self, type_: str, message: str) -> None:
        super().__init__(message)
        self.type = type_


def actor(host: Host, login: str | None) -> Json | None:
    """Return an account, or None for a deleted one. A bot's login has no `[bot]` here.

    https://docs.github.com/en/graphql/reference/interfaces#actor
    """
    account = host.world.accounts.get(login or "")
    if account is None:
        return None
    return {
        "__typename": account.type,
        "id": node_id(account.type[0], account.id),
        "databaseId": account.id,
        "login": account.login.removesuffix("[bot]"),
    }


def repository(place: Repository, fields: Mapping[str, Any]) -> Json:
    """Return a repository; `fields` are its issues, commits, pull requests, deployments and releases."""
    return {
        "__typename": "Repository",
        "id": node_id("R", place.id),
        "nameWithOwner": place.full_name,
        **fields,
    }


def connection(found: Sequence[Any], info: ResolveInfo, bounds: Mapping[str, Any], show: Callable[[Any], Json]) -> Json:
    """Return one page of a list, as its connection."""
    begin, end = _page(len(found), info, bounds)
    nodes = [show(each) for each in found[begin:end]]
    return {"totalCount": len(found), "nodes": nodes, "pageInfo": _page_info(begin, end, len(found))}


def require_read(call: Call, place: Repository) -> None:
    """Refuse a token whose permissions don't reach the issues of a private repository."""
    if place.private and not call.permits(place, EITHER, "read"):
        raise QueryError("FORBIDDEN", RESOURCE_NOT_ACCESSIBLE)


def issue(call: Call, place: Repository, value: StoredIssue) -> Json:
    """Return an issue."""

    def comments(info: ResolveInfo, **bounds: Any) -> Json:
        found = [place.comments[number] for number in value.comments]
        return connection(found, info, bounds, lambda each: comment(call, each))

    return {
        "__typename": "Issue",
        "id": node_id("I", value.id),
        "databaseId": _database_id(value.id),
        "number": value.number,
        "title": value.title,
        "updatedAt": stamp(value.updated_at),
        "comments": comments,
    }


def comment(call: Call, value: StoredComment) -> Json:
    """Return a comment on an issue."""
    return {
        "__typename": "IssueComment",
        "id": node_id("IC", value.id),
        "databaseId": _database_id(value.id),
        "fullDatabaseId": str(value.id),
        "author": actor(call.host, value.author),
        "editor": actor(call.host, value.editor),
        "body": value.body,
        "createdAt": stamp(value.created_at),
        "updatedAt": stamp(value.updated_at),
        "isMinimized": value.hidden,
        "reactionGroups": [_group(call, name, value.reactions) for name in REACTIONS],
    }


def _group(call: Call, name: str, reactions: Sequence[Reaction]) -> Json:
    given = [each for each in reactions if each.content == REACTIONS[name]]
    return {
        "content": name,
        "createdAt": stamp(given[0].at) if given else None,
        "viewerHasReacted": any(each.by == call.login for each in given),
    }


def _database_id(number: int) -> int | None:
    return number if number <= LARGEST_INT else None


def _page(length: int, info: ResolveInfo, bounds: Mapping[str, Any]) -> tuple[int, int]:
    """Return where the wanted page of a list begins and ends. Whoever asks for its nodes must say how many.

    https://docs.github.com/en/graphql/guides/using-pagination-in-the-graphql-api
    """
    name, sizes = (
        info.field_name,
        {bound: bounds[bound] for bound in ("first", "last") if bounds.get(bound) is not None},
    )
    if not sizes and _asks_for_nodes(info):
        message = f"You must provide a `first` or `last` value to properly paginate the `{name}` connection."
        raise QueryError("MISSING_PAGINATION_BOUNDARIES", message)
    for bound, size in sizes.items():
        if size > MOST_IN_PAGE:
            asked = f"Requesting {size} records on the `{name}` connection"
            raise QueryError("EXCESSIVE_PAGINATION", f"{asked} exceeds the `{bound}` limit of {MOST_IN_PAGE} records.")
    begin, end = int(bounds.get("after") or 0), int(bounds.get("before") or length + 1) - 1
    if "first" in sizes:
        return begin, min(end, begin + sizes["first"])
    return max(begin, end - sizes.get("last", 0)), end


def _page_info(begin: int, end: int, length: int) -> Json:
    return {
        "startCursor": str(begin + 1) if begin < end else None,
        "endCursor": str(end) if begin < end else None,
        "hasPreviousPage": begin > 0,
        "hasNextPage": end < length,
    }


def _asks_for_nodes(info: ResolveInfo) -> bool:
    selected = (each for node in info.field_nodes if node.selection_set for each in node.selection_set.selections)
    return any(isinstance(each, FieldNode) and each.name.value in ("nodes", "edges") for each in selected)
