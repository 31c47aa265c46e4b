"""Route an alert: to the incident that knows it, to the one whose storm it is part of, or to a new one."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from incident_actions.contract.decision import decide
from incident_actions.contract.issue import Issue, Label
from incident_actions.contract.snapshot import CreationResult, Snapshot
from incident_actions.engine.reactions import alerts
from incident_actions.engine.reactions.alert_body import count_repeat, recorded_deliveries
from incident_actions.engine.reactions.private_alerts import is_private_alert, neutral_alert, neutral_declaration
from incident_actions.engine.record_integrity import inspect_record
from incident_actions.gateway.client.identity import ForeignRecord
from incident_actions.gateway.issues.listing import newest_issues
from incident_actions.gateway.local import runner
from incident_actions.model.alerts.alert import digest
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident.entry import MadePrivate
from incident_actions.runs import plan_log
from incident_actions.runs.context import RunContext
from incident_actions.runs.identity import check_author
from incident_actions.runs.routing import Target
from incident_actions.runs.settle import question_answerer
from incident_actions.text import alert_marker
from incident_actions.text.maintenance_marker import window_in
from incident_actions.text.seal import ALERT_PLACE, Seal

if TYPE_CHECKING:
    from incident_actions.contract.effects import OpenIssue
    from incident_actions.model.alerts.alert import AlertDelivery
    from incident_actions.model.incident.entry import Entry

log = logging.getLogger("incident_actions")

NOT_POSTED = (
    "An alert of the private incident {repository}#{number} was delivered and could not be posted there: {problem}. "
    "Nothing about it was posted here."
)

MOST_ASKED = 3
"""How many open incidents are checked for a storm that the alert is part of, the newest first."""


def route_alert(run: RunContext, delivery: AlertDelivery) -> Target | str:
    """Find or open the incident for an alert; if there is none, return the reason.

    The list of issues is read, never the search index, which lags behind by minutes. For a repeat of an alert that
    fires, it is all that is read.
    """
    # One run is one delivery, however often it is run again. The same words in another run are a repeat, unless the
    # sender identifies its messages.
    key = delivery.key if delivery.is_identified else digest(f"{delivery.key} {run.here.run_url}")
    delivery = replace(delivery, key=key, run=run.here.run_id)
    issues = newest_issues(run.connection, run.process.labels.incident)
    for issue in issues:
        with suppress(ForeignRecord):  # an alert finds its incident, even if another bot wrote others
            check_author(run, run.reader.snapshot_of(issue, comments=False))
    known = alerts.find_incidents(delivery.alert, issues, run.reader.bot)
    if known.moved:
        return _post_privately(run, delivery, *known.moved)
    if known.open_match:
        shown = run.reader.snapshot_of(known.open_match, comments=False)
        counted = count_repeat(delivery, run.decision_context(shown))
        if counted is not None:
            shown_issue = known.open_match
            return Target(shown_issue.number, plan=counted, alert=delivery.key, issue_in_event=shown_issue)
    is_private = is_private_alert(delivery.alert, run.process, run.here.repository)
    taking = _find_storm(run, () if known.open_match or is_private else known.others[:MOST_ASKED], delivery)
    if known.open_match:
        taking, entries = _entries(run, known.open_match)
        if moved := next((each for each in entries if isinstance(each, MadePrivate)), None):
            return _post_privately(run, delivery, moved.repository, moved.number)  # the run that moved it died
    if taking is None and delivery.alert.status == "resolved":
        return "an alert ended that belongs to no open incident"
    if (
        taking is None
        and known.closed_match
        and delivery.key in recorded_deliveries(_entries(run, known.closed_match)[1])
    ):
        return f"#{known.closed_match.number} already received this delivery, and has been closed since"
    if taking is None and (number := _quieting_maintenance(run, delivery)):
        return f"the alert is about services under maintenance, whose alerts #{number} keeps quiet"
    if taking is None:
        after = known.closed_match.number if known.closed_match else 0
        declared, fired = alerts.first_entries(delivery, after, run.process, run.wording, run.now)
        if is_private:
            declared, fired = neutral_declaration(declared, run.wording), neutral_alert(fired, run.wording)
        seal = Seal(run.here.signing_key, ALERT_PLACE)
        wanted = alerts.incident_issue(declared, fired, run.process, run.wording, seal)
        opened = {alert_marker.key_in(each.body): CreationResult(each.number, str(each.id)) for each in issues}
        run.writer.remember_keys(run.process.labels.incident, opened)
        taking = _open_issue(run, wanted)
    return Target(taking.issue.number, snapshot=replace(taking, delivery=delivery), alert=delivery.key)


def _post_privately(run: RunContext, delivery: AlertDelivery, repository: str, number: int) -> str:
    """Post an alert of an incident that moved where that is handled now. Raises UserError if that is not possible.

    Anybody with write access can edit the line that names the issue, so only the configuration's repository counts.
    """
    wanted = alerts.private_comment(delivery.alert, repository, number, run.wording, run.now)
    problem = "not the private repository of the configuration"
    if repository.casefold() == (run.process.private.repository or "").casefold():
        log.info("%s%s", "would " if run.dry_run else "", plan_log.describe(wanted))
        problem = "" if run.dry_run else run.writer.create(wanted).problem
    if problem:
        raise runner.UserError(NOT_POSTED.format(repository=repository, number=number, problem=problem))
    return f"the alert belongs to a private incident, {repository}#{number}"


def _find_storm(run: RunContext, issues: tuple[Issue, ...], delivery: AlertDelivery) -> Snapshot | None:
    """Return the newest incident that the alert is part of."""
    for issue in issues:
        snapshot, entries = _entries(run, issue)
        incident = run.cache.incident_history(issue.number).last_state(entries)
        if incident and alerts.is_part_of(incident, entries, delivery.alert, run.process, run.now):
            return snapshot
    return None


def _quieting_maintenance(run: RunContext, delivery: AlertDelivery) -> int:
    """Return the maintenance that keeps all services of an alert quiet now; 0 for none. It asks if there are any."""
    wanted = {each.casefold() for each in delivery.alert.services}
    if not wanted:
        return 0
    for issue in newest_issues(run.connection, run.process.labels.maintenance, state="open"):
        window = window_in(issue.body) if issue.author.is_same_as(run.reader.bot) else None
        lasts = window is not None and window.quiet and window.start <= run.now < window.end
        if window and lasts and wanted <= {each.casefold() for each in window.services}:
            return issue.number
    return 0


def _entries(run: RunContext, issue: Issue) -> tuple[Snapshot, tuple[Entry, ...]]:
    """Return an incident's whole record. Before it is declared, that is what the alert left in its body."""

    def entries_of(snapshot: Snapshot) -> tuple[Entry, ...]:
        context = run.decision_context(snapshot)
        return inspect_record(context).entries or alerts.declaring_entries(context)

    entries, snapshot = decide(entries_of, run.reader.snapshot_of(issue), question_answerer(run), run.writer.create)
    return snapshot, entries


def _open_issue(run: RunContext, wanted: OpenIssue) -> Snapshot:
    """Open the issue and return its snapshot. A dry run returns what it would be."""
    log.info("%s%s", "would " if run.dry_run else "", plan_log.describe(wanted))
    if not run.dry_run:
        return run.reader.snapshot(run.writer.create(wanted).number)
    return run.reader.snapshot_of(_planned_issue(run, wanted), comments=False)


def _planned_issue(run: RunContext, wanted: OpenIssue) -> Issue:
    return Issue(
        number=0,
        id=0,
        title=wanted.title,
        body=wanted.body,
        open=True,
        author=run.reader.bot,
        created=run.now,
        updated=run.now,
        labels=tuple(map(Label, wanted.labels)),
    )
