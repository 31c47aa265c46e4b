"""The runs of the clock workflow, and whether another one has to be started."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import quote

from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.setup.workflows import NAMES

if TYPE_CHECKING:
    from incident_actions.gateway.client.connection import Connection

log = logging.getLogger("incident_actions")

ENOUGH_RUNS = 2
"""One clock that is awake, and one that waits to take over."""

MAX_RUNS = 10
"""How many runs are read. Those that have not completed are among the newest."""


def clock_file(workflow: str) -> str:
    """Return the name of the clock's file next to a workflow; empty if the workflow is not named as `init` names it.

    `workflow` is the path of the workflow that runs, such as `.github/workflows/incident-respond.yml`.
    """
    file = workflow.rpartition("/")[2]
    return next((file.replace(name, "clock") for name in NAMES if name in file), "")


def read_runs_ahead(connection: Connection, workflow: str) -> None:
    """Start to read the clock's runs, for `has_enough_clocks`."""
    if file := clock_file(workflow):
        connection.read_ahead(_runs_path(file), per_page=MAX_RUNS)


def has_enough_clocks(connection: Connection, workflow: str) -> bool:
    """Return whether one clock is awake and another one waits; False also if GitHub does not answer.

    A further clock would replace the waiting one, whose run GitHub then cancels:
    https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency
    """
    file = clock_file(workflow)
    if not file:
        return False
    try:
        given = connection.get(_runs_path(file), per_page=MAX_RUNS)
        living = [run for run in given["workflow_runs"] if run["status"] != "completed"]
    except (GithubError, OSError, LookupError, TypeError) as error:
        log.info("Could not check for a running clock: %s", type(error).__name__)
        return False
    return len(living) >= ENOUGH_RUNS


def _runs_path(file: str) -> str:
    return f"actions/workflows/{quote(file, safe='')}/runs"
