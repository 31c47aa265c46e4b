"""Start the workflow that judges all open pull requests, when a freeze of merges begins or ends."""

from __future__ import annotations

import logging

from incident_actions.gateway.client.errors import log_failure
from incident_actions.runs.context import RunContext

log = logging.getLogger("incident_actions")

FREEZE_EVENT = "incident-freeze"
"""The type of the dispatch event that has all open pull requests judged anew."""


def start_pull_judging(run: RunContext) -> bool:
    """Have all open pull requests judged if this run changed what that depends on; return whether that succeeded.

    The workflow that sets the statuses does it, so that they are all set by one account, and nobody waits for it here.
    """
    if not run.judges_pulls or run.dry_run:
        return True
    log.info("starting to judge the open pull requests, because of a freeze of merges")
    try:
        run.connection.send("POST", "dispatches", body={"event_type": FREEZE_EVENT}, once=False)
    except Exception as error:  # noqa: BLE001  the run's own answer is posted, and the sweep compares
        log_failure("Could not start to judge the open pull requests; the next sweep does it", error)
        return False
    run.judges_pulls = False
    return True
