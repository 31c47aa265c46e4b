"""Answer every waiting command in order, each with its author's permission, exactly once."""

from __future__ import annotations

from collections import Counter

from incident_actions.contract.decision import CommandRequest, Context, CreationLimitReached, Decision
from incident_actions.contract.issue import Comment
from incident_actions.engine.commands.dispatch import refusal_entry, run_command
from incident_actions.engine.commands.edited_comments import may_prove_unedited
from incident_actions.engine.commands.private import WORD as PRIVATE
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.commands.waiting_comments import (
    DECLARING_WORDS,
    Queue,
    declaring_comment,
    queue_comments,
    tool_commands,
)
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident import entry as e
from incident_actions.text.messages import IncidentMoved, Message, PartlyDone, Refusal, TooMuch
from incident_actions.text.slash_grammar import SlashCommand, is_cut_off

MOST_PER_COMMENT = 200
"""How many commands of one comment are carried out. The reply mentions the others."""

MOST_PER_AUTHOR = 200
"""How many commands of one person are carried out before the card is written."""

MOST_PER_TURN = 400
"""How many commands in all are carried out before the card is written. The run then continues, within its budget."""


LONGEST_SHOWN = 60
"""How many characters of a line are repeated in a reply about the lines that were done."""


@dataclass(frozen=True)
class Answer:
    """The entries and messages that the commands of one comment led to."""

    comment: Comment
    entries: tuple[e.Entry, ...]
    messages: tuple[Message, ...]

    @property
    def key(self) -> str:
        """Return the key of the reply, so that it is posted once."""
        return f"reply:{self.comment.id}"


@dataclass(frozen=True)
class CommentAnswers:
    """The answers to the comments of one turn."""

    answers: tuple[Answer, ...] = ()
    unfinished: bool = False
    """Whether more comments wait."""


def answer_comments(context: Context, entries: tuple[e.Entry, ...], *, all_at_once: bool = False) -> CommentAnswers:
    """Answer responders' comments in the order in which they were posted. Each sees what those before it changed.

    One turn answers a limited number of commands, except when a record is rebuilt, which must happen `all_at_once`.
    """
    queue = _private_first(queue_comments(context, entries), context, entries)
    turn = queue.responders if all_at_once else _next_turn(queue.responders, context)
    unfinished = queue.unfinished or len(turn) < len(queue.responders)
    found: list[Answer] = []
    for comment in turn:
        try:
            answer = _answer(comment, context, entries, first=not found)
        except CreationLimitReached:
            return CommentAnswers(tuple(found), unfinished=True)
        if answer is not None:
            found.append(answer)
            entries += answer.entries
    return CommentAnswers(tuple(found), unfinished)


def _private_first(queue: Queue, context: Context, entries: tuple[e.Entry, ...]) -> Queue:
    """Answer `/private` before anything else that waits, so that no other answer shows the incident once more."""
    if context.incident(entries) is None:
        return queue
    ordered = sorted(
        queue.responders, key=lambda each: all(one.word != PRIVATE for one in tool_commands(each, context.process))
    )
    return replace(queue, responders=tuple(ordered))


def _next_turn(comments: tuple[Comment, ...], context: Context) -> tuple[Comment, ...]:
    """Return the comments of this turn. If a person has too many commands, their further comments wait."""
    taken: list[Comment] = []
    left: set[str] = set()
    commands: Counter[str] = Counter()
    for comment in comments:
        author, size = (
            comment.author.login.casefold(),
            min(len(tool_commands(comment, context.process)), MOST_PER_COMMENT),
        )
        if commands.total() + size > MOST_PER_TURN:
            break
        if author in left or commands[author] + size > MOST_PER_AUTHOR:
            left.add(author)
            continue
        commands[author] += size
        taken.append(comment)
    return tuple(taken)


@dataclass(frozen=True)
class _Outcome:
    """What one command led to."""

    asked: SlashCommand
    decision: Decision
    refusal: Refusal | None


def _answer(comment: Comment, context: Context, known: tuple[e.Entry, ...], *, first: bool) -> Answer | None:
    """Answer one comment, or return None if it has no command for the tool or may still prove to be unedited.

    Raises CreationLimitReached if the run has created as much as it may. If the comment is the `first` of a turn, its
    further commands are refused instead, since no later run could carry them out either.
    """
    if may_prove_unedited(comment, context):
        return None
    asked = tool_commands(comment, context.process)
    outcomes, read = _run_commands(comment, asked[:MOST_PER_COMMENT], context, known, first=first)
    entries = tuple(entry for each in outcomes for entry in each.decision.entries)
    replies: list[Message] = [message for each in outcomes for message in each.decision.messages]
    refusals: list[Message] = [each.refusal for each in outcomes if each.refusal]
    rest = _request(comment, SlashCommand("", "", len(asked)), context, known + entries)
    if (len(asked) > read or is_cut_off(comment.body)) and (rest.incident or rest.item):
        too_much = TooMuch("", read if read < len(asked) else MOST_PER_COMMENT)
        refusals.append(too_much)
        entries += (refusal_entry(SlashCommand("", "", len(asked)), rest, too_much),)
    if not entries:
        return None
    if any(isinstance(entry, e.MadePrivate) for entry in entries):
        moved = tuple(each for each in (*replies, *refusals) if isinstance(each, IncidentMoved))
        return Answer(comment, entries, moved)
    messages = () if comment.author.bot else (*_parts_done(outcomes), *replies, *refusals)  # a bot reads no replies
    return Answer(comment, entries, tuple(dict.fromkeys(messages)))


def _run_commands(
    comment: Comment, asked: tuple[SlashCommand, ...], context: Context, known: tuple[e.Entry, ...], *, first: bool
) -> tuple[list[_Outcome], int]:
    """Run a comment's commands in order; return what they led to, and how many of the comment's were read."""
    found: list[_Outcome] = []
    if context.incident(known):
        asked = tuple(sorted(asked, key=lambda each: each.word != PRIVATE))
    for place, each in enumerate(asked):
        request = _request(comment, each, context, known)
        if not _is_for_us(each, request):
            continue
        try:
            decision, refusal = run_command(each, request, BY_WORD)
        except CreationLimitReached:
            if not first:
                raise
            return found, place
        known += decision.entries
        found.append(_Outcome(each, decision, refusal))
    return found, len(asked)


def _parts_done(outcomes: list[_Outcome]) -> tuple[PartlyDone, ...]:
    """Return which lines were done and which not, if a comment has both."""
    done = tuple(_as_typed(each.asked) for each in outcomes if not each.refusal)
    refused = tuple(_as_typed(each.asked) for each in outcomes if each.refusal)
    return (PartlyDone(done, refused),) if done and refused else ()


def _as_typed(asked: SlashCommand) -> str:
    """Return the beginning of a command's line, as somebody typed it."""
    line = f"/{asked.typed_as or asked.word} {asked.rest if not asked.typed_as else ''}".strip()
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


def _request(comment: Comment, asked: SlashCommand, context: Context, entries: tuple[e.Entry, ...]) -> CommandRequest:
    incident = context.incident(entries)
    return CommandRequest(
        context.for_incident(incident), comment, asked.index, incident, entries, context.item(entries)
    )


def _is_for_us(asked: SlashCommand, request: CommandRequest) -> bool:
    """Return whether a command is for the tool.

    Other bots use slash commands too, so on an ordinary issue only commands that declare an incident count. Commands
    written before the declaration never run, except those in further lines of the declaring comment.
    """
    if request.item is not None:
        return request.comment.is_since(request.item.opened)
    if request.incident is None:
        return asked.word in DECLARING_WORDS
    comment = request.comment
    return comment.is_since(request.incident.declared) or comment.id == declaring_comment(request.entries)
