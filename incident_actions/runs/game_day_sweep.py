"""The sweep's look at game days: open the drill that is due, or ask for one, each exactly once."""

from __future__ import annotations

import logging

from incident_actions.contract.decision import Context
from incident_actions.contract.effects import OpenIssue, Plan
from incident_actions.contract.issue import Issue
from incident_actions.engine import game_day
from incident_actions.engine.commands.drill import running_incidents
from incident_actions.gateway.client.errors import log_failure
from incident_actions.gateway.issues.listing import newest_issues
from incident_actions.gateway.local.drill_scenarios import find_scenario
from incident_actions.runs import plan_log
from incident_actions.runs.context import RunContext
from incident_actions.runs.settle import answer_issue, create, paint_new_labels
from incident_actions.runs.sweep_limits import must_leave_rest
from incident_actions.text.game_day_marker import ASK

log = logging.getLogger("incident_actions")


def hold_game_day(run: RunContext) -> bool:
    """Open the drill that is due, or the question for one; return whether that succeeded.

    Real incidents come first: while one runs, the drill waits for a later sweep. Without the key `game_days`, this
    takes no request.
    """
    if run.process.game_days is None or must_leave_rest(run):
        return True
    try:
        _open_what_is_due(run)
    except Exception as error:  # noqa: BLE001  everything else is done; it is logged
        log_failure("Could not look after the game days", error)
        return False
    return True


def _open_what_is_due(run: RunContext) -> None:
    listed = newest_issues(run.connection, run.process.labels.drill)
    nothing = Issue(0, 0, "", "", open=True, author=run.reader.bot, created=run.now, updated=run.now)
    context = run.decision_context(run.reader.snapshot_of(nothing, comments=False))
    wanted = _due_issue(run, listed, context)
    if wanted is None:
        return
    plan = Plan(creations=(wanted,), outcome="game day")
    plan_log.report(run.here, "game day", plan, dry_run=run.dry_run)
    made = create(run, wanted)
    if run.dry_run:
        return
    if not wanted.key.startswith(f"{ASK}."):
        answer_issue(run, run.reader.snapshot(made.number))
    paint_new_labels(run)


def _due_issue(run: RunContext, listed: list[Issue], context: Context) -> OpenIssue | None:
    due, rules = game_day.due_drill(listed, context), context.process.game_days
    if due is None or rules is None:
        return game_day.question_issue(listed, context)
    without = running_incidents(run.process).without
    if running := [each.number for each in run.listed_incidents if each.open and each.label_names.isdisjoint(without)]:
        log.info("the drill waits, because #%d is running", running[0])
        return None
    name = game_day.scenario_name(due, rules, find_scenario("").known)
    scenario = find_scenario(name).found if name else None
    if name and scenario is None:
        log.warning("There is no scenario %r, so the drill has none.", name)
    return game_day.drill_issue(due, scenario, rules, context)
