"""Run one slash command if it exists, fits the issue, is unedited and permitted."""

from __future__ import annotations

from collections.abc import Mapping

from incident_actions.contract.decision import CommandRequest, Decision, Refused
from incident_actions.contract.questions import COULD_NOT_CHECK
from incident_actions.engine.commands import suggestion
from incident_actions.engine.commands.able_people import able_people, role_of
from incident_actions.engine.commands.command import Command, Place
from incident_actions.engine.commands.edited_comments import refuse_edited
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident import entry as e
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.permission import is_enough, needed_item_role
from incident_actions.model.process.process import Process
from incident_actions.text.messages import (
    CannotUndo,
    CouldNotCheck,
    MayNot,
    MovedAlready,
    NotHere,
    NotInDrill,
    OneCommandPerLine,
    Refusal,
    UnknownCommand,
)
from incident_actions.text.slash_grammar import SlashCommand

TEXT_WORDS = ("update", "publish", "note", "impact", "action", "hotfix", "maintenance")
"""The commands whose text may well begin with a word and the name of a command."""

NOT_IN_DRILLS = ("action", "duplicate", "freeze", "maintenance", "private", "rollback", "unfreeze")
"""The commands that change something real, or somebody else's issue."""

_SECOND = lazy_pattern(
    r"(?:(?P<first>[^\s/]+)[ \t]+)?(?:(?:and|&|\+|,|;|then)[ \t]+)?/(?P<word>[A-Za-z-]+)(?P<rest>(?:[ \t].*)?)"
)


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
    if request.incident and request.incident.private:
        raise Refused(MovedAlready("", request.incident.private))
    asked = _follow_branch(asked, registry)
    refuse_edited(request.comment, asked.word, request.context)
    command = _find_command(asked, request, registry)
    if not request.process.is_noting_bot(request.comment.author):  # those get no further than to their own commands
        _check_role(asked, command, request)
    if lines := _separate_commands(asked, registry):
        raise Refused(OneCommandPerLine(asked.word, lines))
    if request.incident and request.incident.drill and command.word in NOT_IN_DRILLS:
        raise Refused(NotInDrill(asked.word))
    return command.decide(asked, request)


def _check_role(asked: SlashCommand, command: Command, request: CommandRequest) -> None:
    """Raise Refused for somebody whose role is not enough, or could not be checked."""
    person = request.authority or request.comment.author
    needed = needed_item_role(command.word, request.item, request.comment.author, request.process)
    actual = role_of(person, request.context)
    if actual == COULD_NOT_CHECK:
        raise Refused(CouldNotCheck(asked.word, person.login))
    if not is_enough(actual, needed):
        raise Refused(MayNot(asked.word, person.login, needed, actual, able=able_people(needed, request)))


def _follow_branch(asked: SlashCommand, registry: Mapping[str, Command]) -> SlashCommand:
    """Return `/postmortem accept <reason>` as `/accept <reason>`, which may need another role."""
    command, (first, _, rest) = registry.get(asked.word), asked.rest.partition(" ")
    if command is None or first.lower() not in command.branches:
        return asked
    return replace(asked, word=first.lower(), rest=rest.strip())


def _find_command(asked: SlashCommand, request: CommandRequest, registry: Mapping[str, Command]) -> Command:
    place: Place = "action item" if request.item else "incident"
    command = registry.get(asked.word)
    if command is None:
        raise Refused(unknown_command(asked, place, registry, request.process))
    if not command.works_on(place):
        raise Refused(NotHere(asked.word, command.place, suggestion.word_instead(asked, place)))
    return command


def unknown_command(asked: SlashCommand, place: Place, registry: Mapping[str, Command], process: Process) -> Refusal:
    """Return the refusal of a word that is no command, with what was probably meant."""
    typed = asked.typed_as or asked.word
    if suggestion.wants_undo(asked):
        return CannotUndo(typed[:40])
    return UnknownCommand(typed[:40], suggestion.suggest_command(asked, place, registry, process))


def _separate_commands(asked: SlashCommand, registry: Mapping[str, Command]) -> tuple[str, ...]:
    """Return the lines to type instead of one line that holds two commands, or nothing if it holds one."""
    found = _SECOND.fullmatch(asked.rest)
    if found is None or found["word"].lower() not in registry or (asked.word in TEXT_WORDS and found["first"]):
        return ()
    return f"/{asked.word} {found['first'] or ''}".strip(), f"/{found['word'].lower()}{found['rest']}"


def refusal_entry(asked: SlashCommand, request: CommandRequest, refusal: Refusal) -> e.CommandRefused:
    """Return the entry for a refused command. On a private incident, not even its word is kept."""
    word = "" if isinstance(refusal, MovedAlready) else asked.word[:40]
    return e.CommandRefused(**request.entry_fields(), word=word, reason=type(refusal).__name__)
