"""Rebuild a record that was damaged or deleted, by replaying what people did in its order.

Entries that are still readable are kept, at their times. The missing ones come from the comments, the issue's timeline,
and the pull requests that were opened. A reply that was posted is not posted again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from incident_actions.contract.decision import Context
from incident_actions.contract.issue import ManualAction
from incident_actions.contract.questions import ChangesOf, PullsOf
from incident_actions.engine.commands.answering import Answer, answer_comments
from incident_actions.engine.commands.waiting_comments import may_run_commands
from incident_actions.engine.plan_builder import PlanBuilder
from incident_actions.engine.reactions import after_resolution, evidence, manual_changes
from incident_actions.engine.record_integrity import RecordState, was_answered
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident import entry as e
from incident_actions.text.slash_grammar import may_hold_command


def rebuild_incident(
    builder: PlanBuilder, state: RecordState, declared: Callable[[], e.Declared]
) -> tuple[Answer, ...]:
    """Replay everything; `declared` declares an incident whose `/declare` was deleted."""
    begun = builder.entries
    answered = _replay(builder, state)
    if builder.incident is None:
        builder.entries, builder.comments = (declared(), *begun), []
        answered = _replay(builder, state)
    builder.add(evidence.find_first_page(builder.entries, builder.context))
    return answered


def _replay(builder: PlanBuilder, state: RecordState) -> tuple[Answer, ...]:
    kept = list(state.entries)
    recorded = {entry.comment for entry in kept}
    answered: tuple[Answer, ...] = ()
    for moment in _moments(builder.context, recorded):
        while kept and kept[0].accepted <= moment:
            builder.entries += (kept.pop(0),)
        _review(builder, tuple(kept), moment)
        then = _as_of(moment, builder.context, recorded)
        found = answer_comments(then, builder.entries, all_at_once=True).answers
        for answer in found:
            builder.entries += answer.entries
            if not was_answered(answer.comment):
                builder.post(answer.messages, answer.key)
        answered += found
        _follow(builder, tuple(kept), then, moment)
    builder.entries += tuple(kept)
    return answered


def _moments(context: Context, recorded: set[int]) -> list[datetime]:
    """Return when people did something that the record lacks, or ended a review; and now.

    Comments of people without rights change nothing, however many there are.
    """
    missing = (each for each in context.snapshot.comments if each.id not in recorded and not each.author.bot)
    commented = {
        each.created for each in missing if may_hold_command(each.body) and may_run_commands(each.author, context)
    }
    hands = (ManualAction.CLOSED, ManualAction.REOPENED, ManualAction.LABELED)
    done = {each.at for each in context.manual_changes() if not each.by.bot and each.action in hands}
    reviews = context.ask(PullsOf(f"postmortem/{context.snapshot.issue.number}"))
    ended = {pull.ended for pull in reviews if pull.ended}
    return [*sorted(commented | done | ended), context.now]


def _as_of(moment: datetime, context: Context, recorded: set[int]) -> Context:
    """Return what could be seen at a moment, without what the record holds."""
    snapshot = context.snapshot
    comments = tuple(each for each in snapshot.comments if each.created <= moment and each.id not in recorded)
    event = snapshot.event_comment
    changes = tuple(each for each in context.manual_changes() if each.at <= moment)
    then = replace(
        snapshot, comments=comments, event_comment=event if event and event.created <= moment else None
    ).with_answers({ChangesOf(snapshot.issue.number): changes})
    return replace(context, snapshot=then)


def _follow(builder: PlanBuilder, kept: tuple[e.Entry, ...], then: Context, moment: datetime) -> None:
    """Add the manual changes, and what followed from them."""
    for change in then.manual_changes():
        incident = builder.incident
        if incident is not None:
            builder.add(manual_changes.restore_change(change, incident, (*builder.entries, *kept), then))
    _review(builder, kept, moment)


def _review(builder: PlanBuilder, kept: tuple[e.Entry, ...], moment: datetime) -> None:
    """Add the post-mortem as it was at a moment, and the closing, unless the record still has them."""
    incident = builder.incident
    if incident is None or any(isinstance(entry, e.PostmortemOpened | e.Closed) for entry in kept):
        return
    builder.add(evidence.find_postmortem(incident, builder.entries, builder.context))
    builder.add(evidence.find_follow_up(builder.incident or incident, builder.entries, builder.context))
    builder.add(evidence.find_review(builder.incident or incident, builder.entries, moment, builder.context))
    builder.add(after_resolution.close_incident(builder.incident or incident, replace(builder.context, now=moment)))
