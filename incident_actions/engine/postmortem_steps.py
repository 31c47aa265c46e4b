"""Follow the post-mortem of an incident: its pull requests, what was merged, and what the record has new for it."""

from __future__ import annotations

from incident_actions.engine.plan_builder import PlanBuilder
from incident_actions.engine.reactions import (
    follow_up,
    later_items,
    postmortem_check,
    postmortem_gate,
    postmortem_opening,
    postmortem_refresh,
    postmortem_review,
    waiver,
)
from incident_actions.engine.record_integrity import RecordState


def follow_pulls(builder: PlanBuilder, state: RecordState) -> None:
    """Follow the pull requests of the post-mortem, and open those that are owed."""
    context = builder.context
    builder.add(postmortem_gate.recheck_postmortem(builder.declared, builder.entries, context))
    builder.add(postmortem_review.follow_postmortem(builder.declared, context, builder.entries))
    if not state.must_rebuild:
        builder.add(later_items.open_later_rows(builder.declared, context))
    builder.add(waiver.withdraw_postmortem(builder.declared, builder.entries, context))
    if builder.declared.drill is None:
        builder.add(waiver.list_reason(builder.declared, builder.entries, context))
    builder.add(postmortem_opening.open_postmortem(builder.declared, builder.entries, context))
    if builder.declared.drill is None:
        builder.add(follow_up.open_follow_up(builder.declared, builder.entries, context))
        builder.add(follow_up.offer_follow_up(builder.declared, builder.entries, context))


def refresh_file(builder: PlanBuilder) -> None:
    """Bring a proposed file up to date with the record, and report on one that no run has checked.

    That of a drill stays as it was proposed.
    """
    if builder.declared.drill is None:
        builder.add_all(postmortem_refresh.refresh_postmortem(builder.declared, builder.entries, builder.context))
    if not builder.reports:
        builder.add(postmortem_check.report_unchecked(builder.declared, builder.context))
