"""Have the status page built anew when something changed that it shows."""

from __future__ import annotations

import logging
from datetime import timedelta

from incident_actions.contract.effects import OpenIssue, Plan
from incident_actions.contract.incident_record import read_incident_record
from incident_actions.contract.snapshot import Snapshot
from incident_actions.engine.public_state import public_state
from incident_actions.gateway.client.errors import log_failure
from incident_actions.gateway.issues.listing import newest_issues
from incident_actions.model.incident.incident import fold
from incident_actions.runs.context import RunContext
from incident_actions.text.maintenance_marker import window_in

log = logging.getLogger("incident_actions")

SINCE_LAST_SWEEP = timedelta(minutes=90)
"""Sweeps are hourly, and GitHub starts them late at times."""

SITE_EVENT = "incident-site"
"""The type of the dispatch event that has the page built."""


def note_public_change(run: RunContext, plan: Plan, first: Snapshot, last: Snapshot) -> None:
    """Remember that the page must be built, if the issue's record differs in what is public, or for maintenance."""
    if run.process.site is None or run.builds_site:
        return
    label = run.process.labels.maintenance
    if any(isinstance(each, OpenIssue) and label in each.labels for each in plan.creations):
        run.builds_site = True
        return
    before, after = (
        public_state(fold(each.issue.number, read_incident_record(each).entries), run.process) for each in (first, last)
    )
    run.builds_site = before != after


def note_maintenance_edges(run: RunContext) -> None:
    """Remember that the page must be built, if maintenance began or ended since the last sweep, or about then."""
    if run.process.site is None or run.builds_site:
        return
    try:
        for issue in newest_issues(run.connection, run.process.labels.maintenance, state="open"):
            window = window_in(issue.body) if issue.author.is_same_as(run.reader.bot) else None
            edges = (window.start, window.end) if window else ()
            run.builds_site |= any(timedelta() <= run.now - edge < SINCE_LAST_SWEEP for edge in edges)
    except Exception as error:  # noqa: BLE001  the page is built every few hours all the same
        log_failure("Could not list the maintenance", error)


def start_site_build(run: RunContext) -> bool:
    """Have the page built if this run changed what it shows; return whether that succeeded.

    Its own workflow builds it, which alone may deploy pages. Nobody waits for it here, and cron starts it, too.
    """
    if not run.builds_site or run.dry_run:
        return True
    log.info("starting to build the status page")
    try:
        run.connection.send("POST", "dispatches", body={"event_type": SITE_EVENT}, once=False)
    except Exception as error:  # noqa: BLE001  the run's own answer is posted, and the page is built every few hours
        log_failure("Could not start to build the status page; the next scheduled build shows it", error)
        return False
    run.builds_site = False
    return True
