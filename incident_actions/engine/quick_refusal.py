"""Refuse the comment of somebody who may run no command, if nothing else waits on the issue."""

from __future__ import annotations

from incident_actions.contract.decision import Context, NeedsAnswer
from incident_actions.contract.effects import AddReaction, Effect, Plan
from incident_actions.engine.commands.strangers import refuse_strangers
from incident_actions.engine.commands.waiting_comments import waiting_comments
from incident_actions.engine.comment_replies import REFUSED_REACTION
from incident_actions.engine.plan_builder import PlanBuilder
from incident_actions.engine.record_integrity import inspect_record


def refuse_comment(context: Context) -> Plan | None:
    """Return the plan that refuses this run's comment by its author's role alone, or None if more may have to be done.

    The incident's record must be intact, and all other comments answered. On an ordinary issue the reply comes without
    a reaction, which would take one more request.
    """
    ordinary = context.process.labels.incident not in context.snapshot.issue.label_names
    try:
        state = None if ordinary else inspect_record(context)
        if state and (state.card is None or state.damage):
            return None
        entries = state.entries if state else ()
        event = context.snapshot.event_comment
        if event is None or any(each.id != event.id for each in waiting_comments(context, entries)):
            return None
        refused = refuse_strangers(context, entries)
    except NeedsAnswer:
        return None
    builder = PlanBuilder(context, entries)
    builder.post(refused.messages, refused.key, on_record=False)
    signs: tuple[Effect, ...] = (
        () if ordinary else tuple(AddReaction(each.id, REFUSED_REACTION) for each in refused.comments)
    )
    reason = next((type(each).__name__ for each in refused.messages), "refused before")
    return Plan(effects=(*builder.pending(context.snapshot.comments), *signs), outcome=reason)
