"""Requests that GitHub understands and refuses, changing nothing."""

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client, Json
from tests.tiers import sampled

NOTHING = "0" * 40
BLOB = {"path": "a", "mode": "100644", "type": "blob"}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    sampled(
        [
            ("PATCH", "issues/1", {"title": "new", "state": "ajar"}, 422),
            ("PATCH", "issues/1", {"title": "new", "state": "closed", "state_reason": "bored"}, 422),
            ("PATCH", "issues/1", {"title": "new", "labels": "bug"}, 422),
            ("PATCH", "issues/1", {"title": 7}, 422),
            ("PATCH", "issues/2", {"state": "open"}, 422),
            ("PATCH", "issues/one", {"title": "new"}, 404),
            ("GET", "issues?state=ajar", None, 422),
            ("GET", "issues?since=yesterday", None, 422),
            ("GET", "issues?since=2026-08-22T12:00:00", None, 422),
            ("GET", "issues/events/9", None, 404),
            ("GET", "issues/comments/one", None, 404),
            ("GET", "labels/none", None, 404),
            ("POST", "issues/1/sub_issues", {"sub_issue_id": NOTHING}, 404),
            ("PATCH", "pulls/2", {"title": "new", "state": "open"}, 422),
            ("PATCH", "pulls/2", {"title": "new", "state": "ajar"}, 422),
            ("GET", "pulls/1", None, 404),
            ("PUT", "pulls/2/merge", {"merge_method": "octopus"}, 422),
            ("POST", "pulls/2/reviews", {"event": "SHRUG"}, 422),
            ("GET", "pulls/3/merge", None, 404),
            ("POST", "dispatches", {"event_type": "x" * 101}, 422),
            ("POST", "dispatches", {"event_type": "alert", "client_payload": "text"}, 422),
            ("GET", "git/blobs/main", None, 404),
            ("GET", f"git/trees/{NOTHING}", None, 404),
            ("GET", f"git/commits/{NOTHING}", None, 404),
            ("POST", "git/blobs", {"encoding": "base64"}, 422),
            ("POST", "git/blobs", {"content": "x", "encoding": "base64"}, 422),
            ("POST", "git/trees", {"tree": []}, 422),
            ("POST", "git/trees", {"base_tree": NOTHING, "tree": [BLOB | {"content": ""}]}, 422),
            ("POST", "git/trees", {"tree": [BLOB | {"path": "../a", "content": ""}]}, 422),
            ("POST", "git/trees", {"tree": [BLOB | {"mode": "777", "content": ""}]}, 422),
            ("POST", "git/trees", {"tree": [BLOB | {"sha": NOTHING}]}, 422),
            ("POST", "git/trees", {"tree": [BLOB | {"sha": None}]}, 422),
            ("POST", "git/commits", {"message": "m", "tree": NOTHING}, 422),
            ("PATCH", "git/refs/heads/main", {"sha": NOTHING}, 422),
            ("GET", f"commits/{NOTHING}", None, 422),
            ("GET", "commits?sha=none", None, 404),
            ("GET", "compare/main", None, 404),
            ("GET", "compare/main...none", None, 404),
            ("PUT", "contents/a.txt", {"message": "m", "content": "", "branch": "none"}, 404),
            ("PUT", "contents/a.txt", {"message": "m", "content": "x"}, 422),
            ("PUT", "contents/a.txt", {"content": ""}, 422),
            ("DELETE", "contents/a.txt", {"message": "m", "sha": NOTHING}, 404),
            ("POST", f"statuses/{NOTHING}", {"state": "success"}, 422),
        ],
        one_in=4,
    ),
)
def test_an_impossible_request_is_refused_and_changes_nothing(  # noqa: PLR0917
    sandbox: Sandbox, ada: Client, method: str, path: str, body: Json, status: int
) -> None:
    ada.issue()
    for name in ("done", "side"):
        ada.branch(name, {f"{name}.txt": name})
        ada.pull(name)
    ada.json("PUT", "pulls/2/merge")
    told = len(sandbox.deliveries)

    response = ada(method, path, body)

    assert (response.status_code, response.json()["status"]) == (status, str(status))
    assert len(sandbox.deliveries) == told


def test_an_issue_takes_a_hundred_sub_issues(ada: Client) -> None:
    ada.issue("parent")
    ids = [ada.issue(str(number))["id"] for number in range(101)]

    statuses = [ada("POST", "issues/1/sub_issues", {"sub_issue_id": each}).status_code for each in ids]

    assert statuses == [201] * 100 + [422]
