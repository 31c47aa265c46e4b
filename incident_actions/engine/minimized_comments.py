"""Which comments of the tool to minimize because later ones make up for them, so that an issue stays short.

Only the run that posts the newer reminder, or answers the correction, minimizes the earlier comment. So nobody has to
ask GitHub what is minimized already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context
from incident_actions.contract.effects import Effect, MinimizeComments, MinimizeReason, PostComment, comment_keys
from incident_actions.contract.issue import Comment
from incident_actions.engine.commands.answering import Answer
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.model.incident import entry as e
from incident_actions.model.person import Person
from incident_actions.text.slash_grammar import commands_in

MOST_AT_ONCE = 50
"""How many comments one request minimizes at most; of more, the newest."""

REMINDER = "reminder:"
"""How the key of a reminder begins."""


def outdated_reminders(
    posted: Iterable[Effect], comments: Sequence[Comment], context: Context
) -> tuple[MinimizeComments, ...]:
    """Return the earlier reminders of an action item where a newer one is posted."""
    newer = {
        key for each in posted if isinstance(each, PostComment) for key in each.key.split() if key.startswith(REMINDER)
    }
    if not newer:
        return ()
    keys = {each.node_id: comment_keys(each.body) for each in _own_comments(comments, context)}
    earlier = [node for node, own in keys.items() if any(key.startswith(REMINDER) for key in own) and not own & newer]
    return _minimize(earlier, "OUTDATED")


def corrected_refusals(
    answers: Iterable[Answer], entries: Sequence[e.Entry], context: Context
) -> tuple[MinimizeComments, ...]:
    """Return the refusals that their authors have corrected: their next comment with commands ran as a whole."""
    keys = {f"reply:{number}" for answer in answers if (number := _corrected_comment(answer, entries))}
    if not keys:
        return ()
    own = _own_comments(context.snapshot.comments, context)
    return _minimize([each.node_id for each in own if (said := comment_keys(each.body)) and said <= keys], "RESOLVED")


def _corrected_comment(answer: Answer, entries: Sequence[e.Entry]) -> int:
    """Return the id of the refused comment that this one corrects; 0 for none.

    The refused comment is the last one by the same person, nothing in it ran, and this comment repeats its words;
    for a word that is no command, any other makes up.
    """
    if any(isinstance(entry, e.CommandRefused) for entry in answer.entries):
        return 0
    number = answer.comment.id
    earlier = [entry for entry in entries if 0 < entry.comment < number and _is_by(answer.comment.author, entry)]
    last = max((entry.comment for entry in earlier), default=0)
    before = [entry for entry in earlier if entry.comment == last]
    words = {each.word for each in commands_in(answer.comment.body)}
    return last if all(_is_corrected(entry, words) for entry in before) else 0


def _is_corrected(entry: e.Entry, words: set[str]) -> bool:
    return isinstance(entry, e.CommandRefused) and (entry.word in words or entry.word not in BY_WORD)


def _is_by(person: Person, entry: e.Entry) -> bool:
    if person.id and entry.by_id:
        return person.id == entry.by_id
    return person.login.casefold() == entry.by.casefold()


def _own_comments(comments: Iterable[Comment], context: Context) -> list[Comment]:
    return [each for each in comments if each.node_id and card_comment.is_ours(each, context.snapshot, "")]


def _minimize(nodes: list[str], reason: MinimizeReason) -> tuple[MinimizeComments, ...]:
    return (MinimizeComments(tuple(nodes[-MOST_AT_ONCE:]), reason),) if nodes else ()
