"""Answer an event: refuse a stranger at little cost, or settle the issue, then fire timers that are due elsewhere."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from incident_actions.contract.effects import Plan
from incident_actions.contract.questions import AnyQuestion, RoleOf
from incident_actions.contract.snapshot import Reminders, Snapshot
from incident_actions.engine.commands.waiting_comments import DECLARING_WORDS, FLOOD_WINDOW, may_run_commands
from incident_actions.engine.quick_refusal import refuse_comment
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.errors import is_reportable, log_failure
from incident_actions.gateway.client.identity import ForeignRecord
from incident_actions.gateway.issues.listing import issues_with_label
from incident_actions.gateway.local.runner import RunEnvironment
from incident_actions.model.alerts.alert import AlertDelivery
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.person import GHOST
from incident_actions.runs import alert_intake, plan_log
from incident_actions.runs.context import RunContext
from incident_actions.runs.cost import report_cost
from incident_actions.runs.exit_code import HANDLED, MISCONFIGURED
from incident_actions.runs.failures import (
    log_config_errors,
    post_config_errors,
    report_failure,
    report_foreign_record,
)
from incident_actions.runs.first_reads import start_first_reads
from incident_actions.runs.identity import with_real_identity
from incident_actions.runs.overview_rows import update_overview
from incident_actions.runs.pull_judging import start_pull_judging
from incident_actions.runs.routing import Target, report_nothing_to_do
from incident_actions.runs.settle import answer_issue, carry_out
from incident_actions.runs.site_build import start_site_build
from incident_actions.runs.timers import (
    fire_due_timers,
    incident_timers,
    leaves_others_to_clock,
    read_clocks_ahead,
    start_clock,
    start_missing_clock,
)
from incident_actions.text.slash_grammar import commands_in
from incident_actions.timers import clock_watch

MOST_OTHERS = 2
"""How many other incidents an event's run checks for due timers, once its own answer is posted."""


def answer_event(
    here: RunEnvironment, now: datetime, aim: Target | AlertDelivery, connection: Connection, *, dry_run: bool
) -> int:
    """Answer an event, then fire timers that are due elsewhere; return the exit code."""
    run = RunContext(here, now, dry_run=dry_run, connection=connection)
    if run.connection is not connection:  # the run acts as an App, and its token came first
        start_first_reads(run.connection, aim, here.workspace)
    try:
        return with_real_identity(run, lambda: _answer(run, aim))
    finally:
        report_cost(run)
        run.close()


def _answer(run: RunContext, aim: Target | AlertDelivery) -> int:
    if not isinstance(aim, Target):
        found = alert_intake.route_alert(run, aim)
        if isinstance(found, str):
            done = report_nothing_to_do(run.here, found)
            return MISCONFIGURED if log_config_errors(run) else done
        aim = found
    plan, is_brief = answer_target(run, aim)
    plan_log.report(run.here, f"#{aim.issue}", plan, dry_run=run.dry_run)
    if plan.unfinished:
        start_clock(run, "this run left comments for the next one")
    if not is_brief:
        fire_due_timers_elsewhere(run, aim.issue)
    start_pull_judging(run)
    start_site_build(run)
    update_overview(run)
    return MISCONFIGURED if log_config_errors(run) else HANDLED


def answer_target(run: RunContext, aim: Target) -> tuple[Plan, bool]:
    """Answer one event, and return its plan and whether it did nothing but refuse a stranger or count a repeat.

    A failure is posted on the issue as well, since people are waiting there.
    """
    try:
        if aim.plan is not None:
            carry_out(run, aim.plan)
            if not _moved_on(run, aim):
                return aim.plan, True
        known = _ask_role(run, aim)
        if plan := _refuse(run, aim, known):
            return plan, True
        snapshot = (aim.snapshot or run.reader.snapshot(aim.issue, aim.changes, aim.comment)).with_answers(known)
        snapshot = replace(snapshot, deletion=aim.deletion, reminders=Reminders(wait=run.process.actions.digest))
        run.timers_before[aim.issue] = incident_timers(run, snapshot)
        plan = answer_issue(run, snapshot, aim.ended_pull, partial(_read_ahead_for_end, run))
        post_config_errors(run, plan, snapshot)
    except ForeignRecord as error:
        report_foreign_record(run, aim.issue, error.by)
        raise
    except Exception as error:
        if is_reportable(error):
            report_failure(run, aim.issue, aim.key)
        raise
    return plan, False


def _moved_on(run: RunContext, aim: Target) -> bool:
    """Return whether GitHub's answer to a counted repeat shows that the issue was closed or renamed meanwhile.

    The count has written the text of the issue as it was. If the incident became private, that must not stay.
    """
    before, after = aim.issue_in_event, run.writer.write_cache.issues.get(aim.issue)
    return before is not None and after is not None and (before.title, before.open) != (after.title, after.open)


def _ask_role(run: RunContext, aim: Target) -> dict[AnyQuestion, object]:
    """Ask for the role of a comment's author before anything else, if the issue or the command is one of ours."""
    if aim.comment is None or aim.issue_in_event is None or aim.comment.author == GHOST:
        return {}
    labels = run.process.labels
    ours = aim.issue_in_event.label_names & {labels.incident, labels.action_item}
    if not ours and not any(each.word in DECLARING_WORDS for each in commands_in(aim.comment.body)):
        return {}
    question = RoleOf(aim.comment.author.login)
    return run.answer_finder.answers((question,))


def _refuse(run: RunContext, aim: Target, known: dict[AnyQuestion, object]) -> Plan | None:
    """Refuse a comment whose author may run no command, with as few requests as possible; return None for any other.

    The owner of an action item may run commands there, so such an issue is always read completely.
    """
    labels = run.process.labels
    if (
        not known
        or aim.comment is None
        or aim.issue_in_event is None
        or labels.action_item in aim.issue_in_event.label_names
    ):
        return None
    shown = run.reader.snapshot_of(aim.issue_in_event, event_comment=aim.comment, comments=False).with_answers(known)
    if may_run_commands(aim.comment.author, run.decision_context(shown)):
        return None
    if labels.incident in aim.issue_in_event.label_names:
        listed = run.reader.snapshot_of(aim.issue_in_event, event_comment=aim.comment)
    else:
        listed = run.reader.recent_snapshot(aim.issue_in_event, aim.comment.created - FLOOD_WINDOW, aim.comment)
    plan = refuse_comment(run.decision_context(listed.with_answers(known)))
    if plan:
        carry_out(run, plan)
    return plan


def _read_ahead_for_end(run: RunContext, shown: Snapshot) -> None:
    """Start to read what the end of the run needs: the other open incidents, or the clocks that are running."""
    read_clocks_ahead(run, shown)
    if _checks_others(run, shown.issue.number, shown):
        run.connection.read_page_ahead("issues", **_others(run))


def fire_due_timers_elsewhere(run: RunContext, answered: int) -> None:
    """Fire due timers of a few other incidents, and start the clock if none is running; a failure is only logged.

    Nobody waits for the run any more at this point. If every clock is late, any event keeps all timers going. A run
    that declares an incident or brings a timer near leaves the others to the clock that it starts.
    """
    try:
        if _checks_others(run, answered):
            page = next(issues_with_label(run.connection, **_others(run)), ())
            for issue in clock_watch.longest_untouched(page, answered, MOST_OTHERS):
                fire_due_timers(run, issue)
        start_missing_clock(run)
    except Exception as error:  # noqa: BLE001  the run's own answer is posted
        log_failure("Could not check the other incidents", error)


def _checks_others(run: RunContext, answered: int, shown: Snapshot | None = None) -> bool:
    before = run.timers_before.get(answered)
    return before is None or (before.declared and not leaves_others_to_clock(run, answered, shown))


def _others(run: RunContext) -> dict[str, str]:
    """Return the parameters of the list of open incidents, the longest untouched first."""
    return {"labels": run.process.labels.incident, "state": "open", "sort": "updated", "direction": "asc"}
