"""Resolve the names of a process to people at a moment, by the rota, roles, owners and contacts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.process import ON_CALL, SECONDARY, SERVICE_OWNER, Process
from incident_actions.text.messages import MissingPeople

ACKNOWLEDGER = "acknowledger"
"""The name of whoever acknowledged the incident."""


def resolve_all(names: Iterable[str], incident: Incident, process: Process, now: datetime) -> tuple[str, ...]:
    """Return everybody that the names resolve to, each once."""
    return tuple(dict.fromkeys(person for name in names for person in resolve(name, incident, process, now)))


def resolve(name: str, incident: Incident, process: Process, now: datetime) -> tuple[str, ...]:
    """Return the accounts and teams that one name resolves to; in a drill, only those who take part."""
    found = _find(name, incident, process, now)
    return incident.drill.reachable(found) if incident.drill else found


def _find(name: str, incident: Incident, process: Process, now: datetime) -> tuple[str, ...]:
    if name.startswith("@"):
        return (name.removeprefix("@"),)
    if name == ACKNOWLEDGER:
        return (incident.acknowledged_by,) if incident.acknowledged_by else ()
    if process.on_call and (name == ON_CALL or (name == SECONDARY and process.on_call.secondary)):
        return process.on_call.on_call(now, "primary" if name == ON_CALL else "secondary")
    if name == SERVICE_OWNER:
        affected = {service.casefold() for service in incident.services}
        return tuple(owner for each in process.services if each.name.casefold() in affected for owner in each.owner)
    if name in process.contacts:
        return process.contacts[name].people
    role = process.role(name)
    return (incident.roles[role.key],) if role and role.key in incident.roles else ()


def missing_people(names: Iterable[str], incident: Incident, process: Process, now: datetime) -> MissingPeople:
    """Return the names that resolve to nobody now, by what would change that."""
    nobody = [name for name in names if not resolve(name, incident, process, now)]
    roles = [name for name in nobody if name != SERVICE_OWNER and name not in process.contacts and process.role(name)]
    unset = (name for name in nobody if name != SERVICE_OWNER and name not in roles)
    return MissingPeople(
        roles=tuple(map(process.contact_name, roles)),
        owners=SERVICE_OWNER in nobody,
        unset=tuple(map(process.contact_name, unset)),
    )
