"""People who may run no command here: each comment gets one reply, and leaves nothing on record.

The reply names the comments that it answers, which is all that later runs need. So nobody without rights can fill the
record, and what they post costs a run no more than asking for their role.
"""

from __future__ import annotations

from dataclasses import dataclass

from incident_actions.commands.grammar import asked_in, nearest
from incident_actions.commands.table import BY_WORD
from incident_actions.commands.waiting import REFUSAL, REFUSALS, floods, line_up, role_of, unheard
from incident_actions.incident import entry as e
from incident_actions.messages import CouldNotCheck, MayNot, Message, RefusalsPaused, UnknownCommand
from incident_actions.process.permission import lowest_needed, needed_on_item
from incident_actions.scene import COULD_NOT_CHECK, View
from incident_actions.snapshot import Comment

MOST = 50
"""How many comments one reply answers at the most, so that it fits into a comment."""


@dataclass(frozen=True, slots=True)
class Refusals:
    """The one reply to all comments of strangers that wait: its words, its key, and the comments that it answers."""

    comments: tuple[Comment, ...] = ()
    says: tuple[Message, ...] = ()
    unfinished: bool = False

    @property
    def key(self) -> str:
        """Name every comment that the reply answers, so that no other reply is posted for them."""
        return " ".join(f"{REFUSAL}:{each.id}" for each in self.comments)


NOBODY = Refusals()


def refusals(view: View, entries: tuple[e.Entry, ...]) -> Refusals:
    """Refuse what strangers asked for, in one reply; of a flood only the comment with which it began is answered."""
    strangers = line_up(view, entries).strangers
    flooding = floods(unheard(view, entries))
    answered = [each for each in strangers if flooding.get(each.id, each.id) == each.id]
    says = (_refusal(each, view, entries, flooding=each.id in flooding) for each in answered[:MOST])
    return Refusals(tuple(answered[:MOST]), tuple(dict.fromkeys(says)), unfinished=len(answered) > MOST)


def _refusal(comment: Comment, view: View, entries: tuple[e.Entry, ...], *, flooding: bool) -> Message:
    login = comment.author.login
    if flooding:
        return RefusalsPaused(login, REFUSALS, lowest_needed(BY_WORD, view.process))
    words = [asked.word for asked in asked_in(comment.body)]
    word = next((each for each in words if each in BY_WORD), "")
    if not word:
        return UnknownCommand(words[0], nearest(words[0], BY_WORD) or "")
    actual = role_of(comment.author, view)
    if actual == COULD_NOT_CHECK:
        return CouldNotCheck(word, login)
    return MayNot(word, login, needed_on_item(word, view.item(entries), comment.author, view.process), actual)
