"""Whom to contact and how, from the configuration, for when a mention reaches nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.process import Process
from incident_actions.timers import recipients


@dataclass(frozen=True)
class ContactDetails:
    """How to reach a contact: its own way (`how`), and its people, each with theirs."""

    name: str
    how: str
    people: tuple[tuple[str, str], ...]

    @property
    def is_reachable(self) -> bool:
        """Whether the configuration has any way to reach it."""
        return bool(self.how) or any(how for _, how in self.people)


def contact_details(
    names: Iterable[str], incident: Incident, process: Process, now: datetime
) -> tuple[ContactDetails, ...]:
    """Return how to reach the names of a process at a moment, each name once, without unknown ones."""
    found = (_reach(name, incident, process, now) for name in dict.fromkeys(names))
    return tuple(each for each in found if each.how or each.people)


def _reach(name: str, incident: Incident, process: Process, now: datetime) -> ContactDetails:
    contact = process.contacts.get(name)
    people = recipients.resolve(name, incident, process, now)
    return ContactDetails(
        process.contact_name(name).removeprefix("@"), contact.reach if contact else "", with_details(people, process)
    )


def with_details(people: Iterable[str], process: Process) -> tuple[tuple[str, str], ...]:
    """Return people, each with how to reach them."""
    return tuple((login, process.reach(login)) for login in people)
