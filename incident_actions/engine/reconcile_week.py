"""Turn what the issue of a week's action items shows into a plan."""

from __future__ import annotations

from incident_actions.action_items import week_issue
from incident_actions.contract.decision import Context
from incident_actions.contract.effects import Effect, Plan
from incident_actions.engine import projection
from incident_actions.engine.comment_replies import acknowledge_comments
from incident_actions.engine.duplicate_comments import delete_duplicates
from incident_actions.engine.plan_builder import PlanBuilder
from incident_actions.engine.reactions import action_digests
from incident_actions.engine.week_commands import answer_week_comments


def reconcile_week(context: Context) -> Plan:
    """Return the plan for the issue of a week's action items: its commands, and the digests that a sweep posts."""
    builder = PlanBuilder(context, week_issue.trusted_entries(context.snapshot, context))
    answers = answer_week_comments(context, builder.entries)
    for answer in answers:
        builder.entries += answer.entries
        builder.post(answer.messages, answer.key)
    for digest in action_digests.due_digests(builder.entries, context):
        builder.post((action_digests.word_digest(digest, context),), digest.key)
    effects: tuple[Effect, ...] = (*builder.pending(context.snapshot.comments), *delete_duplicates(context))
    effects += projection.update_week(builder.entries, context)
    effects += projection.paint_labels(context)
    effects += acknowledge_comments(context, builder.entries)
    return Plan(effects=effects, outcome="answered" if answers else "reconciled")
