"""Requests to the REST API within a mutation of GraphQL, so that the same rules hold for both."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest import comments, issues, labels, locks, pulls, repositories
from incident_actions.sandbox.rest.call import RESOURCE_NOT_ACCESSIBLE, Answering, Call
from incident_actions.sandbox.rest.graphql_nodes import Graph, QueryError
from incident_actions.sandbox.rest.graphql_subjects import Subject, find_account, find_label, find_milestone
from incident_actions.sandbox.rest.problem import Problem
from incident_actions.sandbox.state.records import Repository

_FAMILIES = (comments, issues, labels, locks, pulls, repositories)
_ROUTES = {route.answer: route for family in _FAMILIES for route in family.ROUTES}
_TYPES = {401: "FORBIDDEN", 403: "FORBIDDEN", 404: "NOT_FOUND"}


def perform(graph: Graph, answering: Answering, place: Repository, body: Json, **at: object) -> Any:
    """Do what a route of the REST API does in a repository; raises Problem."""
    parts = {"owner": place.owner, "repo": place.name, **{name: str(value) for name, value in at.items()}}
    return answer(graph, answering, parts, body)


def answer(graph: Graph, answering: Answering, parts: Mapping[str, str], body: Json) -> Any:
    """Do what a route of the REST API does; raises Problem."""
    call, route = replace(graph.call, parts=parts, body=body), _ROUTES[answering]
    route.admit(call)
    return route.answer(call).json


def edit(graph: Graph, subject: Subject, answering: Answering, given: Json) -> Json:
    """Change what is given of an issue or a pull request, and return it; raises Problem."""
    body = {name: given[name] for name in ("title", "body", "state", "state_reason") if given.get(name) is not None}
    body |= {"state": body["state"].lower()} if "state" in body else {}
    part = "issue_number" if answering is issues.edit_issue else "pull_number"
    perform(graph, answering, subject.place, body | named_lists(graph, subject.place, given), **{part: subject.number})
    return graph.issue(*subject.both)


def named_lists(graph: Graph, place: Repository, given: Json) -> Json:
    """Return the labels, assignees and milestone that are given, as REST names them."""
    found: Json = {}
    if given.get("labelIds") is not None:
        found["labels"] = label_names(place, given)
    if given.get("assigneeIds") is not None:
        found["assignees"] = [find_account(graph, each) for each in given["assigneeIds"]]
    if "milestoneId" in given:
        wanted = given["milestoneId"]
        found["milestone"] = find_milestone(place, wanted) if wanted else None
    return found


def label_names(place: Repository, given: Json) -> Sequence[str]:
    """Return the names of the labels that are given."""
    return [find_label(place, each) for each in given["labelIds"]]


def as_query_error(call: Call, mutation: str, problem: Problem) -> QueryError:
    """Return a refusal of REST as GraphQL words it."""
    kind = _TYPES.get(problem.status, "UNPROCESSABLE")
    if kind == "FORBIDDEN" and str(problem) != RESOURCE_NOT_ACCESSIBLE:
        named = f"`{mutation[:1].upper()}{mutation[1:]}`"
        return QueryError(kind, f"{call.login} does not have the correct permissions to execute {named}")
    details = (each if isinstance(each, str) else each.get("message") for each in problem.body.get("errors", ()))
    return QueryError(kind, next(filter(None, details), str(problem)))
