"""What GitHub sends becomes a type, or is told to be nothing for us."""

from datetime import UTC, datetime
from typing import Any

import pytest

from incident_actions.contract import events
from incident_actions.contract.events import (
    AlertReceived,
    CommentDeleted,
    CommentPosted,
    IgnoredEvent,
    InvalidPayload,
    IssueChanged,
    PullEnded,
    SweepDue,
)
from incident_actions.contract.issue import Comment, CommentDeletion, Issue, Label, ManualAction, ManualChange
from incident_actions.model.alerts.alert import AlertDelivery
from incident_actions.model.alerts.senders import payload_key, read_payload
from incident_actions.model.person import GHOST, Person
from tests.model.alerts.sender_bodies import plain

AT = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
TIME = "2026-03-04T14:00:00Z"
ADA: dict[str, Any] = {"login": "ada", "id": 1, "type": "User"}
BOT: dict[str, Any] = {"login": "github-actions[bot]", "id": 41898282, "type": "Bot"}


ISSUE: dict[str, Any] = {
    "number": 7, "id": 7000, "title": "Checkout is down", "body": None, "state": "open", "user": ADA,
    "created_at": TIME, "updated_at": TIME, "labels": [{"name": "incident"}], "assignees": [ADA],
}  # fmt: skip
SHOWN = Issue(
    7, 7000, "Checkout is down", "", open=True, author=Person("ada", 1), created=AT, updated=AT,
    labels=(Label("incident"),), assignees=("ada",), assignee_ids=(1,),
)  # fmt: skip


def commented(**more: Any) -> dict[str, Any]:
    comment = {"id": 5, "user": ADA, "body": "/ack", "created_at": TIME, "updated_at": TIME, **more}
    return {"action": "created", "issue": ISSUE, "comment": comment}


def changed(action: str, **more: Any) -> dict[str, Any]:
    issue = {"number": 7, "updated_at": TIME, "labels": [{"name": "incident"}]}
    return {"action": action, "issue": issue, "sender": ADA, **more}


def ended(**more: Any) -> dict[str, Any]:
    head = {"ref": "hotfix/pool", "repo": {"full_name": "acme/shop"}}
    pull = {"number": 9, "head": head, "body": "x", "merged": True, **more}
    return {"action": "closed", "pull_request": pull, "repository": {"full_name": "acme/shop"}}


def deleted(**more: Any) -> dict[str, Any]:
    return {**commented(), "action": "deleted", "sender": ADA, **more}


@pytest.mark.parametrize(
    ("name", "payload", "event"),
    [
        ("issue_comment", deleted(), CommentDeleted(7, CommentDeletion(5, "ada"))),
        *(
            ("issue_comment", each, IgnoredEvent("only comments that people wrote and deleted count"))
            for each in (
                deleted(sender=BOT),
                deleted(comment=commented(user=BOT)["comment"]),
                deleted(issue={**ISSUE, "pull_request": {"url": "x"}}),
            )
        ),
        (
            "issue_comment",
            commented(author_association="MEMBER"),
            CommentPosted(7, Comment(5, Person("ada", 1), "/ack", AT, AT), SHOWN, "MEMBER"),
        ),
        (
            "issue_comment",
            commented(user=None, body=None, reactions={"url": "x", "+1": 2, "heart": 0, "total_count": 2}),
            CommentPosted(7, Comment(5, GHOST, "", AT, AT, frozenset({"+1"})), SHOWN),
        ),
        ("issues", changed("opened"), IssueChanged(7, None, frozenset({"incident"}), "ada")),
        (
            "issues",
            changed("labeled", label={"name": "SEV-1"}),
            IssueChanged(
                7,
                ManualChange(ManualAction.LABELED, Person("ada", 1), AT, "SEV-1"),
                frozenset({"incident", "SEV-1"}),
                "ada",
            ),
        ),
        (
            "issues",
            changed("closed"),
            IssueChanged(7, ManualChange(ManualAction.CLOSED, Person("ada", 1), AT), frozenset({"incident"}), "ada"),
        ),
        ("pull_request", ended(), PullEnded(9, "hotfix/pool", "x", merged=True)),
        ("pull_request", ended(body=None, merged=False), PullEnded(9, "hotfix/pool", "", merged=False)),
        (
            "repository_dispatch",
            {"action": "alert", "client_payload": {"alert": plain()}, "sender": BOT},
            AlertReceived(AlertDelivery(read_payload(plain()), "github-actions[bot]", payload_key({"alert": plain()}))),
        ),
        ("schedule", {}, SweepDue()),
        ("workflow_dispatch", {}, SweepDue()),
    ],
)
def test_each_event_becomes_a_type(name: str, payload: dict[str, Any], event: events.Event) -> None:
    assert events.read_event(name, payload) == event


LISTED = "<!-- incident-actions:say list:0a1b2c3d.1 -->\n- [x] Look at the pool\n/sev 1"


def edited(body: str, by: dict[str, Any], sender: dict[str, Any]) -> dict[str, Any]:
    return {**commented(user=by, body=body), "action": "edited", "sender": sender}


def test_a_tick_in_a_checklist_names_its_issue_and_no_comment_to_run() -> None:
    event = events.read_event("issue_comment", edited(LISTED, BOT, ADA))

    assert event == IssueChanged(7, None, frozenset({"incident"}))


@pytest.mark.parametrize(
    ("body", "by", "sender"),
    [(LISTED, BOT, BOT), (LISTED, ADA, ADA), (LISTED.replace("list:", "c5"), BOT, ADA), (f"x\n{LISTED}", BOT, ADA)],
)
def test_any_other_edit_is_ignored(body: str, by: dict[str, Any], sender: dict[str, Any]) -> None:
    assert events.read_event("issue_comment", edited(body, by, sender)) == IgnoredEvent(
        "only new comments run, never edited ones"
    )


HEAD: dict[str, Any] = {"ref": "hotfix/pool", "repo": {"full_name": "mary/shop"}}


@pytest.mark.parametrize(
    ("name", "payload", "why"),
    [
        ("push", {}, "the tool does not handle the event 'push'"),
        ("issue_comment", {**commented(), "action": "edited"}, "only new comments run, never edited ones"),
        ("issue_comment", commented(user=BOT), "the comment is from a bot"),
        (
            "issue_comment",
            {**commented(), "issue": {"number": 7, "pull_request": {}}}
            | {"issue": {"number": 7, "pull_request": {"url": "x"}}},
            "commands work on issues, not on pull requests",
        ),
        ("issues", changed("labeled", sender=BOT), "a bot made the change"),
        ("issues", changed("pinned"), "the tool does not handle issues that were pinned"),
        ("pull_request", {**ended(), "action": "opened"}, "only closed pull requests count"),
        ("pull_request", ended(head=HEAD), "the pull request comes from a fork"),
        ("pull_request", ended(head={**HEAD, "repo": None}), "the pull request comes from a fork"),
        (
            "pull_request",
            ended(head={"ref": "feature", "repo": {"full_name": "acme/shop"}}),
            "the tool did not open the pull request",
        ),
    ],
)
def test_an_irrelevant_event_is_ignored_with_the_reason(name: str, payload: dict[str, Any], why: str) -> None:
    assert events.read_event(name, payload) == IgnoredEvent(why)


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("issue_comment", {}),
        ("issue_comment", {"action": "created", "comment": None, "issue": {}}),
        ("issue_comment", commented(created_at="yesterday")),
        ("issue_comment", commented(created_at="0001-01-01T00:00:00+23:59")),
        ("issue_comment", commented(id=float("inf"))),
        ("issues", {"action": "opened"}),
        ("issues", changed("opened", issue=[])),
        ("pull_request", {"action": "closed", "pull_request": {}}),
        ("pull_request", ended(head=None)),
    ],
)
def test_a_payload_that_github_would_not_send_is_refused(name: str, payload: dict[str, Any]) -> None:
    with pytest.raises(InvalidPayload, match=f"the payload of {name} is not in the form that GitHub documents"):
        events.read_event(name, payload)
