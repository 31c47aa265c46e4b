"""Look at the open incidents as soon as something is deployed, released or fails, and declare one if a rule says so."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from incident_actions.contract.happening import Happening, read_happening
from incident_actions.contract.issue import Issue
from incident_actions.contract.link_news import PublishedRelease
from incident_actions.engine.event_alerts import alert_of, alert_payload
from incident_actions.gateway.client.errors import log_failure
from incident_actions.gateway.client.identity import ForeignRecord
from incident_actions.gateway.issues.listing import newest_issues
from incident_actions.gateway.local import runner
from incident_actions.runs.context import RunContext
from incident_actions.runs.cost import report_cost
from incident_actions.runs.exit_code import FAILED, HANDLED, MISCONFIGURED
from incident_actions.runs.failures import log_config_errors
from incident_actions.runs.identity import with_real_identity
from incident_actions.runs.look_ahead import each_read_together
from incident_actions.runs.overview_rows import update_overview
from incident_actions.runs.pull_judging import start_pull_judging
from incident_actions.runs.routing import report_nothing_to_do
from incident_actions.runs.site_build import start_site_build
from incident_actions.runs.sweep_limits import within_budget
from incident_actions.runs.timers import fire_due_timers, start_missing_clock
from incident_actions.text import alert_marker

log = logging.getLogger("incident_actions")

ALERT_EVENT = "alert"
"""The type of the dispatch event by which every alert arrives."""


def follow_event(environment: Mapping[str, str], now: datetime, *, dry_run: bool = False) -> int:
    """Act on the event of this run, and return the exit code; raises InvalidPayload."""
    here = runner.read_environment(environment)
    happened = read_happening(here.event, here.payload)
    if isinstance(happened, str):
        return report_nothing_to_do(here, happened)
    run = RunContext(here, now, dry_run=dry_run)
    try:
        return with_real_identity(run, lambda: _follow(run, happened))
    finally:
        report_cost(run)
        run.close()


def _follow(run: RunContext, happened: Happening) -> int:
    if run.process.events is None and not run.config_problem:
        return report_nothing_to_do(run.here, "the configuration has no key `events`")
    run.release = PublishedRelease(happened.tag, happened.at) if happened.on == "release" else None
    issues = newest_issues(run.connection, run.process.labels.incident, "open")
    well = _send_alert(run, happened, issues)
    for issue in each_read_together(run, within_budget(run, issues)):
        well &= _look_at(run, issue)
    start_pull_judging(run)
    start_site_build(run)
    update_overview(run)
    start_missing_clock(run)
    wrong = log_config_errors(run)
    if not well:
        return FAILED
    return MISCONFIGURED if wrong else HANDLED


def _look_at(run: RunContext, issue: Issue) -> bool:
    """Let an incident follow what is linked to it, as the clock does; return whether that succeeded."""
    try:
        fire_due_timers(run, issue)
    except ForeignRecord as error:  # only people can fix that
        log_failure(f"Skipped #{issue.number}", error)
    except Exception as error:  # noqa: BLE001  one incident must not keep the others waiting; it is logged
        log_failure(f"Could not check #{issue.number}", error)
        return False
    return True


def _send_alert(run: RunContext, happened: Happening, issues: list[Issue]) -> bool:
    """Send the alert of a rule to the workflow that takes in every alert; return whether that succeeded.

    The same alerts are counted there, and people are paged from there. That a deployment succeeds is sent only if an
    open incident has the alert.
    """
    alert = alert_of(happened, run.process, run.wording)
    if alert is None or (alert.status == "resolved" and not _is_open(alert.id, issues)):
        return True
    log.info("%s an alert, by a rule: %s", "would send" if run.dry_run else "sending", alert.title)
    if run.dry_run:
        return True
    try:
        body = {"event_type": ALERT_EVENT, "client_payload": {"alert": alert_payload(alert, happened.key)}}
        # It names its delivery, so sending it twice does no harm.
        run.connection.send("POST", "dispatches", body=body, once=False)
    except Exception as error:  # noqa: BLE001  the incidents that are open must not wait; the run fails in the end
        log_failure("Could not send the alert. Run this workflow run again", error)
        return False
    return True


def _is_open(alert: str, issues: list[Issue]) -> bool:
    return any(alert in alert_marker.alerts_in(each.body) for each in issues)
