"""The clock workflow starts when the tool or a ping asks for it, one at a time, and may do what a run may do."""

from incident_actions.runs.clock import MINUTES
from incident_actions.runs.timers import CLOCK_EVENT
from tests.workflows.files import ACTION, SECRETS, called, content, only_job, tool_step

JOB = only_job("clock")
ON = content(".github/workflows/clock.yml")["on"]


def test_a_dispatch_or_a_button_starts_the_clock_and_no_event_of_an_issue() -> None:
    assert dict(ON) == {
        "repository_dispatch": {"types": [CLOCK_EVENT, "incident-tick"]},
        "workflow_dispatch": None,
        "workflow_call": called("clock"),
    }
    assert "if" not in JOB  # whatever starts it is meant for it, so each run that has not completed is a clock


def test_one_clock_is_awake_and_one_waits() -> None:
    assert JOB["concurrency"] == {"group": "incident-actions-clock", "cancel-in-progress": False}


def test_the_clock_hands_over_before_its_job_is_stopped() -> None:
    set_up = 2  # minutes: checking out and installing take half of one

    assert MINUTES + set_up < JOB["timeout-minutes"] <= 15


def test_the_clock_has_the_permissions_and_the_installation_of_respond() -> None:
    respond = only_job("respond")

    assert JOB["permissions"] == respond["permissions"]
    assert JOB["steps"][:-1] == respond["steps"][:-1]
    assert JOB["runs-on"] == respond["runs-on"]


def test_the_last_step_runs_the_tool() -> None:
    assert tool_step("clock") == {"uses": ACTION, "with": {"command": "clock", **SECRETS}}
