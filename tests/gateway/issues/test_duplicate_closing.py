"""An issue is closed as GitHub's duplicate, or as far as the server goes along."""

from __future__ import annotations

import pytest

from incident_actions.contract.effects import SetIssue
from incident_actions.gateway.issues.writer import IssueWriter
from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def closed(writer: IssueWriter, ada: Client, sandbox: Sandbox, original: int) -> tuple[str, str, int | None]:
    """Close a new issue as a duplicate, and return what became of it."""
    number = int(ada.issue()["number"])
    writer.carry_out(SetIssue(number, open=False, state_reason="duplicate", duplicate_of=original))
    shown = ada.json("GET", f"issues/{number}")
    return shown["state"], shown["state_reason"], sandbox.repository("acme/shop").issues[number].duplicate_of


def test_the_duplicate_names_its_original(writer: IssueWriter, ada: Client, sandbox: Sandbox) -> None:
    original = int(ada.issue()["number"])

    assert closed(writer, ada, sandbox, original) == ("closed", "duplicate", original)


def test_an_original_that_is_gone_is_not_named(writer: IssueWriter, ada: Client, sandbox: Sandbox) -> None:
    assert closed(writer, ada, sandbox, 99) == ("closed", "duplicate", None)


@pytest.mark.rest
def test_a_pull_request_is_not_named(writer: IssueWriter, ada: Client, sandbox: Sandbox) -> None:
    ada.branch("fix", {"a.txt": "a"})

    assert closed(writer, ada, sandbox, int(ada.pull("fix")["number"])) == ("closed", "duplicate", None)


@pytest.mark.parametrize("named", [True, False])
def test_a_server_without_duplicates_closes_it_as_not_planned(
    writer: IssueWriter, ada: Client, sandbox: Sandbox, *, named: bool
) -> None:
    sandbox.without.add("duplicates")
    original = int(ada.issue()["number"]) if named else 99

    assert closed(writer, ada, sandbox, original) == ("closed", "not_planned", None)
