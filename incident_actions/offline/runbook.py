"""The runbook: a process with its people and their numbers as a document to print, for when GitHub is down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.process import ON_CALL, SECONDARY, Process
from incident_actions.model.process.rota_table import Turn, turns

if TYPE_CHECKING:
    from incident_actions.model.process.ladder import Rung
    from incident_actions.model.process.on_call import Rota
    from incident_actions.model.process.severity import Severity


@dataclass(frozen=True)
class RunbookContact:
    """One row of the contacts."""

    name: str
    what: tuple[str, ...]
    """What they are contacted for."""
    how: str
    """How to reach them; empty where it is not configured."""


def runbook_values(process: Process, now: datetime, weeks: int) -> dict[str, Any]:
    """Return the values of the runbook's template, with so many weeks of the rota."""
    end = now + timedelta(weeks=weeks)
    rota = process.on_call
    return {
        "process": process,
        "now": now,
        "end": end,
        "places": _places(rota, now, end) if rota else (),
        "zone": rota.time_zone if rota else "",
        "people": contacts(process),
        "tells": any(each.tell for each in process.severities),
        "rules": _rules(process),
        "targets": [(each, severity_targets(each, process)) for each in process.severities],
        "rungs": [
            (each, _contact_names(each.page, process), _severity_labels(each, process)) for each in process.ladder
        ],
    }


def _places(rota: Rota, start: datetime, end: datetime) -> tuple[tuple[str, tuple[Turn, ...]], ...]:
    """Return the turns of each place on the rota."""
    found = ((ON_CALL, turns(rota, start, end, "primary")), (SECONDARY, turns(rota, start, end, "secondary")))
    return tuple((name, taken) for name, taken in found if taken)


def contacts(process: Process) -> tuple[RunbookContact, ...]:
    """Return everybody whom the process names, in the order of contacting them."""
    found: dict[str, list[str]] = {}

    def name(login: str, what: str) -> None:
        purposes = found.setdefault(login, [])
        purposes += [what] if what and what not in purposes else []

    rota = process.on_call
    for place, layers in ((ON_CALL, rota.primary), (SECONDARY, rota.secondary)) if rota else ():
        for login in (login for layer in layers for login in layer.people):
            name(login, place)
    for contact in process.contacts.values():
        for login in contact.people:
            name(login, contact.name)
    for service in process.services:
        for login in service.owner:
            name(login, service.name)
    for login in process.escalation:
        name(login, "overdue reminders")
    for login in process.directory:
        name(login, "")
    folded: dict[str, RunbookContact] = {}
    for login, purposes in found.items():
        before = folded.get(login.casefold())
        known = before.what if before else ()
        person = RunbookContact(
            before.name if before else login, tuple(dict.fromkeys((*known, *purposes))), process.reach(login)
        )
        folded[login.casefold()] = person
    places = (RunbookContact(each.name, (), each.reach) for each in process.contacts.values() if each.reach)
    return (*places, *folded.values())


def _rules(process: Process) -> list[tuple[list[tuple[str, str]], str]]:
    """Return which answers make which severity, with the questions as people read them."""
    asked = {each.id: each.label for each in process.triage.questions}
    return [
        ([(asked.get(name, name), answer) for name, answer in rule.when.items()], rule.severity)
        for rule in process.triage.rules
    ]


def severity_targets(severity: Severity, process: Process) -> tuple[tuple[str, str], ...]:
    """Return a severity's targets: a name that the template words, and the time span."""
    held = process.targets_of(severity)
    found = [(name, _span(minutes)) for name, minutes in held.limits.items()]
    every = process.update_every_of(severity)
    response = [("response", severity.response or severity.respond_within or "")]
    return tuple((name, span) for name, span in (*response, *found, ("update", _span(every) if every else "")) if span)


def _span(minutes: int) -> str:
    """Format minutes: `45 min`, `4 h`, `1 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    return " ".join(f"{count} {unit}" for count, unit in ((hours, "h"), (rest, "min")) if count)


def _contact_names(names: Iterable[str], process: Process) -> tuple[str, ...]:
    return tuple(process.contact_name(name) for name in names)


def _severity_labels(rung: Rung, process: Process) -> tuple[str, ...]:
    """Return the labels of the severities that a step is for; none for all of them."""
    found = (process.severity(each) for each in rung.severities)
    return tuple(each.label for each in found if each)
