"""Reply to the comments that wait on an issue, and acknowledge each with a reaction."""

from __future__ import annotations

from incident_actions.contract.decision import Context
from incident_actions.contract.effects import AddReaction, Effect
from incident_actions.contract.issue import Comment
from incident_actions.engine.commands.answering import Answer, CommentAnswers
from incident_actions.engine.commands.strangers import NO_REFUSALS, Refusals, refuse_strangers
from incident_actions.engine.commands.waiting_comments import refused_comments
from incident_actions.engine.plan_builder import PlanBuilder
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e

DONE_REACTION, REFUSED_REACTION = "+1", "confused"
MOST_REACTIONS = 10
"""How many comments of people without rights get a reaction in one turn. The reply names them all."""


@dataclass(frozen=True)
class Replies:
    """The answers to waiting comments: to responders, and to people who may run no command."""

    answers: tuple[Answer, ...]
    refusals: Refusals
    unfinished: bool


def refuse_others(builder: PlanBuilder, found: CommentAnswers) -> Replies:
    """Refuse people who may run no command, without leaving that on record."""
    refused = refuse_strangers(builder.context, builder.entries)
    builder.post(refused.messages, refused.key, on_record=False)
    return Replies(found.answers, refused, found.unfinished or refused.unfinished)


def acknowledge_comments(
    context: Context, entries: tuple[e.Entry, ...], refused: Refusals = NO_REFUSALS
) -> tuple[Effect, ...]:
    """Acknowledge, last of all, each comment that was answered and has no reaction yet.

    Of refused comments, which may be many, only some get one.
    """
    refused_words = {entry.comment for entry in entries if isinstance(entry, e.CommandRefused)}
    signs = {entry.comment: REFUSED_REACTION if entry.comment in refused_words else DONE_REACTION for entry in entries}
    strangers = refused_comments(context).union(each.id for each in refused.comments) if entries else frozenset()
    shown = _shown_comments(context)
    wanted = [
        AddReaction(each.id, signs[each.id])
        for each in shown
        if each.id in signs and not each.author.bot and _lacks_reaction(each, signs[each.id])
    ]
    lacking = [each.id for each in shown if each.id in strangers and _lacks_reaction(each, REFUSED_REACTION)]
    return (*wanted, *(AddReaction(number, REFUSED_REACTION) for number in lacking[:MOST_REACTIONS]))


def _lacks_reaction(comment: Comment, sign: str) -> bool:
    return comment.reactions is not None and sign not in comment.reactions


def _shown_comments(context: Context) -> tuple[Comment, ...]:
    """Return the issue's comments, and this run's own comment if the list doesn't show it yet."""
    event = context.snapshot.event_comment
    shown = {comment.id: comment for comment in ((event,) if event else ())}
    return tuple((shown | {comment.id: comment for comment in context.snapshot.comments}).values())


def name_outcome(answered: Replies, builder: PlanBuilder, card: Comment | None) -> str:
    """Return the outcome for the step's outputs: the reason of the first refusal, or what happened."""
    refused_words = [
        entry.reason for answer in answered.answers for entry in answer.entries if isinstance(entry, e.CommandRefused)
    ]
    refused = [type(each).__name__ for each in answered.refusals.messages]
    if refused_words or refused:
        return (*refused_words, *refused)[0]
    if card is None and any(isinstance(entry, e.Declared) for entry in builder.entries):
        return "declared"
    return "answered" if answered.answers else "reconciled"
