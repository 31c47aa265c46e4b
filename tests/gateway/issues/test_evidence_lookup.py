"""GitHub's state of a pull request, an issue or a commit shows whether it is evidence."""

import pytest

from incident_actions.contract.evidence_state import EvidenceState
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.evidence_lookup import look_up_evidence
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import Fault, Reply
from tests.sandbox.client import Client


def test_a_pull_request_is_evidence_once_it_is_merged(connection: Connection, ada: Client) -> None:
    ada.branch("fix", {"a.md": "a\n"})
    ada.branch("other", {"b.md": "b\n"})
    ada.pull("fix")
    ada.pull("other")
    states = [look_up_evidence(connection, 1, "")]

    ada.json("PUT", "pulls/1/merge", {})
    ada.json("PATCH", "pulls/2", {"state": "closed"})
    states += [look_up_evidence(connection, number, "") for number in (1, 2, 99)]

    assert states == [
        EvidenceState.NOT_MERGED,
        EvidenceState.MERGED,
        EvidenceState.CLOSED_UNMERGED,
        EvidenceState.MISSING,
    ]


@pytest.mark.parametrize(
    ("reason", "state"),
    [("completed", EvidenceState.CLOSED), ("not_planned", EvidenceState.NOT_PLANNED), ("", EvidenceState.OPEN)],
)
def test_an_issue_is_evidence_once_it_is_completed(
    reason: str, state: EvidenceState, connection: Connection, ada: Client
) -> None:
    ada.issue()
    if reason:
        ada.json("PATCH", "issues/1", {"state": "closed", "state_reason": reason})

    assert look_up_evidence(connection, 1, "") == state


@pytest.mark.parametrize("branch", ["main", ""])
def test_a_commit_is_evidence_once_the_default_branch_has_it(branch: str, connection: Connection, ada: Client) -> None:
    first = ada.json("GET", "git/ref/heads/main")["object"]["sha"]
    sha = ada.branch("fix", {"a.md": "a\n"})
    ada.pull("fix")
    states = [look_up_evidence(connection, 0, each, branch) for each in (first, sha, sha[:7], "0" * 40)]

    ada.json("PUT", "pulls/1/merge", {})
    states += [look_up_evidence(connection, 0, each, branch) for each in (first, sha[:7])]

    assert states == [
        EvidenceState.ON_BRANCH,
        EvidenceState.NOT_ON_BRANCH,
        EvidenceState.NOT_ON_BRANCH,
        EvidenceState.MISSING,
        EvidenceState.ON_BRANCH,
        EvidenceState.ON_BRANCH,
    ]


def test_a_squashed_commit_is_not_on_the_branch(connection: Connection, ada: Client) -> None:
    sha = ada.branch("fix", {"a.md": "a\n"})
    ada.pull("fix")

    ada.json("PUT", "pulls/1/merge", {"merge_method": "squash"})

    assert look_up_evidence(connection, 0, sha, "main") == EvidenceState.NOT_ON_BRANCH


@pytest.mark.parametrize("status", [401, 403, 422])
def test_a_refusal_means_that_nothing_was_checked(status: int, connection: Connection, sandbox: Sandbox) -> None:
    sandbox.faults.add(Fault(Reply(status, {"message": "Not for you"})))

    assert look_up_evidence(connection, 1, "") == EvidenceState.NOT_CHECKED
