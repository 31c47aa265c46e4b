"""One event of the optional workflow, through the command line, over real requests that may fail."""

from __future__ import annotations

from typing import Any

import pytest

from incident_actions.sandbox import Job
from incident_actions.sandbox.faults import UNAVAILABLE, Fault
from tests.front_door import Door, RunResult, with_event

WATCHING = "extends: default\nevents: { rules: [{ on: deployment_status, environment: production }] }\n"
SHA = "a" * 40


def deployment(state: str, environment: str = "production") -> dict[str, Any]:
    made = {"id": 7, "sha": SHA, "environment": environment}
    status = {"id": 9, "state": state, "created_at": "2026-03-04T14:00:00Z"}
    place = {"full_name": "acme/shop", "default_branch": "main"}
    return {"action": "created", "deployment_status": status, "deployment": made, "repository": place}


def alerts(door: Door) -> list[str]:
    """Return the names of the deliveries of the alerts that were sent."""
    found = (each.payload for each in door.sandbox.deliveries if each.event == "repository_dispatch")
    return [each["client_payload"]["alert"]["delivery"] for each in found if each["action"] == "alert"]


def run(
    door: Door, payload: dict[str, Any], *options: str, configuration: str = WATCHING, job: Job | None = None
) -> RunResult:
    return door.run(
        with_event(job or door.sweep(), payload),
        *options,
        command="events",
        configuration=configuration,
        GITHUB_EVENT_NAME="deployment_status",
    )


def test_without_a_rule_that_applies_one_list_is_all(door: Door) -> None:
    ran = run(door, deployment("failure", "staging"))

    assert (ran.code, ran.requests, ran.writes) == (0, 1, ())


def test_a_rule_sends_one_alert_and_nothing_else(door: Door) -> None:
    ran = run(door, deployment("failure"))

    assert (ran.code, ran.requests, ran.writes) == (0, 2, ())
    assert alerts(door) == ["deployment 7 failed"]


def test_a_rehearsal_sends_nothing(door: Door) -> None:
    ran = run(door, deployment("failure"), "--dry-run")

    assert (ran.code, ran.writes, alerts(door)) == (0, (), [])
    assert "would send an alert, by a rule: The deployment to production failed" in ran.output


def test_a_deployment_that_succeeds_ends_no_alert_that_is_not_open(door: Door) -> None:
    assert run(door, deployment("success")).writes == ()
    assert alerts(door) == []


def test_without_the_key_nothing_is_read(door: Door) -> None:
    ran = run(door, deployment("failure"), configuration="extends: default\n")

    assert (ran.code, ran.requests, ran.writes) == (0, 0, ())
    assert "the configuration has no key `events`" in ran.output


def test_an_event_that_is_not_over_costs_nothing(door: Door) -> None:
    ran = run(door, deployment("in_progress"))

    assert (ran.code, ran.requests) == (0, 0)


def test_an_invalid_payload_is_reported_in_one_line(door: Door) -> None:
    ran = run(door, {"deployment_status": None})

    assert (ran.code, ran.requests) == (2, 0)
    assert "the payload of deployment_status is not in the form that GitHub documents" in ran.output


@pytest.mark.rest
def test_an_alert_that_cannot_be_sent_makes_the_run_red(door: Door) -> None:
    job = door.sweep()
    door.sandbox.faults.silence = 0.0
    door.sandbox.faults.add(Fault(UNAVAILABLE, route="POST /repos/{owner}/{repo}/dispatches", times=None))

    ran = run(door, deployment("failure"), job=job)

    assert ran.code == 1
    assert "Run this workflow run again" in ran.output
