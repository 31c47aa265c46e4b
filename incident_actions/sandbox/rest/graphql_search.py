"""Search as GraphQL offers it."""

from typing import Any

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.graphql_nodes import Graph, QueryError, ResolveInfo, connection
from incident_actions.sandbox.rest.graphql_requests import as_query_error
from incident_actions.sandbox.rest.problem import Problem
from incident_actions.sandbox.rest.search import find_issues, find_repositories


def search(graph: Graph, info: ResolveInfo, query: str, kind: str, asked: dict[str, Any]) -> Json:
    """Return the issues and pull requests, or the repositories, that a query finds.

    https://docs.github.com/en/graphql/reference/queries#search
    """
    if kind == "REPOSITORY":
        places = find_repositories(graph.call, query)
        return connection(places, info, asked, graph.repository) | {"repositoryCount": len(places), "issueCount": 0}
    if not kind.startswith("ISSUE"):
        raise QueryError("UNPROCESSABLE", f"The sandbox does not search for {kind}.")
    try:
        found = find_issues(graph.call, query)
    except Problem as problem:
        raise as_query_error(graph.call, "search", problem) from None
    page = connection(found, info, asked, lambda each: graph.issue(each.place, each.issue))
    return page | {"issueCount": len(found), "repositoryCount": 0}
