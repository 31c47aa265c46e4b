"""Which incidents a report counts, and by which names of services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date

from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.reports.incident_facts import IncidentFacts

DRILL = "drill"
"""The label of incidents that are drills, which no figure counts."""


@dataclass(frozen=True)
class Scope:
    """What a report counts: incidents that were declared in a time, of one service or of all."""

    since: date | None = None
    """The first day, in UTC."""
    until: date | None = None
    """The last day."""
    service: str = ""
    drill_labels: tuple[str, ...] = (DRILL,)
    former_names: Mapping[str, str] = field(default_factory=dict)
    """The present name of each service that had another one, by the former one in lower case."""


@dataclass(frozen=True)
class Selection:
    """The incidents of a scope, newest first, and those that are left out for a reason that is worth a number."""

    counted: tuple[IncidentFacts, ...]
    drills: tuple[int, ...] = ()
    dismissed: tuple[int, ...] = ()
    """False alarms, duplicates, and incidents that moved to a private repository."""


def select_incidents(found: Iterable[IncidentFacts], scope: Scope) -> Selection:
    """Return the incidents of a scope."""
    drills = {label.casefold() for label in scope.drill_labels}
    renamed = (replace(each, services=_present_names(each.services, scope.former_names)) for each in found)
    newest = sorted((each for each in renamed if _is_in(each, scope)), key=lambda each: each.number, reverse=True)
    rehearsed = {
        each.number for each in newest if each.is_drill or drills & {label.casefold() for label in each.labels}
    }
    serious = [each for each in newest if each.number not in rehearsed]
    return Selection(
        counted=tuple(each for each in serious if each.phase != "dismissed"),
        drills=tuple(each.number for each in newest if each.number in rehearsed),
        dismissed=tuple(each.number for each in serious if each.phase == "dismissed"),
    )


def _present_names(services: tuple[str, ...], former: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(former.get(each.casefold(), each) for each in services))


def _is_in(facts: IncidentFacts, scope: Scope) -> bool:
    day = facts.declared.date()
    if (scope.since and day < scope.since) or (scope.until and day > scope.until):
        return False
    names = {each.casefold() for each in facts.services}
    return not scope.service or scope.service.casefold() in names
