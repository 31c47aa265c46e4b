"""Whom a name of the process stands for at a moment: the rota, the roles, the owners, the contacts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.process import ON_CALL, SECONDARY, SERVICE_OWNER, Process
from incident_actions.text.messages import MissingPeople


def resolve_all(names: Iterable[str], incident: Incident, process: Process, now: datetime) -> tuple[str, ...]:
    """Everybody behind the names, each once; a name with nobody behind it adds nobody."""
    return tuple(dict.fromkeys(person for name in names for person in resolve(name, incident, process, now)))


def resolve(name: str, incident: Incident, process: Process, now: datetime) -> tuple[str, ...]:
    """The accounts and teams behind one name."""
    if name.startswith("@"):
        return (name.removeprefix("@"),)
    if process.on_call and name in (ON_CALL, SECONDARY):
        return process.on_call.on_call(now, "primary" if name == ON_CALL else "secondary")
    if name == SERVICE_OWNER:
        affected = {service.casefold() for service in incident.services}
        return tuple(owner for each in process.services if each.name.casefold() in affected for owner in each.owner)
    if name in process.contacts:
        return process.contacts[name].people
    role = process.role(name)
    return (incident.roles[role.key],) if role and role.key in incident.roles else ()


def missing_people(names: Iterable[str], incident: Incident, process: Process, now: datetime) -> MissingPeople:
    """Those of the names behind whom nobody stands at this moment, told apart by what would put somebody there."""
    nobody = [name for name in names if not resolve(name, incident, process, now)]
    roles = [name for name in nobody if name != SERVICE_OWNER and name not in process.contacts and process.role(name)]
    unset = (name for name in nobody if name != SERVICE_OWNER and name not in roles)
    return MissingPeople(
        roles=tuple(map(process.contact_name, roles)),
        owners=SERVICE_OWNER in nobody,
        unset=tuple(map(process.contact_name, unset)),
    )
