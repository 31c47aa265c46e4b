"""The minutes of the tool's runs are known only where GitHub lists all of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.repository.runner_minutes import read_runner_minutes
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import NOT_FOUND, Fault, Reply
from tests.gateway.conftest import NOON

ROUTE = "GET /repos/{owner}/{repo}/actions/runs"


def run(path: str, minutes: float, status: str = "completed") -> dict[str, Any]:
    end = NOON + timedelta(minutes=minutes)
    times = {"run_started_at": f"{NOON:%Y-%m-%dT%H:%M:%SZ}", "updated_at": f"{end:%Y-%m-%dT%H:%M:%SZ}"}
    return {"path": path, "status": status, **times}


RUNS = [
    run(".github/workflows/incident-respond.yml", 1.5),
    run(".github/workflows/sweep.yml@main", 2),
    run(".github/workflows/ci.yml", 40),
    run(".github/workflows/incident-clock.yml", 9, "in_progress"),
]


@pytest.mark.parametrize(
    ("reply", "minutes"),
    [
        (Reply(200, {"total_count": 4, "workflow_runs": RUNS}), 3.5),
        (Reply(200, {"total_count": 1_001, "workflow_runs": RUNS}), None),
        (Reply(200, {"total_count": 1, "workflow_runs": [{}]}), None),
        (NOT_FOUND, None),
        (Reply(403, {"message": "Resource not accessible by integration"}), None),
    ],
)
def test_only_completed_runs_of_the_tool_count(
    sandbox: Sandbox, connection: Connection, reply: Reply, minutes: float | None
) -> None:
    sandbox.faults.add(Fault(reply, route=ROUTE))

    assert read_runner_minutes(connection, NOON) == minutes


def test_a_repository_without_runs_took_no_minutes(connection: Connection) -> None:
    assert read_runner_minutes(connection, NOON) == 0
