"""GraphQL, against a part of GitHub's schema, with its errors and its limits."""

import pytest

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.rest.limits import GRAPHQL
from tests.sandbox.client import Client, Json


def ask(client: Client, query: str, **variables: Json) -> Json:
    return client.json("POST", "/graphql", {"query": query, "variables": variables})


def in_shop(fields: str) -> str:
    return f'{{ repository(owner: "acme", name: "shop") {{ issue(number: 1) {{ {fields} }} }} }}'


def test_a_field_that_does_not_exist_is_named_as_github_names_it(ada: Client) -> None:
    answer = ask(ada, "{ viewer { nickname } }")

    assert answer == {
        "errors": [
            {"message": "Field 'nickname' doesn't exist on type 'User'", "locations": [{"line": 1, "column": 12}]}
        ]
    }


def test_what_cannot_be_resolved_is_null_beside_what_can(ada: Client) -> None:
    ada.issue()

    answer = ask(
        ada,
        '{ repository(owner: "acme", name: "shop") { a: issue(number: 1) { number } b: issue(number: 9) { number } } }',
    )

    assert answer["data"] == {"repository": {"a": {"number": 1}, "b": None}}
    assert [(each["type"], each["path"], each["message"]) for each in answer["errors"]] == [
        ("NOT_FOUND", ["repository", "b"], "Could not resolve to an Issue with the number of 9.")
    ]


def test_a_repository_that_nobody_may_see_does_not_exist(ada: Client) -> None:
    answer = ask(ada, '{ repository(owner: "acme", name: "vault") { nameWithOwner } }')

    assert answer["data"] == {"repository": None}
    assert answer["errors"][0]["message"] == "Could not resolve to a Repository with the name 'acme/vault'."


def test_a_connection_is_read_in_pages(ada: Client) -> None:
    ada.issue()
    for place in range(5):
        ada.json("POST", "issues/1/comments", {"body": str(place)})

    def page(bounds: str) -> tuple[list[str], dict[str, Json]]:
        found = ask(
            ada, in_shop(f"comments({bounds}) {{ totalCount nodes {{ body }} pageInfo {{ endCursor hasNextPage }} }}")
        )
        comments = found["data"]["repository"]["issue"]["comments"]
        return [each["body"] for each in comments["nodes"]], comments["pageInfo"]

    first, info = page("first: 2")

    assert (first, info["hasNextPage"]) == (["0", "1"], True)
    assert page(f'first: 9, after: "{info["endCursor"]}"') == (
        ["2", "3", "4"],
        {"endCursor": "5", "hasNextPage": False},
    )
    assert page("last: 2")[0] == ["3", "4"]


def test_nodes_need_a_bound_and_a_count_does_not(ada: Client) -> None:
    ada.issue()

    counted = ask(ada, in_shop("comments { totalCount }"))
    unbound = ask(ada, in_shop("comments { nodes { body } }"))
    excessive = ask(ada, in_shop("comments(first: 101) { nodes { body } }"))

    assert counted["data"]["repository"]["issue"]["comments"]["totalCount"] == 0
    assert [each["errors"][0]["type"] for each in (unbound, excessive)] == [
        "MISSING_PAGINATION_BOUNDARIES",
        "EXCESSIVE_PAGINATION",
    ]


@pytest.mark.rest
def test_a_query_for_too_many_nodes_does_not_run(ada: Client) -> None:
    ada.issue()
    many = " ".join(
        f"i{number}: issue(number: 1) {{ comments(first: 100) {{ totalCount }} }}" for number in range(5_001)
    )

    answer = ask(ada, f'{{ repository(owner: "acme", name: "shop") {{ {many} }} }}')

    assert answer["errors"] == [
        {
            "type": "MAX_NODE_LIMIT_EXCEEDED",
            "message": "This query requests up to 500,100 possible nodes which exceeds the maximum limit of 500,000.",
        }
    ]


@pytest.mark.rest
def test_points_are_a_limit_of_their_own(sandbox: Sandbox, ada: Client) -> None:
    sandbox.leave("ada", 1, GRAPHQL)

    first, second = (ada("POST", "/graphql", {"query": "{ viewer { login } }"}) for _ in range(2))

    assert (first.status_code, first.headers["X-RateLimit-Resource"], first.headers["X-RateLimit-Remaining"]) == (
        200,
        "graphql",
        "0",
    )
    assert (second.status_code, second.json()["errors"][0]["type"]) == (200, "RATE_LIMITED")
    assert ada("GET", "").headers["X-RateLimit-Used"] == "1"
