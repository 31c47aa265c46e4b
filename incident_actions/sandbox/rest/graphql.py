"""The GraphQL API: the queries and mutations that REST has no equal for, against a part of GitHub's schema.

https://docs.github.com/en/graphql
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OverlappingFieldsCanBeMergedRule,
    build_schema,
    execute_sync,
    parse,
    specified_rules,
    validate,
)

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest import graphql_accounts as accounts
from incident_actions.sandbox.rest import graphql_issue_changes, graphql_only_changes, graphql_pull_changes
from incident_actions.sandbox.rest import graphql_nodes as nodes
from incident_actions.sandbox.rest.call import ApiResponse, Call, Route
from incident_actions.sandbox.rest.graphql_commits import commit
from incident_actions.sandbox.rest.graphql_cost import MOST_NODES, QueryCost, query_cost
from incident_actions.sandbox.rest.graphql_issues import comment, issue
from incident_actions.sandbox.rest.graphql_nodes import Graph, QueryError, ResolveInfo, not_resolved
from incident_actions.sandbox.rest.graphql_pulls import pull
from incident_actions.sandbox.rest.graphql_repository import repository
from incident_actions.sandbox.rest.graphql_requests import as_query_error
from incident_actions.sandbox.rest.graphql_search import search
from incident_actions.sandbox.rest.graphql_subjects import find_node
from incident_actions.sandbox.rest.problem import Problem
from incident_actions.sandbox.state.records import Repository, StoredComment, StoredIssue
from incident_actions.sandbox.state.role import RepositoryRole

TEMPLATE = "/graphql"
_CHANGES = {**graphql_issue_changes.CHANGES, **graphql_pull_changes.CHANGES, **graphql_only_changes.CHANGES}

_RULES = tuple(each for each in specified_rules if each is not OverlappingFieldsCanBeMergedRule)
"""GitHub merges fields of one name, such as the `state` of issues and pull requests, whatever their types are."""
_UNKNOWN_FIELD = re.compile(r"Cannot query field '(\w+)' on type '(\w+)'\.(?: Did you mean .+)?")


def graphql(call: Call) -> ApiResponse:
    """Answer a query. Errors come with status 200, and beside what could be answered."""
    if call.login is None:
        raise Problem(401, "This endpoint requires you to be authenticated.")
    document = _parsed(call.body)
    if isinstance(document, ApiResponse):
        return document
    found = execute_sync(
        schema(),
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
    query = str(body.get("query", ""))
    try:
        document = _document(query)
    except GraphQLError as error:
        return ApiResponse(json={"errors": [_described(error)]})
    asked = query_cost(document, body.get("variables") or {}).nodes
    if asked > MOST_NODES:
        message = (
            f"This query requests up to {asked:,} possible nodes which exceeds the maximum limit of {MOST_NODES:,}."
        )
        return ApiResponse(json={"errors": [{"type": "MAX_NODE_LIMIT_EXCEEDED", "message": message}]})
    if errors := _mistakes(query):
        return ApiResponse(json={"errors": [_described(each) for each in errors]})
    return document


@lru_cache(maxsize=64)  # clients send the same few queries
def _document(query: str) -> DocumentNode:
    return parse(query)


@lru_cache(maxsize=64)
def _mistakes(query: str) -> list[GraphQLError]:
    return validate(schema(), _document(query), _RULES)


@cache
def schema() -> GraphQLSchema:
    """Return the part of GitHub's schema that the sandbox serves."""
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
    graph = Graph(call, repository, _conversation, commit)
    return _beginnings(graph) | {name: _mutation(graph, name) for name in _CHANGES}


def _conversation(graph: Graph, place: Repository, value: StoredIssue) -> Json:
    return pull(graph, place, value) if value.pull else issue(graph, place, value)


def _beginnings(graph: Graph) -> Json:
    """Return what queries begin with."""
    call = graph.call

    def repository_of(_: ResolveInfo, owner: str, name: str, **__: object) -> Json:
        world, full_name = call.host.world, f"{owner}/{name}"
        place = world.repositories.get(full_name.lower()) or world.moved_repository(full_name)
        if place is None or call.role_in(place) < RepositoryRole.READ:
            raise not_resolved("Repository", f"name '{owner}/{name}'")
        return graph.repository(place)

    def node(_: ResolveInfo, id: str) -> Json:  # noqa: A002  GitHub's name
        place, found = find_node(graph, id)
        nodes.require_read(call, place)
        if isinstance(found, StoredComment):
            return comment(graph, place, found)
        return graph.issue(place, found) if isinstance(found, StoredIssue) else graph.repository(place)

    def search_for(info: ResolveInfo, query: str, type: str, **asked: Any) -> Json:  # noqa: A002  GitHub's name
        return search(graph, info, query, type, asked)

    return {
        "repository": repository_of,
        "repositoryOwner": lambda _, login: accounts.owner_or_none(graph, login),
        "user": lambda _, login: accounts.owner(graph, login, "User"),
        "organization": lambda _, login: accounts.owner(graph, login, "Organization"),
        "viewer": lambda _: accounts.viewer(graph),
        "node": node,
        "search": search_for,
    }


def _mutation(graph: Graph, name: str) -> Callable[..., Json]:
    def resolve(_: ResolveInfo, input: Json) -> Json:  # noqa: A002  GitHub's name
        try:
            return {"clientMutationId": input.get("clientMutationId"), **_CHANGES[name](graph, input)}
        except Problem as problem:
            raise as_query_error(graph.call, name, problem) from None

    return resolve


ROUTES = (Route("POST", TEMPLATE, graphql, feature="graphql"),)
