"""Run one slash command if it exists, fits the issue, is unedited and permitted."""

from __future__ import annotations

from collections.abc import Mapping

from incident_actions.contract.decision import CommandRequest, Context, Decision, Refused
from incident_actions.contract.questions import COULD_NOT_CHECK, RoleOf
from incident_actions.engine.commands.command import Command, Place
from incident_actions.engine.commands.edited_comments import refuse_edited
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.person import GHOST, Person
from incident_actions.model.process.permission import is_enough, needed_item_role
from incident_actions.text.messages import CouldNotCheck, MayNot, NotHere, Refusal, UnknownCommand
from incident_actions.text.slash_grammar import SlashCommand, nearest_word


def run_command(
    asked: SlashCommand, request: CommandRequest, registry: Mapping[str, Command]
) -> tuple[Decision, Refusal | None]:
    """Run one command with its author's permission.

    If it is refused, return the entry for that and the refusal to post.
    """
    try:
        return _decide(asked, request, registry), None
    except Refused as refused:
        return Decision((refusal_entry(asked, request, refused.refusal),)), refused.refusal


def _decide(asked: SlashCommand, request: CommandRequest, registry: Mapping[str, Command]) -> Decision:
    """Return the decision of a command that exists, fits the issue, is unedited and permitted; raises Refused."""
    refuse_edited(request.comment, asked.word, request.context)
    command = _find_command(asked, request.item, registry)
    person = request.authority or request.comment.author
    needed = needed_item_role(command.word, request.item, request.comment.author, request.process)
    actual = role_of(person, request.context)
    if actual == COULD_NOT_CHECK:
        raise Refused(CouldNotCheck(asked.word, person.login))
    if not is_enough(actual, needed):
        raise Refused(MayNot(asked.word, person.login, needed, actual))
    return command.decide(asked, request)


def _find_command(asked: SlashCommand, item: ActionItem | None, registry: Mapping[str, Command]) -> Command:
    place: Place = "action item" if item else "incident"
    command = registry.get(asked.word)
    if command is None:
        here = (word for word, each in registry.items() if each.works_on(place))
        raise Refused(UnknownCommand(asked.word, nearest_word(asked.word, here) or ""))
    if not command.works_on(place):
        raise Refused(NotHere(asked.word, command.place))
    return command


def refusal_entry(asked: SlashCommand, request: CommandRequest, refusal: Refusal) -> e.CommandRefused:
    """Return the entry for a refused command."""
    return e.CommandRefused(**request.entry_fields(), word=asked.word[:40], reason=type(refusal).__name__)


def role_of(person: Person, context: Context) -> str:
    """Return a person's role. A deleted account has none."""
    return "none" if person == GHOST else context.ask(RoleOf(person.login))
