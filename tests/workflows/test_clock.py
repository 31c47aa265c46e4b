"""The clock workflow starts with what declares or reopens an incident, one at a time, and may do what a run may do."""

from typing import Any

import pytest

from incident_actions.clock import MINUTES
from incident_actions.desk import CLOCK
from incident_actions.process.process import Labels
from incident_actions.sandbox.expressions import value
from tests.workflows.files import ACTION, SECRETS, called, content, only_job, tool_step

JOB = only_job("clock")
ON = content(".github/workflows/clock.yml")["on"]


def passes(event_name: str, event: dict[str, Any], sender: str = "User", inputs: dict[str, str] | None = None) -> bool:
    github = {"event_name": event_name, "repository": "acme/shop", "event": {"sender": {"type": sender}, **event}}
    return bool(value(JOB["if"], {"github": github, "inputs": inputs or {}}))


def comment(body: str) -> dict[str, Any]:
    return {"action": "created", "issue": {"number": 7, "labels": [{"name": "incident"}]}, "comment": {"body": body}}


def issue(action: str, *labels: str, changed: str = "") -> dict[str, Any]:
    event = {"action": action, "issue": {"number": 7, "labels": [{"name": name} for name in labels]}}
    return event | ({"label": {"name": changed}} if changed else {})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("/declare", True),
        ("it is burning\r\n/declare sev1 Checkout is down", True),
        ("   /reopen it is back", True),
        ("/sev 1", False),
        ("> /declare", False),
        ("    /reopen", False),
        ("we should /declare this", False),
    ],
)
def test_a_comment_starts_it_that_declares_or_reopens(body: str, expected: bool) -> None:
    assert passes("issue_comment", comment(body)) is expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (issue("opened", "incident"), True),
        (issue("opened", "bug"), False),
        (issue("labeled", "incident", changed="incident"), True),
        (issue("labeled", "incident", changed="SEV-1"), False),
        (issue("reopened", "incident"), True),
        (issue("reopened"), False),
    ],
)
def test_an_issue_starts_it_that_becomes_an_incident_again_or_for_the_first_time(
    event: dict[str, Any], expected: bool
) -> None:
    assert passes("issues", event) is expected


def test_bots_start_it_by_dispatch_alone() -> None:
    assert not passes("issue_comment", comment("/declare"), sender="Bot")
    assert not passes("issues", issue("opened", "incident"), sender="Bot")
    assert passes("repository_dispatch", {"action": "incident-clock"}, sender="Bot")
    assert passes("workflow_dispatch", {})


def test_what_starts_it() -> None:
    assert dict(ON) == {
        "issues": {"types": ["opened", "labeled", "reopened"]},
        "issue_comment": {"types": ["created"]},
        "repository_dispatch": {"types": ["alert", CLOCK, "incident-tick"]},
        "workflow_dispatch": None,
        "workflow_call": called("clock"),
    }


def test_the_label_of_the_sieve_is_that_of_the_default_process() -> None:
    assert f"'{Labels().incident}'" in JOB["if"]


def test_one_is_awake_and_one_waits() -> None:
    assert JOB["concurrency"] == {"group": "incident-clock", "cancel-in-progress": False}


def test_it_hands_over_before_its_job_is_stopped() -> None:
    set_up = 2  # minutes: checking out and installing take half of one

    assert MINUTES + set_up < JOB["timeout-minutes"] <= 15


def test_it_may_do_what_respond_may_and_installs_alike() -> None:
    respond = only_job("respond")

    assert JOB["permissions"] == respond["permissions"]
    assert JOB["steps"][:-1] == respond["steps"][:-1]
    assert JOB["runs-on"] == respond["runs-on"]


def test_the_last_step_runs_the_tool() -> None:
    assert tool_step("clock") == {"uses": ACTION, "with": {"command": "clock", **SECRETS}}


def test_a_repository_whose_label_has_another_name_says_it_as_it_calls() -> None:
    assert passes("issues", issue("opened", "outage"), inputs={"incident_label": "outage"})
    assert not passes("issues", issue("opened", "incident"), inputs={"incident_label": "outage"})
