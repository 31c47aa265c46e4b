"""Each field that the GraphQL schema has is answered, with a value of its type."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    get_named_type,
    is_composite_type,
    is_required_argument,
)

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.rest import graphql
from incident_actions.sandbox.state.records import CommitStatus, Release, StoredDeployment
from tests.sandbox.client import Client, Json
from tests.tiers import as_rest

SCHEMA = graphql.schema()
GIVEN = {
    "number": "1",
    "name": '"bug"',
    "qualifiedName": '"main"',
    "refPrefix": '"refs/heads/"',
    "first": "2",
    "expression": '"main"',
}
"""The arguments of fields that need some, or return nothing without them."""
ELSEWHERE = {"Query", "Mutation", "PageInfo", "BranchProtectionRule", "AutoMergeRequest", "Team"}
"""Types without a field of their own, and those of things that the sandbox can't have in a repository."""
_SHOP = 'repository(owner: "acme", name: "shop")'
_COMMIT = (_SHOP, 'object(expression: "main")', "... on Commit")
WHERE: dict[str, tuple[str, ...]] = {
    "Repository": (_SHOP,),
    "Issue": (_SHOP, "issue(number: 1)"),
    "IssueComment": (_SHOP, "issue(number: 1)", "comments(first: 1)", "nodes"),
    "PullRequest": (_SHOP, "pullRequest(number: 2)"),
    "PullRequestReview": (_SHOP, "pullRequest(number: 2)", "reviews(first: 1)", "nodes"),
    "ReviewRequest": (_SHOP, "pullRequest(number: 2)", "reviewRequests(first: 1)", "nodes"),
    "PullRequestChangedFile": (_SHOP, "pullRequest(number: 2)", "files(first: 1)", "nodes"),
    "Commit": _COMMIT,
    "Ref": (_SHOP, "defaultBranchRef"),
    "Label": (_SHOP, 'label(name: "bug")'),
    "Milestone": (_SHOP, "milestone(number: 1)"),
    "Release": (_SHOP, "latestRelease"),
    "Deployment": (_SHOP, "deployments(first: 1)", "nodes"),
    "User": ('user(login: "ada")',),
    "Organization": ('organization(login: "acme")',),
    "StatusContext": (*_COMMIT, "status", "contexts"),
    "CheckRun": (*_COMMIT, "statusCheckRollup", "contexts(first: 1)", "nodes", "... on CheckRun"),
}
"""Where a query meets a type."""


@pytest.fixture
def lived_in(sandbox: Sandbox, ada: Client, grace: Client) -> Client:
    ada.json("POST", "milestones", {"title": "Autumn"})
    ada.issue(labels=["bug"], assignees=["grace"], milestone=1)
    ada.branch("fix", {"src/cart.py": "four\n"})
    ada.pull("fix", body="Fixes #1")
    for number in (1, 2):
        ada.json("POST", f"issues/{number}/comments", {"body": "Same here"})
    grace.json("POST", "pulls/2/reviews", {"event": "APPROVE", "body": "Good"})
    ada.json("POST", "pulls/2/requested_reviewers", {"reviewers": ["linus"]})
    shop, now = sandbox.repository("acme/shop"), sandbox.clock.now()
    sha = sandbox.host.git(shop).branch("main") or ""
    shop.statuses.append(CommitStatus(1, sha, "success", "ci", None, None, "ada", now))
    shop.deployments.append(StoredDeployment(2, sha, "main", "production", "", "ada", now))
    shop.releases.append(Release(3, "v1", "main", "One", None, "ada", now, now + timedelta(hours=1)))
    sandbox.end_workflow_run("ci", "success", by="ada")
    return ada


@pytest.mark.parametrize("name", [name if name == "PullRequest" else as_rest(name) for name in WHERE])
def test_each_field_of_a_type_is_answered(lived_in: Client, name: str) -> None:
    kind = SCHEMA.type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    fields = {field: asked for field, each in kind.fields.items() if (asked := selection(field, each))}

    query = "{ " + " { ".join([*WHERE[name], *[" ".join(fields.values())]]) + " }" * (len(WHERE[name]) + 1)

    answer = lived_in.json("POST", "/graphql", {"query": query})

    assert "errors" not in answer
    assert met(answer["data"], set(fields)), answer["data"]


def test_no_type_of_things_is_left_out() -> None:
    things = {name for name, kind in SCHEMA.type_map.items() if is_thing(kind)}

    assert things - set(WHERE) - ELSEWHERE == {
        *("Bot", "Mannequin", "EnterpriseUserAccount", "CrossReferencedEvent", "PullRequestCommit"),
        *("Status", "StatusCheckRollup", "CheckSuite", "WorkflowRun", "Workflow", "ProjectCard", "Project"),
        *("ProjectColumn", "Language", "License", "RepositoryTopic", "Topic"),
    }


def selection(name: str, field: GraphQLField) -> str:
    """How a query asks for a field: with the arguments that it needs, and little of what it leads to."""
    needed = {arg for arg, each in field.args.items() if is_required_argument(each)}
    if isinstance(get_named_type(field.type), GraphQLObjectType) and get_named_type(field.type).name.endswith(
        "Connection"
    ):
        needed.add("first")
    needed |= {"expression"} & field.args.keys()
    given = f"({', '.join(f'{arg}: {GIVEN[arg]}' for arg in sorted(needed))})" if needed else ""
    if name == "pullRequest":
        given = "(number: 2)" if needed else ""
    if not is_composite_type(get_named_type(field.type)):
        return name + given
    return f"{name}{given} {{ {inner(get_named_type(field.type))} }}"


def inner(kind: GraphQLNamedType) -> str:
    """The least that can be asked of a type."""
    is_list = kind.name.endswith("Connection") and "nodes" in getattr(kind, "fields", {})
    return "totalCount nodes { __typename } edges { cursor } pageInfo { hasNextPage }" if is_list else "__typename"


def is_thing(kind: GraphQLNamedType) -> bool:
    """Whether a type is that of a thing with an id."""
    return isinstance(kind, GraphQLObjectType) and "id" in kind.fields


def met(data: Json, names: set[str]) -> bool:
    """Whether an answer has an object with all of the fields."""
    return any(names <= set(each) for each in objects(data))


def objects(data: Json) -> Iterator[dict[str, Json]]:
    """Every object in an answer."""
    if isinstance(data, dict):
        yield data
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from objects(each)
