"""Rebuild a record that was damaged or deleted, by replaying what people did in its order.

Entries that are still readable are kept, at their times. The missing ones come from the comments, the issue's timeline,
and the pull requests that were opened. A reply that was posted is not posted again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from incident_actions.contract.decision import Context
from incident_actions.contract.issue import ManualAction
from incident_actions.contract.questions import ChangesOf, PullsOf
from incident_actions.engine.commands.answering import Answer, answer_comments
from incident_actions.engine.commands.waiting_comments import may_run_commands
from incident_actions.engine.plan_builder import PlanBuilder
from incident_actions.engine.reactions import after_resolution, evidence, manual_changes
from incident_actions.engine.record_integrity import RecordState, was_answered
from incident_actions.model.incident import entry as e
from incident_actions.text.slash_grammar import may_hold_command


def rebuild_incident(draft: PlanBuilder, stands: RecordState, declared: Callable[[], e.Declared]) -> tuple[Answer, ...]:
    """Replay everything; `declared` declares an incident whose `/declare` was deleted."""
    begun = draft.entries
    answered = _replay(draft, stands)
    if draft.incident is None:
        draft.entries, draft.comments = (declared(), *begun), []
        answered = _replay(draft, stands)
    draft.add(evidence.find_first_page(draft.entries, draft.context))
    return answered


def _replay(draft: PlanBuilder, stands: RecordState) -> tuple[Answer, ...]:
    kept = list(stands.entries)
    heard = {entry.comment for entry in kept}
    answered: tuple[Answer, ...] = ()
    for moment in _moments(draft.context, heard):
        while kept and kept[0].accepted <= moment:
            draft.entries += (kept.pop(0),)
        _review(draft, tuple(kept), moment)
        then = _as_of(moment, draft.context, heard)
        found = answer_comments(then, draft.entries, all_at_once=True).answers
        for answer in found:
            draft.entries += answer.entries
            if not was_answered(answer.comment):
                draft.post(answer.messages, answer.key)
        answered += found
        _follow(draft, tuple(kept), then, moment)
    draft.entries += tuple(kept)
    return answered


def _moments(context: Context, heard: set[int]) -> list[datetime]:
    """Return when people did something that the record lacks, or ended a review; and now.

    Comments of people without rights change nothing, however many there are.
    """
    unheard = (each for each in context.snapshot.comments if each.id not in heard and not each.author.bot)
    said = {each.created for each in unheard if may_hold_command(each.body) and may_run_commands(each.author, context)}
    hands = (ManualAction.CLOSED, ManualAction.REOPENED, ManualAction.LABELED)
    done = {each.at for each in context.manual_changes() if not each.by.bot and each.action in hands}
    reviews = context.ask(PullsOf(f"postmortem/{context.snapshot.issue.number}"))
    ended = {pull.ended for pull in reviews if pull.ended}
    return [*sorted(said | done | ended), context.now]


def _as_of(moment: datetime, context: Context, heard: set[int]) -> Context:
    """Return what could be seen at a moment, without what the record holds."""
    snapshot = context.snapshot
    comments = tuple(each for each in snapshot.comments if each.created <= moment and each.id not in heard)
    event = snapshot.event_comment
    changes = tuple(each for each in context.manual_changes() if each.at <= moment)
    then = replace(
        snapshot, comments=comments, event_comment=event if event and event.created <= moment else None
    ).with_answers({ChangesOf(snapshot.issue.number): changes})
    return replace(context, snapshot=then)


def _follow(draft: PlanBuilder, kept: tuple[e.Entry, ...], then: Context, moment: datetime) -> None:
    """Add the manual changes, and what followed from them."""
    for change in then.manual_changes():
        incident = draft.incident
        if incident is not None:
            draft.add(manual_changes.restore_change(change, incident, (*draft.entries, *kept), then))
    _review(draft, kept, moment)


def _review(draft: PlanBuilder, kept: tuple[e.Entry, ...], moment: datetime) -> None:
    """Add the post-mortem as it was at a moment, and the closing, unless the record still has them."""
    incident = draft.incident
    if incident is None or any(isinstance(entry, e.PostmortemOpened | e.Closed) for entry in kept):
        return
    draft.add(evidence.find_postmortem(incident, draft.entries, draft.context))
    draft.add(evidence.find_review(draft.incident or incident, moment, draft.context))
    draft.add(after_resolution.close_incident(draft.incident or incident, replace(draft.context, now=moment)))
