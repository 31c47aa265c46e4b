"""Turn what the overview shows into a plan. It is no incident, whatever its labels; only a sweep writes its text."""

from __future__ import annotations

from incident_actions.contract.decision import Context
from incident_actions.contract.effects import Plan
from incident_actions.engine import projection
from incident_actions.engine.commands import plain_issue
from incident_actions.engine.plan_builder import PlanBuilder
from incident_actions.model.fast_dataclass import replace


def reconcile_overview(context: Context) -> Plan:
    """Return the plan for the overview: a reply to a command, which does nothing there, and its labels."""
    builder = PlanBuilder(context, ())
    comment, reply = context.snapshot.event_comment, plain_issue.explain_plain_issue(context)
    if comment and reply:
        key = f"{plain_issue.KEY}:{comment.id}"
        builder.post((replace(reply, is_overview=True),), key, on_record=False)
    effects = (*builder.pending(context.snapshot.comments), *projection.update_overview(context))
    return Plan(effects=effects, outcome="not an incident" if effects else "nothing to do")
