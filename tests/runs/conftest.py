"""A run's context on a sandbox, as the workflow would make it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from incident_actions.gateway.local.runner import read_environment
from incident_actions.runs.context import RunContext
from incident_actions.sandbox import Job
from tests.front_door import Door, open_front_door

BeginRun = Callable[..., RunContext]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with open_front_door(tmp_path) as door:
        yield door


@pytest.fixture
def begin_run(door: Door) -> Iterator[BeginRun]:
    """Begin the run of a job, at the sandbox's own time."""
    runs: list[RunContext] = []

    def begin(job: Job, *, configuration: str = "", dry_run: bool = False) -> RunContext:
        if configuration:
            (job.workspace / ".github" / "incidents.yml").write_text(configuration)
        environment = read_environment({**job.environment, "GITHUB_WORKSPACE": str(job.workspace)})
        runs.append(RunContext(environment, door.sandbox.clock.now(), dry_run=dry_run))
        return runs[-1]

    yield begin
    for run in runs:
        run.close()
