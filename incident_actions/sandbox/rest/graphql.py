"""The GraphQL API: the queries and mutations that REST has no equal for, against a part of GitHub's schema.

https://docs.github.com/en/graphql
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    build_schema,
    execute_sync,
    parse,
    validate,
)

from incident_actions.sandbox.changes import comments, issues, pulls
from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest import graphql_nodes as nodes
from incident_actions.sandbox.rest.call import EITHER, ISSUES, PULLS, RESOURCE_NOT_ACCESSIBLE, ApiResponse, Call, Route
from incident_actions.sandbox.rest.graphql_changes import repository_changes
from incident_actions.sandbox.rest.graphql_cost import MOST_NODES, QueryCost, query_cost
from incident_actions.sandbox.rest.graphql_links import repository_links
from incident_actions.sandbox.rest.graphql_nodes import QueryError, ResolveInfo
from incident_actions.sandbox.rest.problem import Problem
from incident_actions.sandbox.shapes.formats import node_id
from incident_actions.sandbox.state.records import Repository, StoredComment, StoredIssue
from incident_actions.sandbox.state.role import RepositoryRole

TEMPLATE = "/graphql"
MOST_PINS = 3
"""How many issues of a repository can be pinned."""

_UNKNOWN_FIELD = re.compile(r"Cannot query field '(\w+)' on type '(\w+)'\.")


def graphql(call: Call) -> ApiResponse:
    """Answer a query. Errors come with status 200, and beside what could be answered."""
    if call.login is None:
        raise Problem(401, "This endpoint requires you to be authenticated.")
    document = _parsed(call.body)
    if isinstance(document, ApiResponse):
        return document
    found = execute_sync(
        _schema(),
        document,
        _root(call),
        variable_values=call.body.get("variables") or {},
        operation_name=call.body.get("operationName"),
    )
    answer: Json = {} if found.data is None and not _ran(found.errors) else {"data": found.data}
    if found.errors:
        answer["errors"] = [_described(each) for each in found.errors]
    return ApiResponse(json=answer)


def cost_of(body: Mapping[str, Any]) -> QueryCost:
    """Return what a query costs; one that can't be read costs the least."""
    try:
        return query_cost(parse(str(body.get("query", ""))), body.get("variables") or {})
    except GraphQLError:
        return QueryCost()


def is_query(body: Mapping[str, Any]) -> bool:
    """Return whether a document only reads."""
    return not str(body.get("query", "")).lstrip().startswith("mutation")


def rate_limit_error(login: str | None) -> ApiResponse:
    """Return GitHub's error for an account that has no points left.

    https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#exceeding-the-rate-limit
    """
    error = {"type": "RATE_LIMITED", "message": f"API rate limit exceeded for {login}."}
    return ApiResponse(json={"errors": [error]})


def _parsed(body: Mapping[str, Any]) -> DocumentNode | ApiResponse:
    """Return the document of a query, or the errors for which GitHub doesn't run it."""
    try:
        document = parse(str(body.get("query", "")))
    except GraphQLError as error:
        return ApiResponse(json={"errors": [_described(error)]})
    asked = query_cost(document, body.get("variables") or {}).nodes
    if asked > MOST_NODES:
        message = (
            f"This query requests up to {asked:,} possible nodes which exceeds the maximum limit of {MOST_NODES:,}."
        )
        return ApiResponse(json={"errors": [{"type": "MAX_NODE_LIMIT_EXCEEDED", "message": message}]})
    if errors := validate(_schema(), document):
        return ApiResponse(json={"errors": [_described(each) for each in errors]})
    return document


@cache
def _schema() -> GraphQLSchema:
    return build_schema(Path(__file__).with_name("schema.graphql").read_text(encoding="utf-8"))


def _ran(errors: list[GraphQLError] | None) -> bool:
    """Return whether a query ran at all. Wrong variables keep it from that."""
    return any(each.path for each in errors or ())


def _described(error: GraphQLError) -> Json:
    """Return an error in GitHub's words and shape."""
    told: Json = {"message": _UNKNOWN_FIELD.sub(r"Field '\1' doesn't exist on type '\2'", error.message)}
    if isinstance(error.original_error, QueryError):
        told = {"type": error.original_error.type, **told}
    if error.path:
        told["path"] = error.path
    told["locations"] = [{"line": each.line, "column": each.column} for each in error.locations or ()]
    return told


def _root(call: Call) -> Json:
    """Return what queries and mutations begin with."""

    def repository(_: ResolveInfo, owner: str, name: str, **__: object) -> Json:
        place = call.host.world.repositories.get(f"{owner}/{name}".lower())
        if place is None or call.role_in(place) < RepositoryRole.READ:
            message = f"Could not resolve to a Repository with the name '{owner}/{name}'."
            raise QueryError("NOT_FOUND", message)
        return nodes.repository(place, {**repository_changes(call, place), **repository_links(call, place)})

    def viewer(_: ResolveInfo) -> Json:
        """Return the caller, whose login has its `[bot]`: https://github.com/fullsend-ai/fullsend/pull/1953."""
        account = call.host.world.accounts[call.login or ""]
        return {"id": node_id("U", account.id), "login": account.login, "databaseId": account.id}

    def node(_: ResolveInfo, id: str) -> Json:  # noqa: A002  GitHub's name
        place, comment = _comment(call, id, RepositoryRole.READ)
        nodes.require_read(call, place)
        return nodes.comment(call, comment)

    return {
        "repository": repository,
        "viewer": viewer,
        "node": node,
        "minimizeComment": _mutation(call, _minimize),
        "markPullRequestReadyForReview": _mutation(call, _make_ready),
        "pinIssue": _mutation(call, _pin),
    }


def _mutation(call: Call, change: Callable[[Call, Json], Json]) -> Callable[..., Json]:
    def resolve(_: ResolveInfo, input: Json) -> Json:  # noqa: A002  GitHub's name
        call.host.clock.tick()
        return {"clientMutationId": input.get("clientMutationId"), **change(call, input)}

    return resolve


def _minimize(call: Call, given: Json) -> Json:
    """Hide a comment. One that fails is null, and keeps none of the others from it.

    https://docs.github.com/en/graphql/reference/mutations#minimizecomment
    """
    place, comment = _comment(call, given["subjectId"], RepositoryRole.TRIAGE)
    if not call.permits(place, EITHER, "write"):
        raise QueryError("FORBIDDEN", RESOURCE_NOT_ACCESSIBLE)
    comments.hide(ActingAccount(call.host, place, call.login or ""), comment)
    return {"minimizedComment": nodes.comment(call, comment)}


def _make_ready(call: Call, given: Json) -> Json:
    """Mark a draft pull request as ready for review.

    https://docs.github.com/en/graphql/reference/mutations#markpullrequestreadyforreview
    """
    place, pull = _pull(call, given["pullRequestId"])
    if not call.permits(place, PULLS, "write"):
        raise QueryError("FORBIDDEN", RESOURCE_NOT_ACCESSIBLE)
    pulls.make_ready(ActingAccount(call.host, place, call.login or ""), pull)
    return {"pullRequest": {"id": given["pullRequestId"], "isDraft": False}}


def _pin(call: Call, given: Json) -> Json:
    """Pin an issue of a repository, which can have three.

    https://docs.github.com/en/issues/tracking-your-work-with-issues/administering-issues/pinning-an-issue-to-your-repository
    """
    place, issue = _issue(call, given["issueId"])
    if not call.permits(place, ISSUES, "write"):
        raise QueryError("FORBIDDEN", RESOURCE_NOT_ACCESSIBLE)
    if issue.number not in place.pinned_issues and len(place.pinned_issues) >= MOST_PINS:
        raise QueryError("UNPROCESSABLE", f"Maximum {MOST_PINS} pinned issues per repository")
    issues.pin(ActingAccount(call.host, place, call.login or ""), issue)
    return {"issue": {"id": given["issueId"], "number": issue.number}}


def _comment(call: Call, wanted: str, role: RepositoryRole) -> tuple[Repository, StoredComment]:
    """Return the comment of a node id, for those who have a role in its repository."""
    for place in call.host.world.repositories.values():
        for comment in place.comments.values():
            if node_id("IC", comment.id) == wanted and call.role_in(place) >= role:
                return place, comment
    raise _unresolved(wanted)


def _pull(call: Call, wanted: str) -> tuple[Repository, StoredIssue]:
    for place in call.host.world.repositories.values():
        for issue in place.issues.values():
            if issue.pull and node_id("PR", issue.id) == wanted and call.role_in(place) >= RepositoryRole.WRITE:
                return place, issue
    raise _unresolved(wanted)


def _issue(call: Call, wanted: str) -> tuple[Repository, StoredIssue]:
    for place in call.host.world.repositories.values():
        for issue in place.issues.values():
            if not issue.pull and node_id("I", issue.id) == wanted and call.role_in(place) >= RepositoryRole.WRITE:
                return place, issue
    raise _unresolved(wanted)


def _unresolved(wanted: str) -> QueryError:
    return QueryError("NOT_FOUND", f"Could not resolve to a node with the global id of '{wanted}'")


ROUTES = (Route("POST", TEMPLATE, graphql, feature="graphql"),)
