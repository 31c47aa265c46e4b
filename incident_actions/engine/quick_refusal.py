"""Refuse the comment of somebody who may run no command, where nothing else waits on the issue."""

from __future__ import annotations

from incident_actions.contract.decision import Context, NeedsAnswer
from incident_actions.contract.effects import Effect, Plan, React
from incident_actions.engine.commands.strangers import refusals
from incident_actions.engine.commands.waiting_comments import waiting
from incident_actions.engine.plan_builder import Draft
from incident_actions.engine.reconcile import TURNED_DOWN
from incident_actions.engine.record_integrity import standing


def refuse(context: Context) -> Plan | None:
    """Decide what this run's comment gets from its author's role alone; None where more may have to be done.

    An incident's record must be whole, and everybody else's comments answered. On an ordinary issue the reply has to do
    without a reaction, which would be one request more.
    """
    ordinary = context.process.labels.incident not in context.snapshot.issue.label_names
    try:
        stands = None if ordinary else standing(context)
        if stands and (stands.card is None or stands.trouble):
            return None
        entries = stands.entries if stands else ()
        event = context.snapshot.event_comment
        if event is None or any(each.id != event.id for each in waiting(context, entries)):
            return None
        refused = refusals(context, entries)
    except NeedsAnswer:
        return None
    draft = Draft(context, entries)
    draft.say(refused.says, refused.key, on_record=False)
    signs: tuple[Effect, ...] = () if ordinary else tuple(React(each.id, TURNED_DOWN) for each in refused.comments)
    reason = next((type(each).__name__ for each in refused.says), "refused before")
    return Plan(effects=(*draft.unsaid(context.snapshot.comments), *signs), outcome=reason)
