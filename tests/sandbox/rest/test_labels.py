"""Labels of the repository and of its issues."""

import pytest
from github.Repository import Repository

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def test_a_repository_begins_with_githubs_own_labels(shop: Repository) -> None:
    assert [label.name for label in shop.get_labels()] == [
        "bug",
        "documentation",
        "duplicate",
        "enhancement",
        "good first issue",
        "help wanted",
        "invalid",
        "question",
        "wontfix",
    ]


def test_a_label_is_made_changed_and_removed_under_any_spelling(sandbox: Sandbox, shop: Repository) -> None:
    label = shop.create_label("severity/1 🔥", "B60205", "Everything is down")
    shop.create_issue("Checkout is down", labels=["SEVERITY/1 🔥"])

    label.edit("sev 1", "b60206")
    shop.get_label("Sev 1").delete()

    told = [each.payload for each in sandbox.deliveries if each.event == "label"]
    assert [each["action"] for each in told] == ["created", "edited", "deleted"]
    assert told[1]["changes"] == {"name": {"from": "severity/1 🔥"}, "color": {"from": "b60205"}}
    assert shop.get_issue(1).labels == []


def test_a_label_that_is_there_is_not_made_again(ada: Client) -> None:
    response = ada("POST", "labels", {"name": "Bug"})

    error = {"resource": "Label", "field": "name", "code": "already_exists"}
    assert (response.status_code, response.json()["errors"]) == (422, [error])


@pytest.mark.parametrize("color", ["red", "12345", "zzzzzz"])
def test_a_colour_is_six_hexadecimal_digits(ada: Client, color: str) -> None:
    assert ada("POST", "labels", {"name": "new", "color": color}).status_code == 422


@pytest.mark.parametrize("body", [{"name": "x" * 51}, {"name": "x", "description": "x" * 101}])
def test_a_label_has_a_short_name_and_description(ada: Client, body: dict[str, str]) -> None:
    assert ada("POST", "labels", body).status_code == 422
    assert ada("POST", "issues", {"title": "t", "labels": ["x" * 51]}).status_code == 422


def test_an_issues_labels_are_added_set_and_taken_off(shop: Repository) -> None:
    issue = shop.create_issue("Checkout is down", labels=["bug"])

    issue.add_to_labels("bug", "incident")
    assert [label.name for label in issue.get_labels()] == ["bug", "incident"]

    issue.set_labels("incident", "sev 1")
    assert [label.name for label in issue.get_labels()] == ["incident", "sev 1"]

    issue.remove_from_labels("sev 1")
    assert [label.name for label in issue.get_labels()] == ["incident"]

    issue.delete_labels()
    assert list(issue.get_labels()) == []


def test_taking_off_what_is_not_on_is_404(ada: Client) -> None:
    ada.issue()

    response = ada("DELETE", "issues/1/labels/bug")

    assert (response.status_code, response.json()["message"]) == (404, "Label does not exist")


def test_labels_may_be_given_as_a_bare_list(ada: Client) -> None:
    ada.issue()

    assert [each["name"] for each in ada.json("POST", "issues/1/labels", ["bug"])] == ["bug"]


def test_only_writers_bring_a_label_into_being_by_naming_it(linus: Client, grace: Client) -> None:
    linus.issue(labels=["bug"])

    refused, made = (who("POST", "issues/1/labels", {"labels": ["incident"]}) for who in (linus, grace))

    message = "You do not have permission to create labels on this repository."
    assert (refused.status_code, refused.json()["message"], made.status_code) == (403, message, 200)


def test_adding_what_is_on_already_tells_nobody(sandbox: Sandbox, ada: Client) -> None:
    ada.issue(labels=["bug"])
    told = len(sandbox.deliveries)

    ada.json("POST", "issues/1/labels", {"labels": ["bug"]})

    assert len(sandbox.deliveries) == told
