"""Add to an incident what follows without a command: manual changes, merges, the post-mortem, timers and the like."""

from __future__ import annotations

from incident_actions.engine.plan_builder import PlanBuilder
from incident_actions.engine.reactions import (
    after_resolution,
    alerts,
    checklist_ticks,
    declared_words,
    dispatched_events,
    followed_links,
    hotfix_ends,
    long_digest,
    merge_freeze,
    notifications,
    original_incident,
    paging,
    phase_checklists,
    recent_changes,
    record_repairs,
    response_rating,
    source_changes,
)
from incident_actions.engine.reactions.manual_changes import accept_changes
from incident_actions.engine.record_integrity import RecordState
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident.incident import Drill, Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.postmortem import policy
from incident_actions.timers import firing


def follow_up_incident(builder: PlanBuilder, before: Incident, state: RecordState, ended_pull: int) -> Incident:
    """Apply what people did by hand, what follows from it, and due timers, and return what the incident is then.

    `before` is the incident as the run found it, `ended_pull` the pull request that ended according to its event.
    """
    _follow_people_and_alerts(builder, before, state)
    lists = _page_and_offer(builder, state)
    builder.add(hotfix_ends.follow_hotfixes(builder.declared, ended_pull, builder.context))
    if policy.concerns(builder.declared):
        _follow_postmortem(builder, state)
    _announce_and_remind(builder, before, state, lists)
    if state.card and not state.damage and _has_nothing_to_post(builder, state):
        _do_what_nobody_waits_for(builder, state)
    builder.add(record_repairs.note_repair(state, builder.entries, builder.context))
    return builder.declared


def _follow_people_and_alerts(builder: PlanBuilder, before: Incident, state: RecordState) -> None:
    context = builder.context
    if state.card or state.must_rebuild:
        builder.add_all(accept_changes(before, builder.declared, builder.entries, context))
    builder.add(alerts.restore_alerts(builder.entries, context))
    builder.add_all(alerts.take_in_alert(builder.declared, builder.entries, context))
    builder.add(merge_freeze.follow_freeze(builder.declared, context))


def _page_and_offer(builder: PlanBuilder, state: RecordState) -> phase_checklists.DueChecklists:
    """Page people and offer the words that are complete, and return the checklists that are due."""
    if state.must_rebuild:
        return phase_checklists.DueChecklists()
    context, known = builder.context, len(state.entries)
    lists = phase_checklists.due_checklists(known, builder.entries, context)
    builder.add_all(paging.page_responders(known, builder.entries, context, lists_due=bool(lists.keys)))
    builder.add(declared_words.offer_completed(known, builder.entries, context))
    return lists


def _follow_postmortem(builder: PlanBuilder, state: RecordState) -> None:
    from incident_actions.engine import postmortem_steps  # noqa: PLC0415  most runs are about a running incident

    postmortem_steps.follow_pulls(builder, state)
    postmortem_steps.refresh_file(builder)


def _announce_and_remind(
    builder: PlanBuilder, before: Incident, state: RecordState, lists: phase_checklists.DueChecklists
) -> None:
    context = builder.context
    unannounced = replace(builder.declared, phase=Phase.ACTIVE) if state.must_rebuild else before
    builder.add(after_resolution.announce_resolution(unannounced, builder.declared, context))
    builder.post_checklists(lists)
    builder.add(after_resolution.remind_of_postmortem(builder.declared, context))
    due = tuple(firing.due_timers(builder.declared, builder.entries, context))
    builder.remind(due, long_digest.begin_digest(builder.declared, due, context))
    builder.add(after_resolution.close_incident(builder.declared, context))
    if drill := builder.declared.drill:
        _run_drill(builder, drill)
    builder.add(checklist_ticks.read_ticks(builder.entries, context))


def _run_drill(builder: PlanBuilder, drill: Drill) -> None:
    """Play on what the scenario has, and end the drill where it must end."""
    from incident_actions.engine.reactions import drill_course  # noqa: PLC0415  only a drill has one

    context = builder.context
    builder.add(drill_course.stop_drill(builder.declared, drill, context))
    builder.add(drill_course.play_scenario(builder.declared, context))
    builder.add(drill_course.wind_up(builder.declared, drill, builder.entries, context))


def _has_nothing_to_post(builder: PlanBuilder, state: RecordState) -> bool:
    return builder.entries == state.entries and not builder.pending(builder.context.snapshot.comments)


def _do_what_nobody_waits_for(builder: PlanBuilder, state: RecordState) -> None:
    """Notify people elsewhere, and look up what else the card can show."""
    context = builder.context
    builder.add(notifications.send_notifications(state.entries, builder.declared, context))
    builder.add(dispatched_events.dispatch_events(state.entries, context))
    builder.add(recent_changes.list_changes(builder.declared, context))
    builder.add(source_changes.follow_sources(state.entries, context))
    builder.add(followed_links.follow_links(state.entries, builder.declared, context))
    builder.add(original_incident.report_duplicate(state.entries, builder.declared, context))
    if context.process.recurrence:
        from incident_actions.engine.reactions import recurrences  # noqa: PLC0415  a process has to ask for it

        builder.add_all(recurrences.find_recurrence(state.entries, builder.declared, context))
    builder.add(response_rating.ask_rating(builder.declared, state.entries, context))
