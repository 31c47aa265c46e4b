"""Assign roles: `/ic @u`, `/comms @u`, `/tech @u`, `/scribe @u`, `/role <name> @u`, `/take <role>`."""

from __future__ import annotations

from incident_actions.contract.accounts import canonical_login, known_id
from incident_actions.contract.decision import CommandRequest, Decision, Refused
from incident_actions.contract.questions import COULD_NOT_CHECK, RoleOf
from incident_actions.engine.commands.command import Command, full_text, wrong_form
from incident_actions.model.incident.entry import RoleTaken
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.plain_width import to_plain_width
from incident_actions.model.process.people import Role
from incident_actions.model.process.permission import ROLES, is_enough, lowest_role, needed_role
from incident_actions.model.process.process import Process
from incident_actions.text.messages import (
    CannotRunCommands,
    CouldNotCheck,
    Lacks,
    NotAPerson,
    OnePersonOnly,
    OutsideDrill,
    RoleGiven,
    UnknownRole,
)
from incident_actions.text.slash_grammar import SlashCommand

ROLE = "/role <name> @user"
TAKE = "/take <role>"
RESPONDER_WORDS = ("update", "note")
"""The commands of which somebody must be able to run one, to hold a role or to be paged."""

DECIDING_WORDS = ("sev", "mitigated", "resolve")
"""The commands that whoever decides in an incident needs."""

NEEDED_WORDS = {"comms": ("update", "publish"), "scribe": ("note",)}
"""The commands that the holders of other roles need instead, by the role's key."""

SHORT_NAMES = {"ic": "commander", "comms": "comms", "tech": "tech", "scribe": "scribe"}
NAMES = {
    "ic": "the incident commander",
    "comms": "the communications lead",
    "tech": "the tech lead",
    "scribe": "the scribe",
}
LOGIN = lazy_pattern(r"@?([A-Za-z0-9](?:[A-Za-z0-9_-]{0,38}))")
"""Logins of managed enterprise accounts end with an underscore and a short code.

https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
"""


def named_person(
    text: str, asked: SlashCommand, request: CommandRequest, form: str, *, only_access: bool = False
) -> str:
    """Return the login that a text names, as GitHub spells it; `me` is whoever asks.

    Raises Refused unless the account has access to the repository and may run commands there, or has `only_access`.
    `form` is the command with `@user` in place of the person.
    """
    words = to_plain_width(text).split()
    found = LOGIN.fullmatch(words[0].rstrip(".,:;!")) if words else None
    if found is None:
        raise wrong_form(asked, form)
    if len(words) > 1:
        raise Refused(OnePersonOnly(asked.word, text.strip()[:60], form.replace("@user", f"@{found[1]}")))
    if words[0].casefold() == "me":
        return request.asker
    role = _role_of(found[1], asked, request)
    needed = "read" if only_access else lowest_role(RESPONDER_WORDS, request.process)
    if not is_enough(role, needed):
        raise Refused(CannotRunCommands(asked.word, found[1], needed, role))
    person = canonical_login(found[1], request.context)
    if request.incident and request.incident.drill and not request.incident.drill.includes(person):
        raise Refused(OutsideDrill(asked.word, person))
    return person


def _role_of(login: str, asked: SlashCommand, request: CommandRequest) -> str:
    """Return the role of an account with access to the repository; raises Refused for any other."""
    role = request.context.ask(RoleOf(login))
    if role == COULD_NOT_CHECK:
        raise Refused(CouldNotCheck(asked.word, login))
    if role == "none":
        raise Refused(NotAPerson(asked.word, login))
    return role


def find_role(name: str, asked: SlashCommand, request: CommandRequest) -> Role:
    """Return the role of the process that a text names."""
    role = request.process.role(SHORT_NAMES.get(name.lower(), name))
    if role is None:
        raise Refused(UnknownRole(asked.word, tuple(each.key for each in request.process.roles)))
    return role


def names_known_role(word: str, process: Process) -> bool:
    """Whether a command is of use in the process: those that name a role are, if the process has it."""
    return word not in SHORT_NAMES or process.role(SHORT_NAMES[word]) is not None


def conflicting_roles(role: Role, person: str, request: CommandRequest) -> tuple[str, ...]:
    """Return the roles that a person holds and that the process wants somebody else to hold."""
    held = request.incident.roles if request.incident else {}
    others = (each for each in request.process.roles if held.get(each.key, "").casefold() == person.casefold())
    return tuple(each.name for each in others if request.process.must_differ(role.key, each.key))


def _assign(role: Role, person: str, request: CommandRequest) -> Decision:
    """Assign a role. If the process wants two people for two roles, the reply points this out; nothing is refused."""
    oneself = person.casefold() == request.asker.casefold()
    lacks = missing_commands(role, person, request)
    former = request.incident.roles.get(role.key, "") if request.incident else ""
    held = former.casefold() == person.casefold()
    given = RoleGiven(
        person,
        role.name,
        role.duties,
        "" if oneself else request.asker,
        conflicting_roles(role, person, request),
        lacks,
        "" if former.casefold() in (person.casefold(), request.asker.casefold()) else former,
    )
    silent = oneself and (held or not (given.duties or given.apart or lacks or given.former))
    account = known_id(person, request.context)
    taken = RoleTaken(**request.entry_fields(), role=role.key, person=person, person_id=account, name=role.name)
    return Decision((taken,), () if silent else (given,))


def missing_commands(role: Role, person: str, request: CommandRequest) -> Lacks | None:
    """Return the commands that a role's holder will need and that their role in the repository does not allow."""
    actual = request.context.ask(RoleOf(person))
    wanted = NEEDED_WORDS.get(role.key, DECIDING_WORDS)
    needed = {word: needed_role(word, request.process) for word in wanted}
    lacks = {word: least for word, least in needed.items() if least != "nobody" and not is_enough(actual, least)}
    return Lacks(tuple(lacks), actual, max(lacks.values(), key=ROLES.index)) if lacks else None


def _role_command(word: str) -> Command:
    usage = f"/{word} @user"

    def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
        """Hand the role to a person; the word alone takes it oneself."""
        role = find_role(word, asked, request)
        text = full_text(asked)
        person = named_person(text, asked, request, usage) if text else request.asker
        return _assign(role, person, request)

    return Command(word, usage, f"assign {NAMES[word]}; without a name, you take the role", decide)


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
    Command("role", ROLE, "assign any role of the process", assign_role),
    Command("take", TAKE, "take a role", take_role),
)
