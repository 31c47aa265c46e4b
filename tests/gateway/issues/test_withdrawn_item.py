"""The issue of an action item loses its words, however often a run dies, and nothing of people's is touched."""

from __future__ import annotations

import pytest

from incident_actions.contract.effects import WithdrawItem
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.issues.writer import IssueWriter
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import Fault, Reply
from tests.gateway.issues.test_writer import Died, Mortal
from tests.gateway.wanted import ISSUE
from tests.sandbox.client import Client

NEUTRAL = ("Private", "Elsewhere")


def withdraw(number: int) -> WithdrawItem:
    return WithdrawItem(f"private:1:item:{number}", number, *NEUTRAL)


@pytest.mark.parametrize("lives", range(6))
def test_a_withdrawal_that_died_is_completed(lives: int, sandbox: Sandbox, ada: Client, bot: Client) -> None:
    mortal = Mortal(sandbox.installation_token, "acme/shop", sandbox.api_url)
    mortal.lives = 100
    number = IssueWriter(mortal, ACTIONS_BOT, "main").create(ISSUE).number
    for text in ("A reminder", "Another one"):
        bot("POST", f"issues/{number}/comments", {"body": text})
    ada("POST", f"issues/{number}/comments", {"body": "By a person"})
    mortal.lives = lives
    try:
        IssueWriter(mortal, ACTIONS_BOT, "main").create(withdraw(number))
    except Died:
        mortal.lives = 100
        IssueWriter(mortal, ACTIONS_BOT, "main").create(withdraw(number))

    left = ada.json("GET", f"issues/{number}")
    assert (left["title"], left["body"], left["state"], left["state_reason"]) == (*NEUTRAL, "closed", "not_planned")
    assert (left["labels"], left["assignees"]) == ([], [])
    assert [each["body"] for each in ada.json("GET", f"issues/{number}/comments")] == ["By a person"]


def test_an_issue_of_people_stays_as_it_is(sandbox: Sandbox, ada: Client) -> None:
    connection = Mortal(sandbox.installation_token, "acme/shop", sandbox.api_url)
    connection.lives = 100
    number = int(ada.json("POST", "issues", {"title": "Ours", "body": "Our words"})["number"])

    made = IssueWriter(connection, ACTIONS_BOT, "main").create(withdraw(number))

    assert made == CreationResult(number, problem="not ours")
    assert ada.json("GET", f"issues/{number}")["body"] == "Our words"


@pytest.mark.parametrize(("status", "problem"), [(403, "not permitted"), (404, "")], ids=["refused", "deleted"])
def test_what_github_refuses_keeps_no_incident_from_moving(status: int, problem: str, sandbox: Sandbox) -> None:
    connection = Mortal(sandbox.installation_token, "acme/shop", sandbox.api_url)
    connection.lives = 100
    number = IssueWriter(connection, ACTIONS_BOT, "main").create(ISSUE).number
    sandbox.faults.add(Fault(Reply.error(status, "No"), route="PATCH", times=5))

    assert IssueWriter(connection, ACTIONS_BOT, "main").create(withdraw(number)) == CreationResult(
        number, problem=problem
    )
