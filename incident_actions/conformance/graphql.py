"""What the tool assumes about GraphQL, which it uses to read much in one request."""

from __future__ import annotations

from typing import Any

from incident_actions.conformance.assumption import Assumption, FeatureMissing, require, require_equal
from incident_actions.conformance.comments import MISSING_ISSUE
from incident_actions.conformance.trial_repository import TrialRepository
from incident_actions.gateway.client.api_address import GRAPHQL

MOST_ISSUES = 50
_DOCS = "https://docs.github.com/en/graphql"
_LIMITS = f"{_DOCS}/overview/rate-limits-and-query-limits-for-the-graphql-api"


def _viewer(trial: TrialRepository) -> None:
    viewer = _ask(trial, "query { viewer { login databaseId } }")["data"]["viewer"]
    require_equal("the viewer", viewer["login"].casefold().removesuffix("[bot]"), _plain_login(trial))
    require(isinstance(viewer["databaseId"], int), "the viewer has no databaseId")


def _same_values(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    comment = trial.comment(number, "By both\n\n<!-- hidden -->")
    fields = "comments(first: 100) { totalCount nodes { fullDatabaseId author { login } body createdAt updatedAt } }"
    shown = trial.wait_for(
        lambda: _ask_issues(trial, [number], fields)["data"]["repository"][f"i{number}"]["comments"],
        lambda found: found["totalCount"] == 1,
    )
    require_equal("the count", shown["totalCount"], 1)
    (node,) = shown["nodes"]
    found = (int(node["fullDatabaseId"]), node["body"], node["createdAt"], node["updatedAt"])
    require_equal("the comment", found, (comment["id"], comment["body"], comment["created_at"], comment["updated_at"]))
    require_equal("the author", node["author"]["login"].casefold(), _plain_login(trial))


def _fifty(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    fields = "number comments(first: 100) { totalCount nodes { body } }"
    numbers = [number, *(MISSING_ISSUE - place for place in range(MOST_ISSUES - 1))]
    answer = _ask_issues(trial, numbers, fields)
    shown = {name for name, each in answer["data"]["repository"].items() if each is not None}
    require_equal("issues that a query of fifty shows", shown, {f"i{number}"})
    require("errors" in answer, "a query of issues that do not exist has no errors")


def _wrong_query(trial: TrialRepository) -> None:
    answer = trial.send("POST", GRAPHQL, {"query": "query { conformance }"})
    _require_graphql(answer.status)
    require_equal("the status", answer.status, 200)
    require(answer.json["errors"][0]["message"], "the error has no message")


def _node(trial: TrialRepository) -> None:
    comment = trial.comment(trial.open_issue()["number"], "Once")
    query = "query($id: ID!) { node(id: $id) { __typename ... on IssueComment { editor { login } } } }"
    before = _ask(trial, query, {"id": comment["node_id"]})["data"]["node"]
    require_equal("the editor of an unedited comment", (before["__typename"], before["editor"]), ("IssueComment", None))
    trial.expect(200, "PATCH", f"issues/comments/{comment['id']}", {"body": "Twice"})
    after = trial.wait_for(
        lambda: _ask(trial, query, {"id": comment["node_id"]})["data"]["node"]["editor"], lambda found: found
    )
    require_equal("the editor", (after or {}).get("login", "").casefold(), _plain_login(trial))


def _ask_issues(trial: TrialRepository, numbers: list[int], fields: str) -> Any:
    wanted = " ".join(f"i{number}: issue(number: {number}) {{ {fields} }}" for number in numbers)
    query = f"query($owner: String!, $name: String!) {{ repository(owner: $owner, name: $name) {{ {wanted} }} }}"
    return _ask(trial, query, _names(trial))


def _ask(trial: TrialRepository, query: str, variables: dict[str, Any] | None = None) -> Any:
    answer = trial.send("POST", GRAPHQL, {"query": query, "variables": variables or {}})
    _require_graphql(answer.status)
    require_equal("the status", answer.status, 200)
    return answer.json


def _require_graphql(status: int) -> None:
    if status == 404:
        raise FeatureMissing("the server has no GraphQL")


def _names(trial: TrialRepository) -> dict[str, Any]:
    owner, _, name = trial.name.partition("/")
    return {"owner": owner, "name": name}


def _plain_login(trial: TrialRepository) -> str:
    """Return the login as GraphQL names it: without the ending of a bot."""
    return trial.login.casefold().removesuffix("[bot]")


ASSUMPTIONS = (
    Assumption(
        "graphql-viewer", "GraphQL names the account of the token.", f"{_DOCS}/reference/queries#viewer", _viewer
    ),
    Assumption(
        "graphql-comments",
        "GraphQL shows comments with the same values as REST.",
        f"{_DOCS}/reference/objects#issuecomment",
        _same_values,
    ),
    Assumption("graphql-fifty", "One query reads fifty issues, and those that do not exist are null.", _LIMITS, _fifty),
    Assumption(
        "graphql-error",
        "A wrong query is answered with 200 and errors.",
        f"{_DOCS}/guides/forming-calls-with-graphql",
        _wrong_query,
    ),
    Assumption(
        "graphql-editor", "GraphQL names the editor of a comment.", f"{_DOCS}/reference/interfaces#comment", _node
    ),
)
