"""Milestones, and the issues in them."""

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client
from tests.sandbox.rest.test_graphql import ask
from tests.sandbox.rest.test_graphql_changes import changed

DUE = "2026-09-30T00:00:00Z"


@pytest.fixture
def planned(ada: Client) -> Client:
    """Somebody with two milestones, an issue in the first, and one without."""
    ada.json("POST", "milestones", {"title": "Autumn", "description": "Payments", "due_on": DUE})
    ada.json("POST", "milestones", {"title": "Winter"})
    ada.issue(milestone=1, labels=["bug"])
    ada.issue("Search is slow")
    return ada


def test_a_milestone_counts_its_issues(planned: Client) -> None:
    planned.json("PATCH", "issues/1", {"state": "closed"})
    planned.json("PATCH", "issues/2", {"milestone": 1})

    shown = planned.json("GET", "milestones/1")

    names = ("number", "title", "description", "due_on", "state", "open_issues", "closed_issues")
    assert [shown[name] for name in names] == [1, "Autumn", "Payments", DUE, "open", 1, 1]
    assert planned.json("GET", "issues/2")["milestone"] == shown
    assert [each["name"] for each in planned.json("GET", "milestones/1/labels")] == ["bug"]


def test_what_happens_to_an_issues_milestone_is_on_its_timeline_and_announced(
    sandbox: Sandbox, planned: Client
) -> None:
    planned.json("PATCH", "issues/1", {"milestone": 2})
    planned.json("PATCH", "issues/1", {"milestone": None, "title": "Still down"})
    planned.json("PATCH", "issues/1", {"body": "x"})

    events = [
        (each["event"], each["milestone"]["title"])
        for each in planned.json("GET", "issues/1/events")
        if "milestone" in each
    ]
    announced = [each.payload["action"] for each in sandbox.deliveries if "milestoned" in each.payload["action"]]
    assert events == [
        ("milestoned", "Autumn"),
        ("demilestoned", "Autumn"),
        ("milestoned", "Winter"),
        ("demilestoned", "Winter"),
    ]
    assert announced == [happening for happening, _ in events]


def test_a_milestone_is_changed_closed_and_deleted(sandbox: Sandbox, planned: Client) -> None:
    planned.json("PATCH", "milestones/1", {"title": "Fall", "due_on": None, "state": "closed"})
    closed = planned.json("GET", "milestones", params={"state": "closed"})
    planned.json("PATCH", "milestones/1", {"state": "open"})
    planned("DELETE", "milestones/1")

    assert [(each["title"], each["due_on"], bool(each["closed_at"])) for each in closed] == [("Fall", None, True)]
    assert planned.json("GET", "issues/1")["milestone"] is None
    assert planned("GET", "milestones/1").status_code == 404
    assert planned.json("POST", "milestones", {"title": "Spring"})["number"] == 3
    told = [each.payload["action"] for each in sandbox.deliveries if each.event == "milestone"]
    assert told == ["created", "created", "edited", "closed", "opened", "deleted", "created"]


@pytest.mark.parametrize(("asked", "numbers"), [("1", [1]), ("2", []), ("*", [1]), ("none", [2])])
def test_issues_are_listed_by_their_milestone(planned: Client, asked: str, numbers: list[int]) -> None:
    found = planned.json("GET", "issues", params={"milestone": asked})

    assert [each["number"] for each in found] == numbers


@pytest.mark.rest
@pytest.mark.parametrize(
    ("query", "numbers"), [("milestone:autumn", [1]), ("no:milestone", [2]), ("milestone:winter", [])]
)
def test_issues_are_searched_by_their_milestone(planned: Client, query: str, numbers: list[int]) -> None:
    found = planned.json("GET", "/search/issues", params={"q": f"repo:acme/shop {query}"})["items"]

    assert [each["number"] for each in found] == numbers


def test_milestones_are_listed_by_their_date_and_their_progress(planned: Client) -> None:
    planned.json("POST", "milestones", {"title": "Soon", "due_on": "2026-09-01T00:00:00Z"})
    planned.json("PATCH", "issues/1", {"state": "closed"})

    def titles(**query: str) -> list[str]:
        return [each["title"] for each in planned.json("GET", "milestones", params=query)]

    assert titles() == ["Soon", "Autumn", "Winter"]
    assert titles(sort="completeness", direction="desc")[0] == "Autumn"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "milestones", {}),
        ("POST", "milestones", {"title": "Autumn"}),
        ("POST", "milestones", {"title": "Spring", "due_on": "soon"}),
        ("POST", "milestones", {"title": "Spring", "due_on": "2026-09-01T00:00:00"}),
        ("PATCH", "milestones/2", {"title": "Autumn"}),
        ("PATCH", "milestones/2", {"state": "done"}),
        ("POST", "issues", {"title": "x", "milestone": 9}),
        ("PATCH", "issues/2", {"milestone": "Autumn"}),
    ],
)
def test_what_is_no_milestone_is_refused(planned: Client, method: str, path: str, body: dict[str, str]) -> None:
    assert planned(method, path, body).status_code == 422


def test_triage_sets_a_milestone_and_does_not_make_one(planned: Client, linus: Client) -> None:
    linus.json("PATCH", "issues/2", {"milestone": 2})

    assert planned.json("GET", "issues/2")["milestone"]["title"] == "Winter"
    assert linus("POST", "milestones", {"title": "Mine"}).status_code == 403


def test_graphql_shows_milestones_and_sets_them(planned: Client) -> None:
    second = planned.json("GET", "milestones/2")["node_id"]
    shown = "milestones(first: 9, states: OPEN) { nodes { number title dueOn state } } milestone(number: 1) { title }"

    moved = changed(
        planned,
        "updateIssue",
        "issue { milestone { title } }",
        id=planned.json("GET", "issues/1")["node_id"],
        milestoneId=second,
    )
    answer = ask(planned, f'{{ repository(owner: "acme", name: "shop") {{ {shown} }} }}')["data"]["repository"]

    assert moved["issue"]["milestone"] == {"title": "Winter"}
    assert answer["milestone"] == {"title": "Autumn"}
    assert answer["milestones"]["nodes"] == [
        {"number": 1, "title": "Autumn", "dueOn": DUE, "state": "OPEN"},
        {"number": 2, "title": "Winter", "dueOn": None, "state": "OPEN"},
    ]
