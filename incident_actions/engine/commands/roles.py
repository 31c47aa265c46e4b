"""Assign roles: `/ic @u`, `/comms @u`, `/tech @u`, `/scribe @u`, `/role <name> @u`, `/take <role>`."""

from __future__ import annotations

import re

from incident_actions.contract.accounts import known_id
from incident_actions.contract.decision import CommandRequest, Decision, Refused
from incident_actions.contract.questions import COULD_NOT_CHECK, RoleOf
from incident_actions.engine.commands.command import Command, wrong_form
from incident_actions.model.incident.entry import RoleTaken
from incident_actions.model.process.people import Role
from incident_actions.text.messages import CouldNotCheck, NotAPerson, RoleGiven, UnknownRole
from incident_actions.text.slash_grammar import SlashCommand

ROLE = "/role <name> @user"
TAKE = "/take <role>"
SHORT_NAMES = {"ic": "commander", "comms": "comms", "tech": "tech", "scribe": "scribe"}
LOGIN = re.compile(r"@?([A-Za-z0-9](?:[A-Za-z0-9_-]{0,38}))")
"""Logins of managed enterprise accounts end with an underscore and a short code.

https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
"""


def named_person(text: str, asked: SlashCommand, request: CommandRequest, usage: str) -> str:
    """Return the login that a text names. The person must have access to the repository."""
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


def find_role(name: str, asked: SlashCommand, request: CommandRequest) -> Role:
    """Return the role of the process that a text names."""
    role = request.process.role(SHORT_NAMES.get(name.lower(), name))
    if role is None:
        raise Refused(UnknownRole(asked.word, tuple(each.key for each in request.process.roles)))
    return role


def conflicting_roles(role: Role, person: str, request: CommandRequest) -> tuple[str, ...]:
    """Return the roles that a person holds and that the process wants somebody else to hold."""
    held = request.incident.roles if request.incident else {}
    others = (each for each in request.process.roles if held.get(each.key, "").casefold() == person.casefold())
    return tuple(each.name for each in others if request.process.must_differ(role.key, each.key))


def _assign(role: Role, person: str, request: CommandRequest) -> Decision:
    """Assign a role. If the process wants different people for two roles, the reply says so, but nothing is refused."""
    oneself = person.casefold() == request.asker.casefold()
    told = RoleGiven(
        person, role.name, role.duties, "" if oneself else request.asker, conflicting_roles(role, person, request)
    )
    held = request.incident is not None and request.incident.roles.get(role.key) == person
    silent = oneself and (held or not (told.duties or told.apart))
    account = known_id(person, request.context)
    taken = RoleTaken(**request.entry_fields(), role=role.key, person=person, person_id=account, name=role.name)
    return Decision((taken,), () if silent else (told,))


def _role_command(word: str) -> Command:
    usage = f"/{word} @user"

    def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
        """Hand the role to a person; the word alone takes it oneself."""
        role = find_role(word, asked, request)
        person = named_person(asked.rest, asked, request, usage) if asked.rest else request.asker
        return _assign(role, person, request)

    return Command(word, usage, f"hand out the role {SHORT_NAMES[word]}; without a name you take it", decide)


def assign_role(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Assign any role of the process."""
    name, _, given = asked.rest.rpartition(" ")
    if not name:
        raise wrong_form(asked, ROLE)
    return _assign(find_role(name.strip(), asked, request), named_person(given, asked, request, ROLE), request)


def take_role(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Take any role of the process."""
    if not asked.rest:
        raise wrong_form(asked, TAKE)
    return _assign(find_role(asked.rest, asked, request), request.asker, request)


ROLE_COMMANDS = (
    *map(_role_command, SHORT_NAMES),
    Command("role", ROLE, "hand out any role of the process", assign_role),
    Command("take", TAKE, "take a role", take_role),
)
