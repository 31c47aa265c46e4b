"""Effects and creations on a live sandbox: each twice, and each interrupted wherever it can be."""

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from incident_actions.contract.effects import (
    AddReaction,
    Creation,
    MinimizeComments,
    OpenIssue,
    PaintLabel,
    PinIssue,
    SetIssue,
    UnassignedIssue,
    WithdrawFiles,
    WriteCard,
)
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.writer import IssueWriter
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import NOT_FOUND, Break, Fault, Kind, Reply
from tests.gateway.wanted import HOTFIX, ISSUE, NUMBERS, PAGE, POSTMORTEM, another, effects
from tests.sandbox.client import Client

CREATIONS = [HOTFIX, POSTMORTEM, NUMBERS, ISSUE, PAGE]


class Died(Exception):
    """The run was killed."""


class Mortal(Connection):
    """A connection whose run is killed when so many of its requests were answered."""

    lives = 0

    def send(self, verb: str, path: str, *more: Any, **named: Any) -> Any:
        if not self.lives:
            raise Died
        self.lives -= 1
        return super().send(verb, path, *more, **named)


def everything(ada: Client) -> dict[str, Any]:
    """All that a creation may leave in the repository."""
    issues = ada.json("GET", "issues", params={"state": "all", "direction": "asc"})
    pulls = ada.json("GET", "pulls", params={"direction": "asc"})
    return {
        "branches": sorted(branch["name"] for branch in ada.json("GET", "branches")),
        "pulls": [
            (pull["title"], pull["draft"], [who["login"] for who in pull["requested_reviewers"]]) for pull in pulls
        ],
        "issues": [
            (one["title"], [who["login"] for who in one["assignees"]]) for one in issues if "pull_request" not in one
        ],
        "sub-issues": [one["title"] for one in ada.json("GET", "issues/1/sub_issues")],
        "comments": len(ada.json("GET", "issues/1/comments")),
        "commits": len(ada.json("GET", "commits")),
    }


@pytest.fixture(autouse=True)
def incident(ada: Client) -> None:
    ada.issue("Checkout")


def fresh(sandbox: Sandbox) -> IssueWriter:
    """The writer of another run."""
    return IssueWriter(Connection(sandbox.installation_token, "acme/shop", sandbox.api_url), ACTIONS_BOT, "main")


@pytest.mark.parametrize("creation", CREATIONS, ids=lambda creation: type(creation).__name__)
def test_a_creation_is_found_by_the_next_run_and_not_repeated(
    creation: Creation, sandbox: Sandbox, ada: Client
) -> None:
    writer, again = fresh(sandbox), fresh(sandbox)
    made = writer.create(creation)
    writer.finish()
    first = everything(ada)

    assert again.create(creation) == made
    again.finish()
    assert everything(ada) == first


@pytest.mark.parametrize("creation", CREATIONS, ids=lambda creation: type(creation).__name__)
def test_a_creation_killed_after_any_of_its_requests_is_completed_once(
    creation: Creation, sandbox: Sandbox, ada: Client
) -> None:
    for lives in count():
        mortal = Mortal(sandbox.installation_token, "acme/shop", sandbox.api_url)
        mortal.lives = lives
        try:
            writer = IssueWriter(mortal, ACTIONS_BOT, "main")
            writer.create(creation)
            writer.finish()
            break
        except Died:
            continue
    left = everything(ada)

    assert left == WHOLE[type(creation).__name__]


NONE: dict[str, Any] = {
    "branches": ["main"],
    "pulls": [],
    "issues": [("Checkout", [])],
    "sub-issues": [],
    "comments": 0,
    "commits": 1,
}
WHOLE: dict[str, dict[str, Any]] = {
    "OpenHotfix": {**NONE, "branches": ["hotfix/pool", "main"], "pulls": [("Hotfix: pool", True, [])]},
    "ProposeFiles": {
        **NONE,
        "branches": ["main", "postmortem/1"],
        "pulls": [("Post-mortem: Checkout", False, ["ada", "grace"])],
    },
    "OpenIssue": {
        **NONE,
        "issues": [("Checkout", []), ("Alert on it", ["ada"])],
        "sub-issues": ["Alert on it"],
    },
    "ReplaceLines": {**NONE, "commits": 2},
    "PostRecordPage": {**NONE, "comments": 1},
}


def test_an_item_found_again_does_not_keep_the_next_from_its_incident(sandbox: Sandbox, ada: Client) -> None:
    fresh(sandbox).create(ISSUE)

    writer = fresh(sandbox)
    writer.create(ISSUE)
    writer.create(another(ISSUE))

    assert everything(ada)["sub-issues"] == ["Alert on it", "Alert on it"]


def test_issues_of_several_kinds_are_each_found_again_by_one_run(sandbox: Sandbox, ada: Client) -> None:
    fix = OpenIssue(
        "1.hotfix/pool", "Pool", "<!-- incident-actions:fix 1.hotfix/pool -->\nPool", ("bug", "P0-critical")
    )
    writer = fresh(sandbox)
    made = [writer.create(ISSUE), writer.create(fix)]

    again = fresh(sandbox)

    assert [again.create(ISSUE), again.create(fix)] == made
    assert [issue["title"] for issue in ada.json("GET", "issues")] == ["Pool", "Alert on it", "Checkout"]


UNKNOWN = replace(
    ISSUE,
    assignees=("nobody-here",),
    if_unassigned=UnassignedIssue(f"Whose?\n\n{ISSUE.body}", ("action-item", "needs-owner")),
)


def asks_for_an_owner(ada: Client, sandbox: Sandbox) -> None:
    shown = ada.json("GET", "issues/2")
    assert (shown["assignees"], [each["name"] for each in shown["labels"]]) == ([], ["action-item", "needs-owner"])
    assert shown["body"].startswith("Whose?")
    assert len(sandbox.repository("acme/shop").issues) == 2


def test_an_item_whose_owner_github_refuses_opens_and_asks_for_one(sandbox: Sandbox, ada: Client) -> None:
    assert fresh(sandbox).create(UNKNOWN) == CreationResult(2, name=str(ada.json("GET", "issues/2")["id"]))
    asks_for_an_owner(ada, sandbox)


def test_an_item_that_exists_without_its_owner_asks_for_one(sandbox: Sandbox, ada: Client) -> None:
    """As a server leaves it that silently drops whom it cannot assign, or a run that died in between."""
    opened = {"title": UNKNOWN.title, "body": UNKNOWN.body, "labels": ["action-item"]}
    Client(sandbox, sandbox.installation_token).json("POST", "issues", opened)

    assert fresh(sandbox).create(UNKNOWN).assignees == ()
    asks_for_an_owner(ada, sandbox)


def test_an_item_whose_owner_cannot_be_assigned_asks_for_one_wherever_its_run_died(
    sandbox: Sandbox, ada: Client
) -> None:
    for lives in count():
        mortal = Mortal(sandbox.installation_token, "acme/shop", sandbox.api_url)
        mortal.lives = lives
        try:
            IssueWriter(mortal, ACTIONS_BOT, "main").create(UNKNOWN)
            break
        except Died:
            continue
    asks_for_an_owner(ada, sandbox)


def test_an_assignee_who_may_no_longer_be_assigned_does_not_keep_the_issue_from_being_written(
    sandbox: Sandbox, ada: Client
) -> None:
    fresh(sandbox).carry_out(SetIssue(1, title="Checkout hangs", assignees=("nobody-here",)))

    shown = ada.json("GET", "issues/1")
    assert (shown["title"], shown["assignees"]) == ("Checkout hangs", [])


@pytest.mark.parametrize("name", ["write_card", "set_issue", "paint_label", "react"])
def test_an_effect_that_names_an_end_state_can_be_repeated(name: str, sandbox: Sandbox, ada: Client) -> None:
    comment = ada.json("POST", "issues/1/comments", {"body": "/ack"})["id"]
    effect = effects(comment)[name]
    writer = fresh(sandbox)
    writer.carry_out(effect)
    if name == "write_card":
        card = ada.json("GET", "issues/1/comments")[-1]["id"]
        effect = WriteCard(1, card, "The card, edited.")

    writer.carry_out(effect)

    shown = ada.json("GET", "issues/1/comments")
    assert {
        "write_card": [each["body"] for each in shown] == ["/ack", "The card, edited."],
        "set_issue": [label["name"] for label in ada.json("GET", "issues/1")["labels"]] == ["incident", "SEV-1"],
        "paint_label": ada.json("GET", "labels/bug")["description"] == "The worst",
        "react": shown[0]["reactions"]["+1"] == 1,
    }[name]


def test_the_card_is_pinned(sandbox: Sandbox, ada: Client) -> None:
    writer = fresh(sandbox)

    (pin,) = writer.carry_out(effects(0)["write_card"])
    writer.carry_out(pin)

    (card,) = ada.json("GET", "issues/1/comments")
    assert card["pin"]["pinned_by"]["login"] == "github-actions[bot]"


def test_a_label_that_github_just_made_is_known_until_it_is_painted_and_one_that_people_made_is_not(
    sandbox: Sandbox, ada: Client
) -> None:
    ada.json("POST", "labels", {"name": "SEV-1", "color": "abcdef"})
    writer = fresh(sandbox)
    writer.carry_out(SetIssue(1, labels=("SEV-1", "status: investigating")))

    made = set(writer.new_labels)
    writer.carry_out(PaintLabel("status: investigating", "b60205", "Ours"))

    labels = {each["name"]: (each["color"], each["description"]) for each in ada.json("GET", "labels")}
    assert (made, writer.new_labels) == ({"status: investigating"}, set())
    assert labels["SEV-1"] == ("abcdef", None)
    assert labels["status: investigating"] == ("b60205", "Ours")


def test_the_labels_that_a_new_issue_made_are_known(sandbox: Sandbox) -> None:
    writer = fresh(sandbox)
    writer.create(OpenIssue("c1.0", "Alert on it", "An item", ("action-item",)))

    assert writer.new_labels == {"action-item"}


@pytest.mark.parametrize("name", ["status/investigating", "status?x", "50% down", "a#b", "é 🔥"])
def test_a_label_is_painted_whatever_signs_its_name_has(name: str, writer: IssueWriter, ada: Client) -> None:
    ada.json("POST", "labels", {"name": name, "color": "ededed"})

    writer.carry_out(PaintLabel(name, "b60205", "Ours"))

    labels = {each["name"]: each["color"] for each in ada.json("GET", "labels")}
    assert labels[name] == "b60205"


@pytest.mark.parametrize(("kind", "tries"), [(NOT_FOUND, 1), (Reply(403, {}), 1), (Break.RESET, 5)])
def test_a_reaction_that_fails_fails_nothing(
    kind: Kind, tries: int, sandbox: Sandbox, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    comment = ada.json("POST", "issues/1/comments", {"body": "/ack"})["id"]
    sandbox.faults.add(Fault(kind, times=None))

    fresh(sandbox).carry_out(AddReaction(comment, "+1"))

    reactions = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions"
    assert [route for _, route in sandbox.faults.hits] == [reactions] * tries


def test_a_feature_that_the_server_lacks_is_tried_once_a_run(sandbox: Sandbox) -> None:
    sandbox.without.add("sub_issues")
    before = len(sandbox.requests)
    writer = fresh(sandbox)
    writer.create(ISSUE)
    writer.create(another(ISSUE))

    assert [one.path.rpartition("/")[2] for one in sandbox.requests[before:] if one.method == "POST"] == [
        "issues",
        "sub_issues",
        "issues",
    ]


def hidden_comments(sandbox: Sandbox) -> list[str]:
    (repository,) = sandbox.host.world.repositories.values()
    return [each.body for each in repository.comments.values() if each.hidden]


def test_comments_are_minimized_by_one_request(sandbox: Sandbox, ada: Client) -> None:
    nodes = [ada.json("POST", "issues/1/comments", {"body": str(place)})["node_id"] for place in range(50)]
    before = len(sandbox.requests)

    fresh(sandbox).carry_out(MinimizeComments((*nodes[:48], nodes[49]), "OUTDATED"))

    assert hidden_comments(sandbox) == [str(place) for place in range(50) if place != 48]
    assert len(sandbox.requests) - before == 1


@pytest.mark.parametrize("kind", [NOT_FOUND, Reply(403, {}), Reply(500, {}), Break.RESET])
def test_a_server_that_minimizes_nothing_is_asked_once_a_run_and_fails_nothing(
    kind: Kind, sandbox: Sandbox, ada: Client
) -> None:
    node = ada.json("POST", "issues/1/comments", {"body": "one"})["node_id"]
    sandbox.faults.add(Fault(kind, times=None, route="POST /graphql"))
    writer = fresh(sandbox)

    for _ in range(2):
        writer.carry_out(MinimizeComments((node,), "RESOLVED"))

    assert [route for _, route in sandbox.faults.hits] == ["POST /graphql"]


def test_a_comment_that_was_deleted_keeps_no_other_from_being_minimized(sandbox: Sandbox, ada: Client) -> None:
    node = ada.json("POST", "issues/1/comments", {"body": "one"})["node_id"]

    fresh(sandbox).carry_out(MinimizeComments(("IC_gone", node), "OUTDATED"))

    assert hidden_comments(sandbox) == ["one"]


def pinned(sandbox: Sandbox) -> list[int]:
    (repository,) = sandbox.host.world.repositories.values()
    return repository.pinned_issues


def test_an_issue_is_pinned_once(sandbox: Sandbox, ada: Client) -> None:
    number = int(ada.issue("Overview")["number"])
    node = ada.json("GET", f"issues/{number}")["node_id"]

    for _ in range(2):
        fresh(sandbox).carry_out(PinIssue(number, node))

    assert pinned(sandbox) == [number]


def test_where_no_pin_is_free_nothing_fails(sandbox: Sandbox, ada: Client) -> None:
    opened = [ada.issue(f"Issue {place}") for place in range(4)]

    for each in opened:
        fresh(sandbox).carry_out(PinIssue(each["number"], each["node_id"]))

    assert pinned(sandbox) == [each["number"] for each in opened[:3]]


@pytest.mark.parametrize("kind", [NOT_FOUND, Reply(403, {}), Reply(500, {}), Break.RESET])
def test_a_server_that_pins_no_issues_fails_nothing(kind: Kind, sandbox: Sandbox, ada: Client) -> None:
    issue = ada.issue("Overview")
    sandbox.faults.add(Fault(kind, times=None, route="POST /graphql"))

    fresh(sandbox).carry_out(PinIssue(issue["number"], issue["node_id"]))

    assert pinned(sandbox) == []


@pytest.mark.parametrize("lives", range(5))
def test_a_withdrawal_that_died_is_completed_with_one_comment(lives: int, sandbox: Sandbox, ada: Client) -> None:
    mortal = Mortal(sandbox.installation_token, "acme/shop", sandbox.api_url)
    mortal.lives = 100
    proposing = IssueWriter(mortal, ACTIONS_BOT, "main")
    pull = proposing.create(POSTMORTEM).number
    proposing.finish()
    wanted = WithdrawFiles(
        "waived:1:1", pull, "postmortem/1", "<!-- incident-actions:say waived:1:1 -->\nWaived: a drill"
    )
    mortal.lives = lives
    try:
        IssueWriter(mortal, ACTIONS_BOT, "main").create(wanted)
    except Died:
        mortal.lives = 100
        IssueWriter(mortal, ACTIONS_BOT, "main").create(wanted)

    assert ada.json("GET", f"pulls/{pull}")["state"] == "closed"
    assert [each["body"].partition("\n")[2] for each in ada.json("GET", f"issues/{pull}/comments")] == [
        "Waived: a drill"
    ]
    assert "postmortem/1" not in [each["name"] for each in ada.json("GET", "branches")]
