"""Answer every command that no entry has answered yet: in order, each under its own permission, exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from incident_actions.commands.command import Command, Place
from incident_actions.commands.grammar import Asked, asked_in, leaves_out, may_hold_command, nearest
from incident_actions.commands.table import BY_WORD
from incident_actions.incident import entry as e
from incident_actions.incident.action_item import ActionItem
from incident_actions.incident.action_item import fold as fold_item
from incident_actions.incident.incident import fold
from incident_actions.messages import (
    CouldNotCheck,
    EditedBeforeRead,
    MayNot,
    Message,
    NotHere,
    Refusal,
    TooMuch,
    UnknownCommand,
)
from incident_actions.process.permission import enough, needed_on_item
from incident_actions.scene import COULD_NOT_CHECK, Decision, Refused, Scene, View
from incident_actions.snapshot import GHOST, Comment

TOO_MANY = 200
"""How many commands of one comment are carried out; nobody means more, and each may cost requests. It is said."""

BEGINS = ("declare", "replay")
"""The commands that make an incident of an issue."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the commands of one comment came to."""

    comment: Comment
    entries: tuple[e.Entry, ...]
    says: tuple[Message, ...]

    @property
    def key(self) -> str:
        """What makes the one reply to the comment be said once."""
        return f"reply:{self.comment.id}"


def answers(view: View, entries: tuple[e.Entry, ...]) -> tuple[Answer, ...]:
    """Answer the comments in the order in which they were written; each sees what those before it changed."""
    found = []
    for comment in unanswered(view, entries):
        answer = _answer(comment, view, entries)
        if answer is not None:
            found.append(answer)
            entries += answer.entries
    return tuple(found)


def unanswered(view: View, entries: tuple[e.Entry, ...]) -> Iterator[Comment]:
    """The comments by people that may hold commands and that no entry answers; this run's own as its event has it."""
    heard = {entry.comment for entry in entries}
    posted = {comment.id: comment for comment in view.snapshot.comments}
    event = view.snapshot.event_comment
    if event is not None:
        posted[event.id] = event
    for number in sorted(posted):
        comment = posted[number]
        if number not in heard and not comment.author.bot and not comment.author.same(view.snapshot.bot):
            yield from (comment,) if may_hold_command(comment.body) else ()


def _answer(comment: Comment, view: View, known: tuple[e.Entry, ...]) -> Answer | None:
    """Answer one comment; None where nothing in it is meant for us."""
    asked = asked_in(comment.body)
    entries: tuple[e.Entry, ...] = ()
    says: list[Message] = []
    refusals: list[Message] = []
    for each in asked[:TOO_MANY]:
        scene = _scene(comment, each, view, known + entries)
        if not _concerns(each, scene):
            continue
        decision, refusal = heard(each, scene)
        refusals.extend((refusal,) if refusal else ())
        entries += decision.entries
        says.extend(decision.says)
    rest = _scene(comment, Asked("", "", len(asked)), view, known + entries)
    if (len(asked) > TOO_MANY or leaves_out(comment.body)) and (rest.incident or rest.item):
        refusals.append(TooMuch("", TOO_MANY))
        entries += (_turned(Asked("", "", len(asked)), rest, TooMuch("", TOO_MANY)),)
    return Answer(comment, entries, tuple(dict.fromkeys((*says, *refusals)))) if entries else None


def heard(asked: Asked, scene: Scene) -> tuple[Decision, Refusal | None]:
    """Answer one command; where it is turned down that is the fact, and the refusal is to be said."""
    try:
        return _decide(asked, scene), None
    except Refused as refused:
        return Decision((_turned(asked, scene, refused.refusal),)), refused.refusal


def _scene(comment: Comment, asked: Asked, view: View, entries: tuple[e.Entry, ...]) -> Scene:
    incident = fold(view.snapshot.issue.number, entries)
    return Scene(view, comment, asked.index, incident, entries, fold_item(entries))


def _concerns(asked: Asked, scene: Scene) -> bool:
    """Whether a command is ours to answer.

    Elsewhere other bots share the slash, so on an issue that is none of ours only what makes it one is heard. What was
    written before an issue became an incident never runs; the comment that declares it may go on in its further lines.
    """
    if scene.item is not None:
        return scene.comment.created >= scene.item.opened
    if scene.incident is None:
        return asked.word in BEGINS
    return scene.comment.created >= scene.incident.declared or scene.comment.id == _declaring_comment(scene.entries)


def _declaring_comment(entries: tuple[e.Entry, ...]) -> int:
    return next((entry.comment for entry in entries if isinstance(entry, e.Declared)), 0)


def _decide(asked: Asked, scene: Scene) -> Decision:
    """Carry a command out if it is known, at its place, unchanged since it was written, permitted; raises Refused."""
    event = scene.view.snapshot.event_comment
    if scene.comment.edited and (event is None or event.id != scene.comment.id):
        raise Refused(EditedBeforeRead(asked.word))
    command = _known(asked, scene.item)
    person = scene.authority or scene.comment.author
    needed = needed_on_item(command.word, scene.item, scene.asker, scene.process)
    actual = "none" if person == GHOST else scene.view.role_of(person.login)
    if actual == COULD_NOT_CHECK:
        raise Refused(CouldNotCheck(asked.word, person.login))
    if not enough(actual, needed):
        raise Refused(MayNot(asked.word, person.login, needed, actual))
    return command.decide(asked, scene)


def _known(asked: Asked, item: ActionItem | None) -> Command:
    place: Place = "action item" if item else "incident"
    command = BY_WORD.get(asked.word)
    if command is None:
        here = (word for word, each in BY_WORD.items() if each.belongs(place))
        raise Refused(UnknownCommand(asked.word, nearest(asked.word, here) or ""))
    if not command.belongs(place):
        raise Refused(NotHere(asked.word, command.place))
    return command


def _turned(asked: Asked, scene: Scene, refusal: Refusal) -> e.Turned:
    return e.Turned(**scene.stamp(), word=asked.word[:40], reason=type(refusal).__name__)
