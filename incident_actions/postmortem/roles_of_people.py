"""Name people by their roles, for processes that want no person in the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from incident_actions.model.incident import entry as e
from incident_actions.model.process.process import Process
from incident_actions.postmortem.links import known_logins
from incident_actions.text.wording import LOGIN, Wording


def role_words(entries: Iterable[e.Entry], process: Process, wording: Wording) -> dict[str, str]:
    """Return the words that stand for each person on record, by their case-folded login.

    They name the latest role that the person took, and of roles taken at once the first one of the process. A team
    is not a person, and neither is a bot.
    """
    known = tuple(entries)
    roles = _latest_roles(known, process)
    on_call = {login.casefold() for login in _paged_as_on_call(known)}
    people = dict.fromkeys(login.casefold() for login in known_logins(known) if _is_person(login))
    return {
        login: wording.render("postmortem/responder.md", {"role": roles.get(login, ""), "on_call": login in on_call})
        for login in people
    }


def first_holder(role: str, entries: Iterable[e.Entry]) -> str:
    """Return the login of the first person who took a role; empty where nobody did."""
    return next((entry.person for entry in entries if isinstance(entry, e.RoleTaken) and entry.role == role), "")


def _is_person(login: str) -> bool:
    return bool(LOGIN.fullmatch(login)) and "/" not in login and not login.endswith("[bot]")


def _latest_roles(entries: Iterable[e.Entry], process: Process) -> Mapping[str, str]:
    order = {role.key: place for place, role in enumerate(process.roles)}
    names = {role.key: role.name for role in process.roles}
    found: dict[str, e.RoleTaken] = {}
    for entry in entries:
        if isinstance(entry, e.RoleTaken):
            login = entry.person.casefold()
            before = found.get(login)
            same = before is not None and before.at == entry.at
            if not (same and order.get(entry.role, len(order)) > order.get(before.role if before else "", len(order))):
                found[login] = entry
    return {login: names.get(entry.role, entry.name or entry.role) for login, entry in found.items()}


def _paged_as_on_call(entries: Iterable[e.Entry]) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, e.PeoplePaged) and entry.whom == e.ON_CALL_LABEL:
            yield from entry.to
