"""Group incidents by severity, service, month and process, and spread the durations of each group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from incident_actions.model.incident.milestone import DURATIONS
from incident_actions.reports.figures import FigureGroup
from incident_actions.reports.incident_facts import Duration, IncidentFacts
from incident_actions.reports.spread import Spread, spread_of

UNKNOWN, NOT_SET, NONE_NAMED = "unknown", "not set", "none named"
ALL = "all incidents"
ENDS = dict(zip(DURATIONS, ("detected", "acknowledged", "mitigated", "resolved"), strict=True))


class Grouping:
    """Groups incidents, whose durations are computed once."""

    def __init__(self, incidents: Sequence[IncidentFacts], now: datetime) -> None:
        self._incidents = incidents
        self._durations = {each.number: each.durations(now) for each in incidents}

    def total(self) -> FigureGroup:
        """Return all incidents as one group."""
        return self._group(ALL, self._incidents)

    def by_severity(self, order: Sequence[str]) -> tuple[FigureGroup, ...]:
        """Return a group for each severity: those of the process in its order, then others, then unknown ones."""
        ranks = {label.casefold(): place for place, label in enumerate(order)}
        last = {NOT_SET: len(ranks) + 1, UNKNOWN: len(ranks) + 2}
        return self._groups(
            lambda each: (each.severity or NOT_SET,),
            lambda name: (last.get(name, ranks.get(name.casefold(), len(ranks))), name),
        )

    def by_service(self) -> tuple[FigureGroup, ...]:
        """Return a group for each service, the most affected first; an incident of two services is in both groups."""
        found = self._groups(lambda each: each.services or (NONE_NAMED,), lambda name: name.casefold())
        return tuple(
            sorted(found, key=lambda each: (each.name in (NONE_NAMED, UNKNOWN), -len(each.numbers), each.name))
        )

    def by_month(self) -> tuple[FigureGroup, ...]:
        """Return a group for each month from the first to the last with an incident, in UTC."""
        months: dict[str, list[IncidentFacts]] = {name: [] for name in _months(self._incidents)}
        for each in self._incidents:
            months[f"{each.declared:%Y-%m}"].append(each)
        return tuple(self._group(name, members) for name, members in months.items())

    def by_preset(self) -> tuple[FigureGroup, ...]:
        """Return a group for each process by which incidents were run."""
        return self._groups(lambda each: (each.preset or UNKNOWN,), lambda name: (name == UNKNOWN, name))

    def durations_of(self, number: int) -> Mapping[str, Duration]:
        """Return the durations of an incident by its number."""
        return self._durations[number]

    def _groups(
        self, names: Callable[[IncidentFacts], tuple[str, ...]], order: Callable[[str], object]
    ) -> tuple[FigureGroup, ...]:
        members: dict[str, tuple[str, list[IncidentFacts]]] = {}
        for each in self._incidents:
            for name in names(each) if each.legible else (UNKNOWN,):
                members.setdefault(name.casefold(), (name, []))[1].append(each)
        found = [self._group(name, those) for name, those in members.values()]
        return tuple(sorted(found, key=lambda each: order(each.name)))  # type: ignore[arg-type,return-value]

    def _group(self, name: str, members: Sequence[IncidentFacts]) -> FigureGroup:
        numbers = tuple(each.number for each in members)
        return FigureGroup(name, numbers, {duration: self._spread(duration, members) for duration in DURATIONS})

    def _spread(self, duration: str, members: Iterable[IncidentFacts]) -> Spread:
        values: dict[int, float] = {}
        unknown: list[int] = []
        pending: list[int] = []
        for each in members:
            if found := self._durations[each.number].get(duration):
                values[each.number] = found.minutes
            elif each.phase in ("active", "mitigated") and ENDS[duration] not in ("detected", *each.moments):
                pending.append(each.number)
            else:
                unknown.append(each.number)
        return spread_of(values, unknown, pending)


def _months(incidents: Iterable[IncidentFacts]) -> Iterator[str]:
    days = [each.declared for each in incidents]
    if not days:
        return
    first, last = min(days), max(days)
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield f"{month // 12:04}-{month % 12 + 1:02}"
