"""Update the rows of incidents in the overview, once a run has answered: with one list and one edit at most."""

from __future__ import annotations

from collections.abc import Iterator

from incident_actions.contract.decision import NeedsAnswer
from incident_actions.contract.effects import Plan, SetIssue
from incident_actions.contract.issue import Issue
from incident_actions.contract.snapshot import Snapshot
from incident_actions.engine.overview import body as overview
from incident_actions.engine.overview.row import incident_row, is_same
from incident_actions.gateway.client.errors import log_failure
from incident_actions.gateway.issues.listing import newest_issues
from incident_actions.model.incident.entry import IncidentListed
from incident_actions.runs.context import RunContext
from incident_actions.runs.settle import carry_out


def update_overview(run: RunContext) -> None:
    """Write the rows that this run has changed; a failure is only logged, because the next sweep writes all rows.

    Without a change, this takes no request.
    """
    if not run.process.overview or run.dry_run:
        return
    try:
        changed = dict(_changed_rows(run))
        if changed and (issue := _find_overview(run)):
            context = run.decision_context(run.reader.snapshot_of(issue, comments=False))
            body = overview.changed_body(changed, context)
            carry_out(run, Plan(effects=(SetIssue(issue.number, body=body),) if body else ()))
    except Exception as error:  # noqa: BLE001  the run's own answer is posted
        log_failure("Could not update the overview, so the next sweep does", error)


def _changed_rows(run: RunContext) -> Iterator[tuple[int, IncidentListed | None]]:
    for number, after in run.snapshots_after.items():
        try:
            before, now = _row(run, run.snapshots_before[number]), _row(run, after)
        except NeedsAnswer:  # it would take a request to know; the sweep asks
            continue
        if not is_same(before, now):
            yield number, now


def _row(run: RunContext, shown: Snapshot) -> IncidentListed | None:
    if overview.is_overview(shown.issue, run.reader.bot, run.process.labels.overview):
        return None
    return incident_row(run.decision_context(shown))


def _find_overview(run: RunContext) -> Issue | None:
    label = run.process.labels.overview
    ours = (each for each in newest_issues(run.connection, label, "open"))
    found = (each for each in ours if overview.is_overview(each, run.reader.bot, label))
    return min(found, key=lambda each: each.number, default=None)
