"""The commit to judge is read from the event, whatever a pull request calls its branch."""

from typing import Any

import pytest

from incident_actions.contract.events import InvalidPayload
from incident_actions.contract.proposed_head import ProposedHead, queued_head, read_proposed_head

SHOP = {"full_name": "acme/shop"}


def pull(repo: Any) -> dict[str, Any]:
    return {"repository": SHOP, "pull_request": {"head": {"sha": "a" * 40, "ref": "hotfix/x", "repo": repo}}}


@pytest.mark.parametrize(
    ("event", "payload", "head"),
    [
        ("pull_request_target", pull(SHOP), ProposedHead("a" * 40, "hotfix/x")),
        ("pull_request_target", pull({"full_name": "mallory/shop"}), ProposedHead("a" * 40)),
        ("pull_request_target", pull(None), ProposedHead("a" * 40)),
        (
            "merge_group",
            {"merge_group": {"head_sha": "b" * 40, "head_ref": f"refs/heads/gh-readonly-queue/a/b/pr-12-{'c' * 40}"}},
            ProposedHead("b" * 40, queued=12),
        ),
        ("repository_dispatch", {"action": "incident-freeze"}, None),
        ("workflow_dispatch", {}, None),
    ],
)
def test_an_event_names_one_commit_or_means_all(event: str, payload: Any, head: ProposedHead | None) -> None:
    assert read_proposed_head(event, payload) == head


@pytest.mark.parametrize("event", ["pull_request_target", "merge_group"])
def test_a_payload_without_a_commit_is_refused(event: str) -> None:
    with pytest.raises(InvalidPayload, match=f"the payload of {event} is not in the form that GitHub documents"):
        read_proposed_head(event, {"pull_request": None, "repository": SHOP})


def test_another_branch_names_no_pull_request() -> None:
    assert queued_head("refs/heads/gh-readonly-queue/main/x", "b" * 40) == ProposedHead("b" * 40)
