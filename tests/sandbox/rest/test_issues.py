"""Issues, as their routes and their webhooks tell of them."""

import pytest
from github.Repository import Repository

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def happenings(sandbox: Sandbox) -> list[tuple[str, str]]:
    return [(each.event, each.payload["action"]) for each in sandbox.deliveries]


def test_an_issue_opened_with_labels_is_told_as_opened_and_then_as_labeled_once_per_label(
    sandbox: Sandbox, ada: Client
) -> None:
    ada.issue(labels=["bug", "incident"], assignees=["grace"])

    assert happenings(sandbox) == [
        ("label", "created"),
        ("issues", "opened"),
        ("issues", "labeled"),
        ("issues", "labeled"),
        ("issues", "assigned"),
    ]


def test_a_label_that_does_not_exist_comes_to_be_grey_and_undescribed(ada: Client) -> None:
    ada.issue(labels=["incident"])

    label = ada.json("GET", "labels/incident")
    assert (label["color"], label["description"], label["default"]) == ("ededed", None, False)


def test_no_issue_is_opened_for_somebody_who_cannot_be_assigned(ada: Client) -> None:
    refused = ada("POST", "issues", {"title": "Down", "assignees": ["grace", "zed", "github-actions[bot]"]})

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "assignees")
    assert ada.json("GET", "issues") == []


def test_without_the_triage_role_labels_and_assignees_are_silently_dropped(stranger: Client) -> None:
    issue = stranger.issue(labels=["bug"], assignees=["ada"])

    assert (issue["labels"], issue["assignees"], issue["user"]["login"]) == ([], [], "stranger")


def test_an_edit_can_change_title_body_labels_assignees_and_state_at_once(sandbox: Sandbox, shop: Repository) -> None:
    issue = shop.create_issue("Checkout is down", "slow", labels=["bug"], assignees=["ada"])

    issue.edit(title="Cart is down", body="gone", labels=["wontfix"], assignees=["grace"], state="closed")

    assert happenings(sandbox)[3:] == [
        ("issues", "edited"),
        ("issues", "unlabeled"),
        ("issues", "labeled"),
        ("issues", "unassigned"),
        ("issues", "assigned"),
        ("issues", "closed"),
    ]
    assert sandbox.deliveries[3].payload["changes"] == {"title": {"from": "Checkout is down"}, "body": {"from": "slow"}}
    assert (issue.title, issue.state, issue.state_reason) == ("Cart is down", "closed", "completed")


def test_a_change_that_changes_nothing_tells_nobody(sandbox: Sandbox, ada: Client) -> None:
    issue = ada.issue(labels=["bug"], body="slow")
    told = len(sandbox.deliveries)

    again = ada.json("PATCH", "issues/1", {"title": issue["title"], "body": "slow", "labels": ["bug"], "state": "open"})

    assert (again["updated_at"], len(sandbox.deliveries)) == (issue["updated_at"], told)


def test_closing_says_by_whom_and_why_and_reopening_takes_it_back(ada: Client, linus: Client) -> None:
    ada.issue()

    closed = linus.json("PATCH", "issues/1", {"state": "closed", "state_reason": "not_planned"})
    reopened = ada.json("PATCH", "issues/1", {"state": "open"})

    assert (closed["closed_by"]["login"], closed["state_reason"]) == ("linus", "not_planned")
    assert (reopened["closed_at"], reopened["closed_by"], reopened["state_reason"]) == (None, None, "reopened")


def test_an_author_without_a_role_may_change_the_own_issue_only(ada: Client, stranger: Client) -> None:
    stranger.issue("mine")
    ada.issue("not mine")

    assert stranger("PATCH", "issues/1", {"state": "closed", "labels": ["bug"]}).json()["labels"] == []
    assert stranger("PATCH", "issues/2", {"state": "closed"}).status_code == 403


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [4, 3, 1]),
        ("state=all", [4, 3, 2, 1]),
        ("state=closed", [2]),
        ("labels=bug", [3, 1]),
        ("labels=bug,wontfix", [3]),
        ("labels=nowhere", []),
        ("creator=grace", [4]),
        ("assignee=ada", [3]),
        ("assignee=none", [4, 1]),
        ("assignee=*", [3]),
        ("direction=asc", [1, 3, 4]),
        ("sort=updated&state=all&direction=desc", [1, 2, 4, 3]),
        ("sort=comments&direction=desc", [1, 4, 3]),
        ("since=2026-08-22T12:00:04Z&state=all", [4, 2, 1]),
    ],
)
def test_the_list_fits_its_query(ada: Client, grace: Client, query: str, numbers: list[int]) -> None:
    ada.issue("one", labels=["bug"])
    ada.issue("two")
    ada.issue("three", labels=["bug", "wontfix"], assignees=["ada"])
    grace.issue("four")
    ada.json("PATCH", "issues/2", {"state": "closed"})
    ada.json("POST", "issues/1/comments", {"body": "still here"})

    assert [issue["number"] for issue in ada.json("GET", f"issues?{query}")] == numbers


def test_the_list_holds_pull_requests_too(ada: Client) -> None:
    ada.branch("fix", {"fix.txt": "x"})
    ada.pull("fix")

    assert ["pull_request" in issue for issue in ada.json("GET", "issues")] == [True]


@pytest.mark.rest
@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, {"resource": "Issue", "field": "title", "code": "missing_field"}),
        (
            {"title": "t", "body": "x" * 65_537},
            {
                "resource": "Issue",
                "code": "custom",
                "field": "body",
                "message": "body is too long (maximum is 65536 characters)",
            },
        ),
        (
            {"title": "x" * 257},
            {
                "resource": "Issue",
                "code": "custom",
                "field": "title",
                "message": "title is too long (maximum is 256 characters)",
            },
        ),
    ],
)
def test_an_issue_that_cannot_be_is_refused_with_the_reason(
    ada: Client, body: dict[str, str], error: dict[str, str]
) -> None:
    response = ada("POST", "issues", body)

    assert (response.status_code, response.json()["errors"]) == (422, [error])


def test_sub_issues_are_named_by_their_database_id(ada: Client) -> None:
    parent, child = ada.issue("parent"), ada.issue("child")

    by_number = ada("POST", "issues/1/sub_issues", {"sub_issue_id": child["number"]})
    added = ada.json("POST", "issues/1/sub_issues", {"sub_issue_id": child["id"]})
    ada.json("PATCH", "issues/2", {"state": "closed"})

    assert (by_number.status_code, added["parent_issue_url"]) == (404, parent["url"])
    assert [each["number"] for each in ada.json("GET", "issues/1/sub_issues")] == [2]
    summary = {"total": 1, "completed": 1, "percent_completed": 100}
    assert ada.json("GET", "issues/1")["sub_issues_summary"] == summary
    assert ada("POST", "issues/1/sub_issues", {"sub_issue_id": child["id"]}).status_code == 422


def test_assignees_come_and_go_by_themselves(shop: Repository) -> None:
    issue = shop.create_issue("Checkout is down")

    issue.add_to_assignees("ada", "grace", "zed")
    issue.remove_from_assignees("ada")

    assert [user.login for user in issue.assignees] == ["grace"]
    assert [user.login for user in shop.get_assignees()] == ["ada", "grace", "linus", "kim"]
    assert (shop.has_in_assignees("kim"), shop.has_in_assignees("zed")) == (True, False)


def test_issues_of_a_deleted_account_stay_without_a_user(sandbox: Sandbox, ada: Client, stranger: Client) -> None:
    stranger.issue()
    stranger.json("POST", "issues/1/comments", {"body": "/sev 1"})

    sandbox.delete_account("stranger")

    assert ada.json("GET", "issues/1")["user"] is None
    assert [each["user"] for each in ada.json("GET", "issues/1/comments")] == [None]
