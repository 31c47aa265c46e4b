"""Who does what: `/ic @u`, `/comms @u`, `/tech @u`, `/scribe @u`, `/role <name> @u`, `/take <role>`."""

from __future__ import annotations

import re

from incident_actions.contract.accounts import id_shown
from incident_actions.contract.decision import CommandRequest, Decision, Refused
from incident_actions.contract.questions import COULD_NOT_CHECK, RoleOf
from incident_actions.engine.commands.command import Command, wrong_form
from incident_actions.model.incident.entry import RoleTaken
from incident_actions.model.process.people import Role
from incident_actions.text.messages import CouldNotCheck, NotAPerson, RoleGiven, UnknownRole
from incident_actions.text.slash_grammar import SlashCommand

ROLE = "/role <name> @user"
TAKE = "/take <role>"
SHORT = {"ic": "commander", "comms": "comms", "tech": "tech", "scribe": "scribe"}
LOGIN = re.compile(r"@?([A-Za-z0-9](?:[A-Za-z0-9_-]{0,38}))")
"""An account of an enterprise has its short code behind an underscore.

https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
"""


def person_in(text: str, asked: SlashCommand, request: CommandRequest, usage: str) -> str:
    """The person that a text names, who must have access to the repository."""
    found = LOGIN.fullmatch(text.strip())
    if found is None:
        raise wrong_form(asked, usage)
    login = found[1]
    role = request.context.ask(RoleOf(login))
    if role == COULD_NOT_CHECK:
        raise Refused(CouldNotCheck(asked.word, login))
    if role == "none":
        raise Refused(NotAPerson(asked.word, login))
    return login


def known(name: str, asked: SlashCommand, request: CommandRequest) -> Role:
    """The role of the process that a text names."""
    role = request.process.role(SHORT.get(name.lower(), name))
    if role is None:
        raise Refused(UnknownRole(asked.word, tuple(each.key for each in request.process.roles)))
    return role


def apart(role: Role, person: str, request: CommandRequest) -> tuple[str, ...]:
    """The roles that a person holds and that the process wants to be another person's than this one."""
    held = request.incident.roles if request.incident else {}
    others = (each for each in request.process.roles if held.get(each.key, "").casefold() == person.casefold())
    return tuple(each.name for each in others if request.process.must_differ(role.key, each.key))


def _given(role: Role, person: str, request: CommandRequest) -> Decision:
    """Give it; that the process wants two people for two roles is said, and refuses nothing: at night they are few."""
    oneself = person.casefold() == request.asker.casefold()
    told = RoleGiven(person, role.name, role.duties, "" if oneself else request.asker, apart(role, person, request))
    held = request.incident is not None and request.incident.roles.get(role.key) == person
    silent = oneself and (held or not (told.duties or told.apart))
    account = id_shown(person, request.context)
    taken = RoleTaken(**request.stamp(), role=role.key, person=person, person_id=account, name=role.name)
    return Decision((taken,), () if silent else (told,))


def _short(word: str) -> Command:
    usage = f"/{word} @user"

    def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
        """Hand the role to a person; the word alone takes it oneself."""
        role = known(word, asked, request)
        person = person_in(asked.rest, asked, request, usage) if asked.rest else request.asker
        return _given(role, person, request)

    return Command(word, usage, f"hand out the role {SHORT[word]}; without a name you take it", decide)


def role(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Hand any role of the process to a person."""
    name, _, given = asked.rest.rpartition(" ")
    if not name:
        raise wrong_form(asked, ROLE)
    return _given(known(name.strip(), asked, request), person_in(given, asked, request, ROLE), request)


def take(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Take any role of the process."""
    if not asked.rest:
        raise wrong_form(asked, TAKE)
    return _given(known(asked.rest, asked, request), request.asker, request)


ROLES = (
    *map(_short, SHORT),
    Command("role", ROLE, "hand out any role of the process", role),
    Command("take", TAKE, "take a role", take),
)
