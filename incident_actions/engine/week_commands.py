"""The commands on the issue of a week's action items: everybody can snooze their own reminders there."""

from __future__ import annotations

from incident_actions.action_items.digest import DIGEST
from incident_actions.contract import card_comment
from incident_actions.contract.decision import CommandRequest, Context, Decision, Refused, cut_text
from incident_actions.contract.issue import Comment
from incident_actions.engine.commands.able_people import role_of
from incident_actions.engine.commands.answering import Answer
from incident_actions.engine.commands.dispatch import refusal_entry
from incident_actions.engine.commands.edited_comments import may_prove_unedited, refuse_edited
from incident_actions.engine.commands.item_commands import snoozed_until
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.commands.waiting_comments import tool_commands, unanswered_comments
from incident_actions.model.incident import entry as e
from incident_actions.model.process.permission import is_enough, needed_role
from incident_actions.text.messages import Message, OnlySnoozeHere
from incident_actions.text.slash_grammar import SlashCommand

WORD = "snooze"


def answer_week_comments(context: Context, entries: tuple[e.Entry, ...]) -> tuple[Answer, ...]:
    """Answer the comments of people who get reminders here, or who may snooze an action item. Others get no answer."""
    waiting = (each for each in unanswered_comments(context, entries) if not may_prove_unedited(each, context))
    asked = ((each, _first_commands(each, context)) for each in waiting)
    return tuple(
        _answer(each, commands, context) for each, commands in asked if commands and _may_snooze(each, context)
    )


def _first_commands(comment: Comment, context: Context) -> tuple[SlashCommand, ...]:
    """Return the commands of a comment that are the tool's own, each word once."""
    own = {each.word: each for each in reversed(tool_commands(comment, context.process)) if each.word in BY_WORD}
    return tuple(sorted(own.values(), key=lambda each: each.index))


def _may_snooze(comment: Comment, context: Context) -> bool:
    """Return whether somebody got a digest here, or has the role that `/snooze` needs."""
    posted = card_comment.posted_keys(context.snapshot.comments, context.snapshot)
    mine = f"{DIGEST}{comment.author.login.casefold()}:"
    if any(key.startswith(mine) for key in posted):
        return True
    return is_enough(role_of(comment.author, context), needed_role(WORD, context.process))


def _answer(comment: Comment, commands: tuple[SlashCommand, ...], context: Context) -> Answer:
    entries: list[e.Entry] = []
    replies: list[Message] = []
    for asked in commands:
        request = CommandRequest(context, comment, asked.index)
        try:
            refuse_edited(comment, asked.word, context)
            entries += _snooze_person(asked, request).entries
        except Refused as refused:
            entries.append(refusal_entry(asked, request, refused.refusal))
            replies.append(refused.refusal)
    return Answer(comment, tuple(entries), tuple(dict.fromkeys(replies)))


def _snooze_person(asked: SlashCommand, request: CommandRequest) -> Decision:
    if asked.word != WORD:
        raise Refused(OnlySnoozeHere(asked.word))
    until, reason = snoozed_until(asked, request)
    return Decision((e.PersonSnoozed(**request.entry_fields(), until=until, reason=cut_text(reason)),))
