"""Refuse the comment of somebody who may run no command, where nothing else waits on the issue."""

from __future__ import annotations

from incident_actions.contract.decision import View, Wanted
from incident_actions.contract.effects import Effect, Plan, React
from incident_actions.engine.commands.strangers import refusals
from incident_actions.engine.commands.waiting_comments import waiting
from incident_actions.engine.plan_builder import Draft
from incident_actions.engine.reconcile import TURNED_DOWN
from incident_actions.engine.record_integrity import standing


def refuse(view: View) -> Plan | None:
    """Decide what this run's comment gets from its author's role alone; None where more may have to be done.

    An incident's record must be whole, and everybody else's comments answered. On an ordinary issue the reply has to do
    without a reaction, which would be one request more.
    """
    ordinary = view.process.labels.incident not in view.snapshot.issue.label_names
    try:
        stands = None if ordinary else standing(view)
        if stands and (stands.card is None or stands.trouble):
            return None
        entries = stands.entries if stands else ()
        event = view.snapshot.event_comment
        if event is None or any(each.id != event.id for each in waiting(view, entries)):
            return None
        refused = refusals(view, entries)
    except Wanted:
        return None
    draft = Draft(view, entries)
    draft.say(refused.says, refused.key, on_record=False)
    signs: tuple[Effect, ...] = () if ordinary else tuple(React(each.id, TURNED_DOWN) for each in refused.comments)
    reason = next((type(each).__name__ for each in refused.says), "refused before")
    return Plan(effects=(*draft.unsaid(view.snapshot.comments), *signs), outcome=reason)
