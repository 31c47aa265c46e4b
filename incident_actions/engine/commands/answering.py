"""Answer every waiting command in order, each with its author's permission, exactly once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from incident_actions.contract.decision import CommandRequest, Context, CreationLimitReached
from incident_actions.contract.issue import Comment
from incident_actions.engine.commands.dispatch import refusal_entry, run_command
from incident_actions.engine.commands.edited_comments import may_prove_unedited
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.commands.waiting_comments import DECLARING_WORDS, declaring_comment, queue_comments
from incident_actions.model.incident import entry as e
from incident_actions.text.messages import Message, TooMuch
from incident_actions.text.slash_grammar import SlashCommand, commands_in, is_cut_off

MOST_PER_COMMENT = 200
"""How many commands of one comment are carried out. The reply mentions the others."""

MOST_PER_AUTHOR = 200
"""How many commands of one person are carried out before the card is written."""

MOST_PER_TURN = 400
"""How many commands in all are carried out before the card is written. The run then continues, within its budget."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The entries and messages that the commands of one comment led to."""

    comment: Comment
    entries: tuple[e.Entry, ...]
    messages: tuple[Message, ...]

    @property
    def key(self) -> str:
        """Return the key of the reply, so that it is posted once."""
        return f"reply:{self.comment.id}"


@dataclass(frozen=True, slots=True)
class CommentAnswers:
    """The answers to the comments of one turn."""

    answers: tuple[Answer, ...] = ()
    unfinished: bool = False
    """Whether more comments wait."""


def answer_comments(context: Context, entries: tuple[e.Entry, ...], *, all_at_once: bool = False) -> CommentAnswers:
    """Answer responders' comments in the order in which they were posted. Each sees what those before it changed.

    One turn answers a limited number of commands, except when a record is rebuilt, which must happen `all_at_once`.
    """
    queue = queue_comments(context, entries)
    turn = queue.responders if all_at_once else _next_turn(queue.responders)
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


def _next_turn(comments: tuple[Comment, ...]) -> tuple[Comment, ...]:
    """Return the comments of this turn. If a person has too many commands, their further comments wait."""
    taken: list[Comment] = []
    left: set[str] = set()
    commands: Counter[str] = Counter()
    for comment in comments:
        author, size = comment.author.login.casefold(), min(len(commands_in(comment.body)), MOST_PER_COMMENT)
        if commands.total() + size > MOST_PER_TURN:
            break
        if author in left or commands[author] + size > MOST_PER_AUTHOR:
            left.add(author)
            continue
        commands[author] += size
        taken.append(comment)
    return tuple(taken)


def _answer(comment: Comment, context: Context, known: tuple[e.Entry, ...], *, first: bool) -> Answer | None:
    """Answer one comment, or return None if it has no command for the tool or may still prove to be unedited.

    Raises CreationLimitReached if the run has created as much as it may. If the comment is the `first` of a turn, its
    further commands are refused instead, since no later run could carry them out either.
    """
    if may_prove_unedited(comment, context):
        return None
    asked = commands_in(comment.body)
    entries: tuple[e.Entry, ...] = ()
    says: list[Message] = []
    refusals: list[Message] = []
    most = MOST_PER_COMMENT
    for place, each in enumerate(asked[:MOST_PER_COMMENT]):
        request = _request(comment, each, context, known + entries)
        if not _is_for_us(each, request):
            continue
        try:
            decision, refusal = run_command(each, request, BY_WORD)
        except CreationLimitReached:
            if not first:
                raise
            most = place
            break
        entries += decision.entries
        refusals.extend((refusal,) if refusal else ())
        says.extend(decision.messages)
    rest = _request(comment, SlashCommand("", "", len(asked)), context, known + entries)
    if (len(asked) > most or is_cut_off(comment.body)) and (rest.incident or rest.item):
        refusals.append(TooMuch("", most))
        entries += (refusal_entry(SlashCommand("", "", len(asked)), rest, TooMuch("", most)),)
    return Answer(comment, entries, tuple(dict.fromkeys((*says, *refusals)))) if entries else None


def _request(comment: Comment, asked: SlashCommand, context: Context, entries: tuple[e.Entry, ...]) -> CommandRequest:
    return CommandRequest(context, comment, asked.index, context.incident(entries), entries, context.item(entries))


def _is_for_us(asked: SlashCommand, request: CommandRequest) -> bool:
    """Return whether a command is for the tool.

    Other bots use slash commands too, so on an ordinary issue only commands that declare an incident count. Commands
    written before the declaration never run, except those in further lines of the declaring comment.
    """
    if request.item is not None:
        return request.comment.created >= request.item.opened
    if request.incident is None:
        return asked.word in DECLARING_WORDS
    return request.comment.created >= request.incident.declared or request.comment.id == declaring_comment(
        request.entries
    )
