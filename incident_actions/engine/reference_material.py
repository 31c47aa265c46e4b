"""The shell commands and contacts that people can look up while an incident runs."""

from __future__ import annotations

from datetime import datetime

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.process import Process
from incident_actions.model.process.reference_material import ShellCommand
from incident_actions.timers import recipients


@dataclass(frozen=True)
class ReachableContact:
    """A contact with the people behind it."""

    name: str
    people: tuple[str, ...]
    page: str
    """The name that `/page` takes."""


def shell_commands(incident: Incident, process: Process) -> tuple[ShellCommand, ...]:
    """Return the shell commands that apply to the incident's phase and severity."""
    in_phase = (each for each in process.commands if each.when in (None, incident.phase))
    return tuple(each for each in in_phase if process.applies_to(each.severities, incident.severity))


def contacts(incident: Incident, process: Process, now: datetime) -> tuple[ReachableContact, ...]:
    """Return the contacts that have people at that time, in the process's order."""
    found = (
        ReachableContact(contact.name, recipients.resolve(key, incident, process, now), key)
        for key, contact in process.contacts.items()
    )
    return tuple(each for each in found if each.people)
