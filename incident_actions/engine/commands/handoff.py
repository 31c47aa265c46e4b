"""`/handoff <role> @user <note>`: hand a role over, with everything that the next person needs to know."""

from __future__ import annotations

from incident_actions.contract.accounts import known_id
from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command, full_text, wrong_form
from incident_actions.engine.commands.lifecycle import incident_of
from incident_actions.engine.commands.roles import conflicting_roles, find_role, missing_commands, named_person
from incident_actions.engine.commands.situation import describe_situation
from incident_actions.model.incident.entry import RoleTaken
from incident_actions.model.incident.incident import apply_entry
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.messages import RoleHandedOver, RoleNotHeld
from incident_actions.text.slash_grammar import SlashCommand

USAGE = "/handoff <role> @user <note>"
PERSON = lazy_pattern(r"([^\s:,;]+)[:,;]?\s+")


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Give a role that somebody holds to another person, with a note and the incident's situation."""
    incident = incident_of(request)
    name, _, rest = full_text(asked).partition("@")
    found = PERSON.match(rest)
    if found is None or not name.strip():
        raise wrong_form(asked, USAGE)
    role, person = find_role(name.strip(), asked, request), named_person(found[1], asked, request, USAGE)
    former = incident.roles.get(role.key, "")
    if not former:
        raise Refused(RoleNotHeld(asked.word, role.name, role.key, person))
    taken = RoleTaken(
        **request.entry_fields(),
        role=role.key,
        person=person,
        person_id=known_id(person, request.context),
        name=role.name,
        note=cut_text(rest[found.end() :]),
    )
    message = RoleHandedOver(
        person,
        role.name,
        role.duties,
        by=request.asker,
        former="" if former.casefold() in (person.casefold(), request.asker.casefold()) else former,
        note=taken.note,
        apart=conflicting_roles(role, person, request),
        lacks=missing_commands(role, person, request),
        hotfixes=tuple((each.pull, each.branch) for each in incident.hotfixes if each.state == "open"),
        situation=describe_situation(apply_entry(incident, taken), request.process),
    )
    return Decision((taken,), (message,))


HANDOFF = Command("handoff", USAGE, "hand a role over, with a note for the next person", decide)
