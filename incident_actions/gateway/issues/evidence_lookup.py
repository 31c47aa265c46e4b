"""Look up what is named as evidence for an action item: with one request, or two for a commit of another repository."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from incident_actions.contract.evidence_state import EvidenceState
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal

MERGED_ALREADY = ("behind", "identical")
"""How a commit compares with a branch that has it."""


def look_up_evidence(connection: Connection, number: int, commit: str, branch: str = "") -> EvidenceState:
    """Return the state of an issue, a pull request or a commit; `branch` is the default branch, where it is known."""
    try:
        if number:
            return _state_of_issue(connection.get(f"issues/{number}"))
        branch = branch or str(connection.get("")["default_branch"])
        return _state_of_commit(connection, commit, branch)
    except GithubError as error:
        if is_refusal(error, 404, 410):
            return EvidenceState.MISSING
        if is_refusal(error, 401, 403, 422):
            return EvidenceState.NOT_CHECKED
        raise


def _state_of_issue(given: Any) -> EvidenceState:
    """Return the state of an issue, which a pull request is, too.

    https://docs.github.com/en/rest/issues/issues#get-an-issue
    """
    is_open, pull = given["state"] == "open", given.get("pull_request")
    if pull:
        if pull.get("merged_at"):
            return EvidenceState.MERGED
        return EvidenceState.NOT_MERGED if is_open else EvidenceState.CLOSED_UNMERGED
    if is_open:
        return EvidenceState.OPEN
    undone = given.get("state_reason") in ("not_planned", "duplicate")
    return EvidenceState.NOT_PLANNED if undone else EvidenceState.CLOSED


def _state_of_commit(connection: Connection, commit: str, branch: str) -> EvidenceState:
    """Return whether a branch has a commit.

    https://docs.github.com/en/rest/commits/commits#compare-two-commits
    """
    compared = connection.get(f"compare/{quote(branch, safe='')}...{commit}", per_page=1)
    merged = compared["status"] in MERGED_ALREADY
    return EvidenceState.ON_BRANCH if merged else EvidenceState.NOT_ON_BRANCH
