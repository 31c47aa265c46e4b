"""The respond workflow starts a runner for what may concern an incident, and for nothing else."""

from typing import Any

import pytest

from incident_actions.model.process.process import Labels
from incident_actions.sandbox.expressions import evaluate, interpolate
from incident_actions.text.slash_grammar import may_hold_command
from tests.workflows.files import ACTION, SECRETS, called, content, only_job, tool_step

WORKFLOW = content(".github/workflows/respond.yml")
JOB = only_job("respond")
DISK = {"source": "Nagios", "fingerprint": "disk-full", "status": "firing"}


def passes(event_name: str, event: dict[str, Any], sender: str = "User", inputs: dict[str, str] | None = None) -> bool:
    github = {"event_name": event_name, "repository": "acme/shop", "event": {"sender": {"type": sender}, **event}}
    return bool(evaluate(JOB["if"], {"github": github, "inputs": inputs or {}}))


def comment(body: str) -> dict[str, Any]:
    return {"action": "created", "issue": {"number": 7, "labels": []}, "comment": {"body": body}}


def issue(*labels: str, changed: str | None = None) -> dict[str, Any]:
    return {
        "issue": {"number": 7, "labels": [{"name": name} for name in labels]},
        **({"label": {"name": changed}} if changed else {}),
    }


def pull_request(head: str, repository: str | None = "acme/shop") -> dict[str, Any]:
    return {
        "pull_request": {"number": 9, "head": {"ref": head, "repo": repository and {"full_name": repository}}},
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("/sev 1", True),
        ("we are on it\n/sev 1", True),
        ("we are on it\r\n/sev 1\r\n", True),
        ("   /sev 1", True),
        ("first\n  /ack", True),
        ("{0} and {1}\n/ack", True),
        ("\uff0fack", True),
        ("on it\r\n\u3000\uff0fack", True),
        ("\u200b/ack", True),
        ("/ ack", True),
        ("looks fine to me", False),
        ("morning\uff0fnight", False),
        ("see docs/runbook or https://example.org/status", False),
        ("> /sev 1", False),
        ("    /sev 1", False),
        ("", False),
    ],
)
def test_a_comment_passes_with_a_line_that_starts_with_a_slash(body: str, expected: bool) -> None:
    assert passes("issue_comment", comment(body)) is expected
    assert may_hold_command(body) is expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (issue("bug"), False),
        (issue(), False),
        (issue("incidental"), False),
        (issue("bug", "incident"), True),
        (issue("action-item"), True),
        (issue("incident", changed="SEV-1"), True),
        (issue("bug", changed="incident"), True),
        (issue("bug", changed="wontfix"), False),
    ],
)
def test_an_issue_passes_with_a_label_of_ours(event: dict[str, Any], expected: bool) -> None:
    assert passes("issues", event) is expected


def test_the_labels_of_the_event_filter_are_those_of_the_default_process() -> None:
    assert {"incident", "action-item"} == {Labels().incident, Labels().action_item}


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (pull_request("postmortem/7"), True),
        (pull_request("hotfix/stop-the-queue"), True),
        (pull_request("feature/hotfix/x"), False),
        (pull_request("main"), False),
        (pull_request("postmortem/7", repository="somebody/shop"), False),
        (pull_request("postmortem/7", repository=None), False),
    ],
)
def test_a_pull_request_passes_from_a_branch_of_ours(event: dict[str, Any], expected: bool) -> None:
    assert passes("pull_request", event) is expected


def test_a_comment_on_a_pull_request_starts_no_runner() -> None:
    lgtm = comment("/lgtm")
    lgtm["issue"]["pull_request"] = {"url": "https://api.github.com/repos/acme/shop/pulls/7"}

    assert passes("issue_comment", comment("/lgtm"))
    assert not passes("issue_comment", lgtm)


def test_bots_start_nothing_by_comments_and_labels() -> None:
    assert not passes("issue_comment", comment("/sev 1"), sender="Bot")
    assert not passes("issues", issue("incident"), sender="Bot")


def test_a_merge_by_a_merge_queue_counts() -> None:
    assert passes("pull_request", pull_request("postmortem/7"), sender="Bot")


@pytest.mark.parametrize("sender", ["User", "Bot"])
def test_an_alert_passes_whoever_sent_it(sender: str) -> None:
    assert passes("repository_dispatch", {"action": "alert", "client_payload": {"alert": {}}}, sender)


@pytest.mark.parametrize(
    ("event", "group"),
    [
        (issue("incident"), "incident-actions-7"),
        (comment("/ack"), "incident-actions-7"),
        (pull_request("postmortem/7"), "incident-actions-pr-9"),
        ({"action": "alert"}, "incident-actions-alerts"),
    ],
    ids=["issues", "issue_comment", "pull_request", "repository_dispatch"],
)
def test_the_events_of_one_incident_wait_for_each_other(event: dict[str, Any], group: str) -> None:
    concurrency = JOB["concurrency"]

    name = "repository_dispatch" if event.get("action") == "alert" else "issues"
    assert interpolate(concurrency["group"], {"github": {"event_name": name, "event": event}}) == group
    assert concurrency == {"group": concurrency["group"], "queue": "max", "cancel-in-progress": False}


@pytest.mark.parametrize(
    ("event", "group"),
    [
        (issue("incident"), "incident-actions-run-31"),
        (comment("/ack"), "incident-actions-run-31"),
        ({"client_payload": {"alert": '{"groupKey": "a"}'}}, "incident-actions-run-31"),
        ({"client_payload": {"alert": DISK}}, "incident-actions-alert | Nagios | disk-full | firing"),
        ({"client_payload": DISK}, "incident-actions-alert | Nagios | disk-full | firing"),
        ({"client_payload": {"alert": {"fingerprint": "api", "status": "ok"}}}, "incident-actions-alert |  | api | ok"),
        (
            {"client_payload": {"alert": '{"alerts": []}', "fingerprint": "pager {}", "status": "firing"}},
            "incident-actions-alert |  | pager {} | firing",
        ),
    ],
    ids=["issues", "issue_comment", "text", "nested", "plain", "without a source", "beside a text"],
)
def test_only_the_same_alert_with_the_same_status_waits_outside_the_queue(event: dict[str, Any], group: str) -> None:
    concurrency = WORKFLOW["concurrency"]

    assert interpolate(concurrency["group"], {"github": {"event": event, "run_id": "31"}}) == group
    assert concurrency == {"group": concurrency["group"], "cancel-in-progress": False}


LISTED = "<!-- incident-actions:say declared list:0a1b2c3d.1 -->\n- [x] Look at the pool"


@pytest.mark.parametrize(
    ("body", "author", "sender", "expected"),
    [
        (LISTED, "Bot", "User", True),
        (LISTED, "Bot", "Bot", False),
        (LISTED, "User", "User", False),
        ("<!-- incident-actions:say c5 -->\n/sev 1", "Bot", "User", False),
        ("/sev 1", "User", "User", False),
        (f"/sev 1\n{LISTED}", "Bot", "User", False),
    ],
)
def test_an_edited_comment_starts_nothing_but_for_a_tick_in_a_checklist(
    body: str, author: str, sender: str, expected: bool
) -> None:
    edited = {"action": "edited", "issue": {"number": 7}, "comment": {"body": body, "user": {"type": author}}}

    assert passes("issue_comment", edited, sender) is expected


@pytest.mark.parametrize(
    ("body", "labels", "sender", "expected"),
    [
        ("/note the pool is full", ["incident"], "User", True),
        ("on it\n/ack", ["incident"], "User", True),
        ("/note the pool is full", ["incident"], "Bot", False),
        ("/note the pool is full", ["bug"], "User", False),
        ("the pool is full", ["incident"], "User", False),
    ],
)
def test_a_deleted_comment_starts_a_run_only_if_it_had_a_command_of_an_incident(
    body: str, labels: list[str], sender: str, expected: bool
) -> None:
    deleted = {**comment(body), "action": "deleted", **issue(*labels)}

    assert passes("issue_comment", deleted, sender) is expected


def test_the_workflow_starts_on_what_it_handles() -> None:
    assert content(".github/workflows/respond.yml")["on"] == {
        "issues": {"types": ["opened", "labeled", "unlabeled", "closed", "reopened"]},
        "issue_comment": {"types": ["created", "edited", "deleted"]},
        "pull_request": {"types": ["closed"]},
        "repository_dispatch": {"types": ["alert"]},
        "workflow_call": called("respond"),
    }


def test_the_job_may_do_what_an_incident_needs_and_no_more() -> None:
    assert JOB["permissions"] == {
        "actions": "read",
        "contents": "write",
        "deployments": "read",
        "issues": "write",
        "pull-requests": "write",
        "statuses": "write",
    }


@pytest.mark.parametrize(("variables", "runner"), [({}, "ubuntu-slim"), ({"INCIDENT_RUNNER": "ours"}, "ours")])
def test_the_runner_is_the_smallest_unless_a_variable_names_another(variables: dict[str, str], runner: str) -> None:
    assert interpolate(JOB["runs-on"], {"vars": variables}) == runner


def test_a_repository_with_other_label_names_passes_them_to_the_workflow() -> None:
    names = {"incident_label": "outage", "action_item_label": "follow-up"}

    assert called("respond")["inputs"].keys() == names.keys()
    assert [passes("issues", issue(label), inputs=names) for label in ("outage", "follow-up", "incident")] == [
        True,
        True,
        False,
    ]
    assert passes("issues", issue("bug", changed="outage"), inputs=names)


def test_the_configuration_that_answers_is_the_default_branchs() -> None:
    [checkout, _] = JOB["steps"]

    assert checkout["with"] == {
        "ref": "${{ github.event.repository.default_branch }}",
        "sparse-checkout": ".github",
        "persist-credentials": False,
    }


def test_the_last_step_runs_the_tool() -> None:
    assert tool_step("respond") == {"uses": ACTION, "with": {"command": "run", **SECRETS}}
