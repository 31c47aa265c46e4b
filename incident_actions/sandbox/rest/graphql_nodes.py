"""What all of GraphQL's types share: their errors, their lists, and how one of them leads to others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from graphql import FieldNode, GraphQLResolveInfo

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.rest.call import EITHER, RESOURCE_NOT_ACCESSIBLE, Call
from incident_actions.sandbox.rest.graphql_cost import MOST_IN_PAGE
from incident_actions.sandbox.shapes.formats import node_id
from incident_actions.sandbox.state.records import Repository, StoredIssue

ResolveInfo: TypeAlias = GraphQLResolveInfo[Any]

LARGEST_INT = 2**31 - 1
"""GraphQL's `Int` holds no larger one, so that GitHub leaves such a `databaseId` out."""


@dataclass(frozen=True, slots=True)
class Graph:
    """A caller, and what shows the types that refer to each other in a circle."""

    call: Call
    show_repository: Callable[["Graph", Repository], Json]
    show_issue: Callable[["Graph", Repository, StoredIssue], Json]
    """Shows a pull request as one, and any other issue as an issue."""
    show_commit: Callable[["Graph", Repository, str], Json]

    @property
    def host(self) -> Host:
        """The data behind the request."""
        return self.call.host

    def repository(self, place: Repository) -> Json:
        """Return a repository."""
        return self.show_repository(self, place)

    def issue(self, place: Repository, value: StoredIssue) -> Json:
        """Return an issue or a pull request."""
        return self.show_issue(self, place, value)

    def commit(self, place: Repository, sha: str) -> Json:
        """Return a commit."""
        return self.show_commit(self, place, sha)


class QueryError(Exception):
    """One of GitHub's errors about a field; the field is null then."""

    def __init__(self, type_: str, message: str) -> None:
        super().__init__(message)
        self.type = type_


def not_resolved(kind: str, text: str) -> QueryError:
    """Return the error for what does not exist, or may not be seen."""
    article = "an" if kind[0] in "AEIOUi" else "a"
    return QueryError("NOT_FOUND", f"Could not resolve to {article} {kind} with the {text}.")


def connection(found: Sequence[Any], info: ResolveInfo, bounds: Mapping[str, Any], show: Callable[[Any], Json]) -> Json:
    """Return one page of a list, as its connection."""
    begin, end = _page(len(found), info, bounds)
    nodes = [show(each) for each in found[begin:end]]
    edges = [{"cursor": str(place), "node": node} for place, node in enumerate(nodes, begin + 1)]
    return {"totalCount": len(found), "nodes": nodes, "edges": edges, "pageInfo": _page_info(begin, end, len(found))}


def in_order(found: Sequence[Any], key: Callable[[Any], Any], asked: Mapping[str, Any]) -> list[Any]:
    """Return a list in the order asked for; of equals, the one that was made later counts as later."""
    descending = (asked.get("orderBy") or {}).get("direction") == "DESC"
    return sorted(found, key=key)[:: -1 if descending else 1]


def require_read(call: Call, place: Repository) -> None:
    """Refuse a token whose permissions don't reach the issues of a private repository."""
    if place.private and not call.permits(place, EITHER, "read"):
        raise QueryError("FORBIDDEN", RESOURCE_NOT_ACCESSIBLE)


def require(call: Call, place: Repository, permissions: Sequence[str]) -> None:
    """Refuse a token without one of the permissions, also in a public repository."""
    if not call.permits(place, permissions, "read"):
        raise QueryError("FORBIDDEN", RESOURCE_NOT_ACCESSIBLE)


def ref(graph: Graph, place: Repository, name: str, prefix: str = "refs/heads/") -> Json | None:
    """Return a branch or a tag; None if there is none."""
    store = graph.host.git(place)
    target = store.ref(prefix + name)
    if target is None:
        return None
    checks = place.settings.required_checks if (prefix, name) == ("refs/heads/", place.default_branch) else []
    rule = {
        "id": node_id("BPR", place.id),
        "pattern": name,
        "requiresStatusChecks": True,
        "requiresStrictStatusChecks": False,
        "requiresApprovingReviews": False,
        "requiredApprovingReviewCount": None,
    }
    return {
        "__typename": "Ref",
        "id": node_id("REF", f"{place.id}/{prefix}{name}"),
        "name": name,
        "prefix": prefix,
        "target": lambda _: graph.commit(place, store.tagged_commit(target)),
        "repository": lambda _: graph.repository(place),
        "branchProtectionRule": rule if checks else None,
    }


def database_id(number: int) -> int | None:
    """Return the number of a thing in the REST API, if GraphQL can hold it."""
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
