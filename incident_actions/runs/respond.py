"""One run: from the surroundings to an exit code."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from incident_actions.contract import events
from incident_actions.gateway.local import runner
from incident_actions.runs import plan_log
from incident_actions.runs.desk import HANDLED, MISCONFIGURED, Desk
from incident_actions.runs.routing import Target, target

if TYPE_CHECKING:
    from incident_actions.contract.effects import Plan
    from incident_actions.contract.questions import AnyQuestion
    from incident_actions.model.alerts.alert import Delivery

log = logging.getLogger("incident_actions")

OTHERS = 2
"""How many other incidents an event's run looks at for what has come due on them, once its own answer is out."""


def respond(environment: Mapping[str, str], now: datetime, *, dry_run: bool = False) -> int:
    """Answer the event of this Actions run; raises Unusable, NotAPayload and whatever GitHub's door raises."""
    here = runner.surroundings(environment)
    event = events.read(here.event, here.payload)
    if isinstance(event, events.Swept):
        from incident_actions.runs.sweep import sweep

        return sweep(environment, now, dry_run=dry_run)
    aim = event.delivery if isinstance(event, events.AlertHeard) else target(event)
    if isinstance(aim, str):
        return _nothing(here, aim)
    desk = Desk(here, now, dry_run=dry_run)
    try:
        return desk.as_itself(lambda: _answered(desk, aim))
    finally:
        desk.close()


def _answered(desk: Desk, aim: Target | Delivery) -> int:
    """Answer what an event tells, and see to what has come due elsewhere; the run's exit code."""
    if not isinstance(aim, Target):
        from incident_actions.runs.alert_intake import aimed

        found = aimed(desk, aim)
        if isinstance(found, str):
            done = _nothing(desk.here, found)
            return MISCONFIGURED if desk.complained() else done
        aim = found
    plan, refused = answered(desk, aim)
    plan_log.told(desk.here, f"#{aim.issue}", plan, dry_run=desk.dry_run)
    if plan.unfinished:
        desk.start_clock("comments wait that this run left over")
    if not refused:
        tick_others(desk, aim.issue)
    return MISCONFIGURED if desk.complained() else HANDLED


def answered(desk: Desk, aim: Target) -> tuple[Plan, bool]:
    """Answer one event, and tell whether refusing a stranger was all of it.

    A failure is told on the issue as well, since people wait there.
    """
    from incident_actions.gateway.client.errors import sayable
    from incident_actions.gateway.client.identity import Estranged

    try:
        known = _role(desk, aim)
        if plan := _refused(desk, aim, known):
            return plan, True
        snapshot = (aim.seen or desk.reader.snapshot(aim.issue, aim.changes, aim.comment)).knowing(known)
        desk.met[aim.issue] = desk.seen(snapshot)
        plan = desk.answer(snapshot, aim.ended_pull)
        desk.complain(plan, snapshot)
    except Estranged as error:
        desk.disown(aim.issue, error.by)
        raise
    except Exception as error:
        if sayable(error):
            desk.confess(aim.issue, aim.key)
        raise
    return plan, False


def _role(desk: Desk, aim: Target) -> dict[AnyQuestion, object]:
    """Ask for the role of a comment's author before anything else, where the issue or the command is one of ours."""
    from incident_actions.contract.questions import RoleOf
    from incident_actions.engine.commands.waiting_comments import BEGINS
    from incident_actions.model.person import GHOST
    from incident_actions.text.slash_grammar import asked_in

    if aim.comment is None or aim.shown is None or aim.comment.author == GHOST:
        return {}
    labels = desk.process.labels
    ours = aim.shown.label_names & {labels.incident, labels.action_item}
    if not ours and not any(each.word in BEGINS for each in asked_in(aim.comment.body)):
        return {}
    question = RoleOf(aim.comment.author.login)
    return desk.reader.answers((question,))


def _refused(desk: Desk, aim: Target, known: dict[AnyQuestion, object]) -> Plan | None:
    """Refuse a comment whose author may run no command, in as few requests as that takes; None for any other.

    Whoever owns an action item may run commands there, so such an issue is always looked at whole.
    """
    from incident_actions.engine.commands.waiting_comments import WINDOW, may_run_commands
    from incident_actions.engine.quick_refusal import refuse

    labels = desk.process.labels
    if not known or aim.comment is None or aim.shown is None or labels.action_item in aim.shown.label_names:
        return None
    shown = desk.reader.of(aim.shown, event_comment=aim.comment, comments=False).knowing(known)
    if may_run_commands(aim.comment.author, desk.context(shown)):
        return None
    if labels.incident in aim.shown.label_names:
        listed = desk.reader.of(aim.shown, event_comment=aim.comment)
    else:
        listed = desk.reader.recent(aim.shown, aim.comment.created - WINDOW, aim.comment)
    plan = refuse(desk.context(listed.knowing(known)))
    if plan:
        desk.carry_out(plan)
    return plan


def tick_others(desk: Desk, answered: int) -> None:
    """Fire what has come due on the other incidents, a few in each run, and start the clock; a failure is only logged.

    Nobody waits any more, so it is the place for it: where every clock is late, whatever happens drives all timers on.
    What declares an incident leaves the others to the clock that it starts, which looks at all of them.
    """
    met = desk.met.get(answered)
    others = OTHERS if met is None or met.declared else 0
    from incident_actions.gateway.client.errors import warn
    from incident_actions.gateway.issues.listing import labelled
    from incident_actions.timers import watch

    try:
        pages = labelled(desk.connection, desk.process.labels.incident, state="open", sort="updated", direction="asc")
        for issue in watch.longest_unseen(next(pages, ()) if others else (), answered, others):
            desk.tick(issue)
        if desk.asleep:
            desk.start_clock("a timer waits for it")
    except Exception as error:  # noqa: BLE001  the run's own answer stands
        warn("the other incidents could not be looked at", error)


def _nothing(here: runner.Surroundings, why: str) -> int:
    log.info("Nothing to do: %s.", why)
    runner.output(here, outcome="ignored", reason=why)
    return HANDLED
