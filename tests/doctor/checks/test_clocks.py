"""The doctor finds a schedule that stopped, a clock that sleeps, and jobs that find no runner."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from incident_actions.contract.repository_facts import LatestRun, RepositorySettings, Workflow
from incident_actions.model.incident.entry import Declared
from tests.doctor.healthy_repository import NOON, PAGE, healthy_facts, not_passing, process

SWEEP = LatestRun(".github/workflows/sweep.yml", "completed", "success", NOON, f"{PAGE}/actions/runs/1")
WAITING = LatestRun(".github/workflows/respond.yml", "queued", "", NOON - timedelta(hours=1), f"{PAGE}/actions/runs/2")
DECLARED = Declared(at=NOON, accepted=NOON, by="grace", severity="SEV-1", title="Checkout is down")


def since(days: int) -> tuple[Workflow, ...]:
    """Return the workflows of a healthy repository as they are so many days after they were added."""
    workflows = healthy_facts().workflows
    assert isinstance(workflows, tuple)
    return tuple(replace(each, since=NOON - timedelta(days=days)) for each in workflows)


def idle(name: str) -> tuple[Workflow, ...]:
    """Return the workflows with one of them disabled."""
    return tuple(
        replace(each, state="disabled_manually") if each.path.endswith(f"/{name}.yml") else each for each in since(0)
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"last_sweep": replace(SWEEP, at=NOON - timedelta(hours=7))}, [("cron", "warn", "late")]),
        ({"last_sweep": replace(SWEEP, at=NOON - timedelta(hours=27))}, [("cron", "fail", "late")]),
        ({"last_sweep": replace(SWEEP, conclusion="failure")}, [("cron", "fail", "failing")]),
        ({"last_sweep": replace(SWEEP, conclusion="cancelled")}, []),
        ({"last_sweep": None, "workflows": since(0)}, [("cron", "unknown", "not yet")]),
        ({"last_sweep": None, "workflows": since(2)}, [("cron", "fail", "never")]),
        ({"last_sweep": None, "workflows": idle("sweep")}, [("enabled", "fail", "disabled")]),
    ],
    ids=["late", "lost", "failing", "cancelled", "not yet", "never", "disabled"],
)
def test_the_schedule_is_judged_by_its_last_run(changed: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert not_passing(healthy_facts(**changed)) == expected


@pytest.mark.parametrize(
    ("hours", "expected"), [(29, []), (31, [("cron", "warn", "late")]), (51, [("cron", "fail", "late")])]
)
def test_a_daily_sweep_may_be_older(hours: int, expected: list[tuple[str, str, str]]) -> None:
    daily = replace(process(), sweep="daily")
    facts = healthy_facts(daily, last_sweep=replace(SWEEP, at=NOON - timedelta(hours=hours)))

    assert not_passing(facts, daily) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"open_records": {7: (DECLARED,)}}, [("clock", "fail", "asleep")]),
        ({"open_records": {7: (DECLARED,)}, "active_clocks": (SWEEP,)}, []),
        ({"open_records": {7: ()}}, [("clock", "unknown", "unread")]),
        ({"open_records": {7: (DECLARED,)}, "workflows": idle("clock")}, [("enabled", "fail", "disabled")]),
        ({"repository": RepositorySettings("acme/shop", PAGE, issues=False)}, [("issues", "fail", "off")]),
    ],
    ids=["asleep", "awake", "unread", "disabled", "no issues"],
)
def test_a_clock_must_be_awake_while_an_open_incident_has_a_timer(
    changed: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    assert not_passing(healthy_facts(**changed)) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"queued_runs": (WAITING,)}, [("runner", "fail", "waiting")]),
        ({"queued_runs": (replace(WAITING, at=NOON),)}, []),
        ({"repository": RepositorySettings("acme/shop", PAGE, hosted=False)}, [("runner", "fail", "unnamed")]),
        ({"repository": RepositorySettings("acme/shop", PAGE, hosted=False), "runner": "ours"}, []),
        ({"repository": RepositorySettings("acme/shop", PAGE, hosted=False, local=True)}, []),
        ({"running": True}, []),
    ],
    ids=["waiting", "just queued", "unnamed on a server", "named on a server", "in a sandbox", "running"],
)
def test_jobs_must_find_a_runner(changed: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert [each for each in not_passing(healthy_facts(**changed)) if each[0] == "runner"] == expected
