"""Whom to call and how, as the configuration tells: for those times when a mention reaches nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.process import Process
from incident_actions.timers import recipients


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """What people call somebody, how that place is reached whoever holds it, and who does with their own way."""

    name: str
    how: str
    people: tuple[tuple[str, str], ...]

    @property
    def known(self) -> bool:
        """Whether the configuration tells any way at all."""
        return bool(self.how) or any(how for _, how in self.people)


def contact_details(
    names: Iterable[str], incident: Incident, process: Process, now: datetime
) -> tuple[ContactDetails, ...]:
    """Those behind the names of a process at a moment; each name once, and only where it says somebody."""
    found = (_reach(name, incident, process, now) for name in dict.fromkeys(names))
    return tuple(each for each in found if each.how or each.people)


def _reach(name: str, incident: Incident, process: Process, now: datetime) -> ContactDetails:
    contact = process.contacts.get(name)
    people = recipients.resolve(name, incident, process, now)
    return ContactDetails(
        process.contact_name(name).removeprefix("@"), contact.reach if contact else "", with_details(people, process)
    )


def with_details(people: Iterable[str], process: Process) -> tuple[tuple[str, str], ...]:
    """People with how each is reached."""
    return tuple((login, process.reach(login)) for login in people)
