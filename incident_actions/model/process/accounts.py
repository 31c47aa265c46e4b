"""The accounts and teams that a process names, and whether anybody among them is paged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from incident_actions.model.process import cross_checks
from incident_actions.model.process.extends import Path
from incident_actions.model.process.on_call import Rota
from incident_actions.model.process.process import ON_CALL, SERVICE_OWNER, Process


def logins(process: Process) -> Iterator[tuple[Path, str]]:
    """Return each named account of a person with its place; teams are left out, since few tokens can read them."""
    return ((path, login) for path, login in _all_names(process) if "/" not in login)


def teams(process: Process) -> Iterator[str]:
    """Return the teams that a process names."""
    return (name for _, name in _all_names(process) if "/" in name)


def contacts_without_people(process: Process) -> tuple[str, ...]:
    """Return the names of contacts that the ladder or a severity pages and that have no accounts."""
    named = dict.fromkeys(whom for _, whom in cross_checks.people_references(process))
    empty = (process.contacts[whom] for whom in named if whom in process.contacts)
    return tuple(contact.name for contact in empty if not contact.people)


def is_anyone_paged(process: Process) -> bool:
    """Return whether the tool itself pages anybody: by the rota, the ladder, a severity or the escalation.

    Whoever only reviews post-mortems, has an address, or is in a contact that nothing names, never is.
    """
    named = {ON_CALL, *(whom for _, whom in cross_checks.people_references(process))}
    contacts = any(contact.people for key, contact in process.contacts.items() if key in named)
    owners = SERVICE_OWNER in named and any(service.owner for service in process.services)
    accounts = any(whom.startswith("@") for whom in named)
    return bool(process.on_call or process.escalation or contacts or owners or accounts)


def exposed_people(process: Process) -> tuple[str, ...]:
    """Return the people and contacts whose phone numbers or addresses are in the configuration."""
    contacts = (contact.name for contact in process.contacts.values() if contact.reach)
    return tuple(dict.fromkeys((*process.directory, *contacts)))


def _all_names(process: Process) -> Iterator[tuple[Path, str]]:
    yield from (
        (path, whom.removeprefix("@")) for path, whom in cross_checks.people_references(process) if whom[:1] == "@"
    )
    for key, contact in process.contacts.items():
        yield from _each(("contacts", key, "people"), contact.people)
    yield from ((("people", login), login) for login in process.people)
    if process.on_call:
        yield from _on_call(process.on_call)
    yield from _each(("postmortem", "reviewers"), process.postmortem.reviewers)
    for place, service in enumerate(process.services):
        yield from _each(("services", place, "owner"), service.owner)
    yield from _each(("escalation",), process.escalation)


def _on_call(rota: Rota) -> Iterator[tuple[Path, str]]:
    for name, layers in (("primary", rota.primary), ("secondary", rota.secondary)):
        for place, layer in enumerate(layers):
            yield from _each(("on_call", name, place, "people"), layer.people)
    for place, override in enumerate(rota.overrides):
        yield ("on_call", "overrides", place, "who"), override.who


def _each(path: Path, people: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    return (((*path, place), login) for place, login in enumerate(people))


def people_by_name(process: Process) -> Mapping[str, str]:
    """Return the logins of people by the names that `people` gives them."""
    return {each.name: login for login, each in process.people.items() if each.name and "/" not in login}
