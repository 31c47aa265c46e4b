"""Turn what an action item's issue shows into a plan."""

from __future__ import annotations

from incident_actions.action_items import item as items
from incident_actions.action_items import rebuild as restoring
from incident_actions.action_items.merged_evidence import offer_evidence
from incident_actions.action_items.reminders import remind
from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import Effect, Plan
from incident_actions.engine import minimized_comments, projection
from incident_actions.engine.commands.answering import answer_comments
from incident_actions.engine.comment_replies import acknowledge_comments, name_outcome, refuse_others
from incident_actions.engine.duplicate_comments import delete_duplicates
from incident_actions.engine.plan_builder import PlanBuilder
from incident_actions.engine.reactions.edited_rows import apply_row
from incident_actions.engine.reactions.item_changes import accept_item_change
from incident_actions.engine.record_integrity import was_answered
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem


def reconcile_item(context: Context) -> Plan:
    """Return the plan for an action item's issue: its commands, manual changes and reminders."""
    known, harm = restoring.rebuild_record(context)
    if context.item(known) is None:
        return Plan(outcome="an action item without its record")
    builder = PlanBuilder(context, known)
    found = answer_comments(context, known)
    for answer in found.answers:
        builder.entries += answer.entries
        if not (harm and was_answered(answer.comment)):
            builder.post(answer.messages, answer.key)
    answered = refuse_others(builder, found)
    if harm:
        builder.add(Decision((e.RecordRepaired(at=context.now, accepted=context.now, what=harm),)))
    builder.add(accept_item_change(_current_item(builder), builder.entries, context))
    builder.add(apply_row(_current_item(builder), builder.entries, context))
    builder.add(offer_evidence(_current_item(builder), context))
    builder.add(remind(_current_item(builder), context))
    item = _current_item(builder)
    comments = context.snapshot.comments
    if builder.comments and not comments:
        comments = context.comments_since(item.opened)
    effects: tuple[Effect, ...] = (*builder.pending(comments), *delete_duplicates(context))
    effects += projection.update_item(item, builder.entries, items.item_body(builder.entries, context), context)
    effects += projection.paint_labels(context)
    effects += acknowledge_comments(context, builder.entries, answered.refusals)
    effects += minimized_comments.outdated_reminders(effects, comments, context)
    if not harm:
        effects += minimized_comments.corrected_refusals(found.answers, builder.entries, context)
    return Plan(
        effects=effects,
        outcome=name_outcome(answered, builder, None),
        unfinished=answered.unfinished,
    )


def _current_item(builder: PlanBuilder) -> ActionItem:
    item = builder.context.item(builder.entries)
    assert item is not None  # noqa: S101  it was opened, and no entry undoes that
    return item
