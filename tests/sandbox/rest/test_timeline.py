"""What happened to an issue, by whom and when."""

from datetime import timedelta

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def test_the_timeline_tells_everything_in_order(ada: Client, linus: Client) -> None:
    ada.issue()
    linus.json("POST", "issues/1/labels", {"labels": ["bug"]})
    ada.json("POST", "issues/1/comments", {"body": "looking"})
    ada.json("PATCH", "issues/1", {"title": "Cart is down", "assignees": ["grace"], "state": "closed"})
    ada.json("PATCH", "issues/1", {"state": "open", "labels": [], "assignees": []})

    timeline = ada.json("GET", "issues/1/timeline")

    assert [(each["event"], each["actor"]["login"]) for each in timeline] == [
        ("labeled", "linus"),
        ("commented", "ada"),
        ("renamed", "ada"),
        ("assigned", "ada"),
        ("closed", "ada"),
        ("unlabeled", "ada"),
        ("unassigned", "ada"),
        ("reopened", "ada"),
    ]
    assert timeline[0]["label"] == {"name": "bug", "color": "d73a4a"}
    assert timeline[2]["rename"] == {"from": "Checkout is down", "to": "Cart is down"}
    assert timeline[3]["assignee"]["login"] == "grace"
    assert timeline[4]["state_reason"] == "completed"


def test_events_have_a_time_from_the_clock(sandbox: Sandbox, ada: Client) -> None:
    ada.issue()
    sandbox.clock.advance(timedelta(hours=1))
    ada.json("POST", "issues/1/labels", {"labels": ["bug"]})

    assert [each["created_at"] for each in ada.json("GET", "issues/1/events")] == ["2026-08-22T13:00:02Z"]


def test_the_repositorys_events_come_newest_first_with_their_issues(ada: Client) -> None:
    ada.issue("one", labels=["bug"])
    ada.issue("two", labels=["wontfix"])
    ada.json("POST", "issues/1/comments", {"body": "not among the events"})
    ada.json("PATCH", "issues/1", {"state": "closed"})

    events = ada.json("GET", "issues/events")

    assert [(each["event"], each["issue"]["number"]) for each in events] == [
        ("closed", 1),
        ("labeled", 2),
        ("labeled", 1),
    ]
    assert ada.json("GET", f"issues/events/{events[0]['id']}")["event"] == "closed"


def test_a_deleted_comment_leaves_the_timeline(ada: Client) -> None:
    ada.issue()
    comment = ada.json("POST", "issues/1/comments", {"body": "secret"})
    ada.json("DELETE", f"issues/comments/{comment['id']}")

    assert ada.json("GET", "issues/1/timeline") == []


def test_an_issue_knows_which_others_speak_of_it(ada: Client) -> None:
    ada.issue("one")
    ada.issue("two", body="see #1, `#1`, <!-- #3 --> and acme/depot#1")
    ada.issue("three", body="```\n#1\n```")
    ada.json("POST", "issues/2/comments", {"body": "#1 again, and #3"})

    found = [
        [(each["event"], each["source"]["issue"]["number"]) for each in ada.json("GET", f"issues/{number}/timeline")]
        for number in (1, 3)
    ]

    assert found == [[("cross-referenced", 2)], [("cross-referenced", 2)]]
    assert ada.json("GET", "issues/1/events") == []
