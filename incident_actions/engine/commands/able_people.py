"""Name the people who can do what somebody else may not."""

from __future__ import annotations

from itertools import islice

from incident_actions.contract.decision import CommandRequest, Context
from incident_actions.contract.questions import RoleOf
from incident_actions.model.person import GHOST, Person
from incident_actions.model.process.permission import is_enough
from incident_actions.model.process.process import ON_CALL
from incident_actions.timers import recipients

MOST_NAMED = 2
"""How many people a refusal names."""

MOST_ASKED = 3
"""How many roles a refusal asks GitHub for, with a request each."""


def role_of(person: Person, context: Context) -> str:
    """Return a person's role. A deleted account has none."""
    return "none" if person == GHOST else context.ask(RoleOf(person.login))


def able_people(needed: str, request: CommandRequest) -> tuple[tuple[str, str], ...]:
    """Return the people in this incident whose role is enough: pairs of login and part in it.

    Raises NeedsAnswer until the role of each is known. The commander comes first.
    """
    incident, process = request.incident, request.process
    if incident is None or needed == "nobody":
        return ()
    parts: dict[str, str] = {}
    for key in sorted(incident.roles, key=lambda key: key != "commander"):
        parts.setdefault(incident.roles[key], process.contact_name(key))
    for person in incident.paged:
        parts.setdefault(person, "paged")
    for person in recipients.resolve_all((ON_CALL,), incident, process, request.context.now):
        parts.setdefault(person, "on call")
    others = (each for each in parts if each.casefold() != request.asker.casefold() and "/" not in each)
    able = (each for each in islice(others, MOST_ASKED) if is_enough(role_of(Person(each), request.context), needed))
    return tuple((each, parts[each]) for each in islice(able, MOST_NAMED))
