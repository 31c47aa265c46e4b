"""Refuse people who may run no command here: each comment gets one reply, and leaves nothing on record.

The reply names the comments that it answers, which is all that later runs need. So nobody without rights can fill the
record, and their comments cost a run no more than asking for their role.
"""

from __future__ import annotations

from incident_actions.contract.decision import Context
from incident_actions.contract.issue import Comment
from incident_actions.contract.questions import COULD_NOT_CHECK
from incident_actions.engine.commands.able_people import role_of
from incident_actions.engine.commands.command import Place
from incident_actions.engine.commands.dispatch import unknown_command
from incident_actions.engine.commands.registry import BY_WORD, list_commands
from incident_actions.engine.commands.waiting_comments import (
    HELP_WORD,
    MOST_REFUSALS,
    REFUSAL_KEY,
    find_floods,
    least_role,
    queue_comments,
    tool_commands,
    unanswered_comments,
)
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.process.permission import is_enough, needed_item_role, needed_role
from incident_actions.text.messages import CouldNotCheck, MayNot, Message, MovedAlready, RefusalsPaused

MOST_SENTENCES = 250
"""How many sentences one reply has at most, so that it fits into a comment. Further comments wait."""

MOST_UNKNOWN = 3
"""How many unknown commands of a comment get a sentence of their own."""


@dataclass(frozen=True)
class Refusals:
    """The one reply to all waiting comments of strangers, and the comments that it answers."""

    comments: tuple[Comment, ...] = ()
    messages: tuple[Message, ...] = ()
    unfinished: bool = False

    @property
    def key(self) -> str:
        """Return a key that names every comment that the reply answers, so that no other reply is posted for them."""
        return " ".join(f"{REFUSAL_KEY}:{each.id}" for each in self.comments)


NO_REFUSALS = Refusals()


def refuse_strangers(context: Context, entries: tuple[e.Entry, ...]) -> Refusals:
    """Refuse the commands of strangers in one reply. Of a flood, only the first comment is answered."""
    strangers = queue_comments(context, entries).strangers
    flooding = find_floods(unanswered_comments(context, entries))
    answered: list[Comment] = []
    replies: dict[Message, None] = {}
    for comment in strangers:
        first = flooding.get(comment.id)
        if first in (None, comment.id):
            more = _reply(comment, context, entries) if first is None else (_pause(comment, context),)
            if len(replies) + len(more) > MOST_SENTENCES:
                return Refusals(tuple(answered), tuple(replies), unfinished=True)
            replies |= dict.fromkeys(more)
            answered.append(comment)
    return Refusals(tuple(answered), tuple(replies))


def _pause(comment: Comment, context: Context) -> Message:
    return RefusalsPaused(comment.author.login, MOST_REFUSALS, least_role(context.process))


def _reply(comment: Comment, context: Context, entries: tuple[e.Entry, ...]) -> tuple[Message, ...]:
    """Return why each command was not run, and the list of commands for whoever may see it."""
    login, actual = comment.author.login, role_of(comment.author, context)
    item, incident = context.item(entries), context.incident(entries)
    if incident and incident.private:
        return (MovedAlready("", incident.private),)
    lead = incident.roles.get("commander", "") if incident else ""
    asked = {each.word: each for each in reversed(tool_commands(comment, context.process))}
    words = list(reversed(asked))
    replies: list[Message] = []
    for word in words:
        if word == HELP_WORD and is_enough(actual, needed_role(HELP_WORD, context.process)):
            replies.append(list_commands("action item" if item else "incident", context.process))
        elif word in BY_WORD and actual == COULD_NOT_CHECK:
            replies.append(CouldNotCheck(word, login))
        elif word in BY_WORD:
            needed = needed_item_role(word, item, comment.author, context.process)
            replies.append(MayNot(word, login, needed, actual, lead=lead))
    unknown = [each for word, each in asked.items() if word not in BY_WORD][-MOST_UNKNOWN:]
    place: Place = "action item" if item else "incident"
    return (*replies, *(unknown_command(each, place, BY_WORD, context.process) for each in reversed(unknown)))
