"""Single reviews: read, edited, and dismissed with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.state.settings import RulesetRule
from tests.sandbox.client import Client

DECISION = '{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) { reviewDecision } } }'


@pytest.fixture
def review(sandbox: Sandbox, ada: Client, grace: Client) -> Any:
    rule = RulesetRule("main", "pull_request", {"required_approving_review_count": 1})
    sandbox.repository("acme/shop").settings.rules.append(rule)
    ada.branch("fix", {"fix.txt": "x"})
    ada.pull("fix")
    return grace.json("POST", "pulls/1/reviews", {"event": "APPROVE", "body": "Fine"})


def decision(client: Client) -> str:
    answer = client.json("POST", "/graphql", {"query": DECISION})
    return str(answer["data"]["repository"]["pullRequest"]["reviewDecision"])


def test_a_review_is_read_and_edited_by_its_author(review: Any, ada: Client, grace: Client) -> None:
    place = f"pulls/1/reviews/{review['id']}"

    edited = grace.json("PUT", place, {"body": "Very fine"})

    assert ada.json("GET", place) == edited == review | {"body": "Very fine"}
    assert [ada("PUT", place, {"body": "x"}).status_code, ada("GET", "pulls/1/reviews/1").status_code] == [403, 404]


def test_a_dismissed_review_counts_no_more(sandbox: Sandbox, review: Any, ada: Client) -> None:
    before = decision(ada)

    dismissed = ada.json("PUT", f"pulls/1/reviews/{review['id']}/dismissals", {"message": "The code has changed"})

    assert (before, decision(ada)) == ("APPROVED", "REVIEW_REQUIRED")
    assert dismissed == review | {"state": "DISMISSED"}
    (event,) = [each for each in ada.json("GET", "issues/1/timeline") if each["event"] == "review_dismissed"]
    assert event["dismissed_review"] == {
        "state": "approved",
        "review_id": review["id"],
        "dismissal_message": "The code has changed",
    }
    delivery = sandbox.deliveries[-1]
    assert (delivery.event, delivery.payload["action"], delivery.payload["review"]["state"]) == (
        "pull_request_review",
        "dismissed",
        "dismissed",
    )


def test_a_review_that_cannot_be_dismissed_says_why(review: Any, ada: Client, grace: Client, linus: Client) -> None:
    place, message = f"pulls/1/reviews/{review['id']}/dismissals", {"message": "x"}
    comment = grace.json("POST", "pulls/1/reviews", {"event": "COMMENT", "body": "Hm"})
    answers = [linus("PUT", place, message), ada("PUT", place, {})]
    ada.json("PUT", place, message)
    answers += [ada("PUT", place, message), ada("PUT", f"pulls/1/reviews/{comment['id']}/dismissals", message)]

    assert [each.status_code for each in answers] == [403, 422, 422, 422]
    assert [each.json()["errors"] for each in answers[2:]] == [
        ["Can not dismiss a dismissed pull request review"],
        ["Can not dismiss a commented pull request review"],
    ]
