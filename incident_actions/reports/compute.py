"""Compute the figures of a report from the facts about incidents and action items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from math import fsum
from statistics import median
from zoneinfo import ZoneInfo

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.milestone import DURATIONS
from incident_actions.reports.figures import (
    CostFigures,
    Figures,
    ItemFigures,
    PersonLoad,
    RecurrenceFigures,
    ReviewFigures,
    ReviewState,
    ToolFigures,
    UpdateFigures,
)
from incident_actions.reports.groups import Grouping
from incident_actions.reports.incident_facts import IncidentFacts
from incident_actions.reports.item_facts import ItemFacts, ItemState
from incident_actions.reports.scope import Scope, select_incidents
from incident_actions.reports.spread import quantile, spread_of

NIGHT = (time(22), time(7))
"""From when to when it is night, in the team's time zone."""


@dataclass(frozen=True)
class ReportOptions:
    """What a report contains beside the figures that every report has."""

    scope: Scope = Scope()
    severities: tuple[str, ...] = ()
    """The labels of the process's severities, the worst first."""
    zone: ZoneInfo | None = None
    """The team's time zone; None for UTC."""
    load: bool = False
    """Whether the report says who was paged at night."""
    hourly_cost: float | None = None
    """What an hour of one person costs; None for no costs."""
    currency: str = ""
    files: frozenset[str] | None = None
    """The paths of the post-mortems on the default branch; None where they were not read."""
    wants_runner_minutes: bool = False
    """Whether it says how long the tool's workflows ran in the last 30 days."""
    runner_minutes: float | None = None
    unread: int = 0


def compute_figures(
    repository: tuple[str, str],
    found: Iterable[IncidentFacts],
    items: Iterable[ItemFacts | int],
    now: datetime,
    options: ReportOptions,
) -> Figures:
    """Compute all figures; `repository` is its name and its address.

    An action item whose record can't be read is its issue's number alone.
    """
    selection = select_incidents(found, options.scope)
    incidents = selection.counted
    grouping = Grouping(incidents, now)
    return Figures(
        *repository,
        made=now,
        scope=options.scope,
        incidents=incidents,
        total=grouping.total(),
        groups={
            "severity": grouping.by_severity(options.severities),
            "service": grouping.by_service(),
            "month": grouping.by_month(),
            "preset": grouping.by_preset(),
        },
        running=tuple(each.number for each in incidents if each.phase in ("active", "mitigated")),
        unreadable=tuple(each.number for each in incidents if not each.legible),
        drills=selection.drills,
        dismissed=selection.dismissed,
        updates=_updates(incidents),
        reviews=_reviews(incidents, now, options.files),
        items=_items(items, {each.number for each in incidents}, options.scope),
        recurrence=RecurrenceFigures(
            tuple(each.number for each in incidents if each.reopened),
            {each.number: each.earlier for each in incidents if each.earlier},
        ),
        tool=_tool(incidents, options.runner_minutes),
        load=_load(incidents, options.zone) if options.load else None,
        cost=_cost(incidents, grouping, options),
        unread=options.unread,
    )


def _updates(incidents: Sequence[IncidentFacts]) -> UpdateFigures:
    legible = [each for each in incidents if each.legible]
    silences = {each.number: each.silence for each in legible if each.silence}
    unknown = [each.number for each in incidents if not each.legible]
    return UpdateFigures(
        promised=sum(each.promised for each in legible),
        kept=sum(each.kept for each in legible),
        late=tuple(each.number for each in legible if each.kept < each.promised),
        silence=spread_of(silences, unknown),
        longest=max(silences, key=lambda number: silences[number], default=0),
    )


def _reviews(incidents: Iterable[IncidentFacts], now: datetime, files: frozenset[str] | None) -> ReviewFigures:
    states: dict[str, list[int]] = {name: [] for name in ReviewState.ALL}
    accepted = []
    for each in incidents:
        if state := _review_state(each, now, files):
            states[state].append(each.number)
        if each.review.accepted:
            accepted.append(each.number)
    return ReviewFigures({name: tuple(numbers) for name, numbers in states.items()}, tuple(accepted))


def _review_state(facts: IncidentFacts, now: datetime, files: frozenset[str] | None) -> str:
    """Return what became of an incident's post-mortem; empty where none is required, or it is still running."""
    review = facts.review
    if review.waived:
        return ReviewState.WAIVED
    if review.merged:
        if files is not None and review.path and review.path not in files:
            return ReviewState.GONE
        return ReviewState.LATE if review.due and review.merged.at > review.due else ReviewState.ON_TIME
    if not (review.required and facts.is_over):
        return ""
    return ReviewState.OVERDUE if review.due and now > review.due else ReviewState.OWED


def _items(found: Iterable[ItemFacts | int], incidents: Collection[int], scope: Scope) -> ItemFigures:
    """Return what became of the items of the counted incidents, or of all where every incident is counted."""
    states: dict[ItemState, list[ItemFacts]] = {state: [] for state in ItemState}
    unreadable, moved = [], []
    for each in found:
        if isinstance(each, int):
            unreadable.append(each)
        elif each.incident in incidents:
            states[each.state].append(each)
            moved += [each] * bool(each.moves)
    narrowed = scope.since or scope.until or scope.service
    return ItemFigures(
        {state: tuple(those) for state, those in states.items()},
        tuple(moved),
        () if narrowed else tuple(unreadable),
    )


def _tool(incidents: Iterable[IncidentFacts], runner_minutes: float | None) -> ToolFigures:
    delays = {each.number: each.delays for each in incidents if each.delays}
    every = sorted(delay for those in delays.values() for delay in those)
    if not every:
        return ToolFigures(runner_minutes=runner_minutes)
    worst = spread_of({number: max(those) for number, those in delays.items()})
    mean = fsum(every) / len(every)
    return ToolFigures(len(every), worst, median(every), quantile(every, 0.9), mean, runner_minutes)


def _load(incidents: Iterable[IncidentFacts], zone: ZoneInfo | None) -> tuple[PersonLoad, ...]:
    pages: Counter[str] = Counter()
    nights: dict[str, list[int]] = {}
    for incident in incidents:
        for page in incident.pages:
            pages[page.person] += 1
            if _is_night(page.at, zone):
                nights.setdefault(page.person, []).append(incident.number)
    rows = (
        PersonLoad(person, count, len(nights.get(person, ())), tuple(dict.fromkeys(nights.get(person, ()))))
        for person, count in pages.items()
    )
    return tuple(sorted(rows, key=lambda each: (-each.at_night, -each.pages, each.person.casefold())))


def _is_night(at: datetime, zone: ZoneInfo | None) -> bool:
    begins, ends = NIGHT
    local = at.astimezone(zone or UTC).time()
    return local >= begins or local < ends


def _cost(incidents: Iterable[IncidentFacts], grouping: Grouping, options: ReportOptions) -> CostFigures | None:
    """Return people times the time to resolve, for the incidents of which both are known."""
    if options.hourly_cost is None:
        return None
    hours = dict(_hours(incidents, grouping))
    known = {number: value for number, value in hours.items() if value is not None}
    unknown = tuple(number for number, value in hours.items() if value is None)
    total = fsum(known.values())
    return CostFigures(total, total * options.hourly_cost, options.currency, tuple(known), unknown)


def _hours(incidents: Iterable[IncidentFacts], grouping: Grouping) -> Iterator[tuple[int, float | None]]:
    for each in incidents:
        lasted = grouping.durations_of(each.number).get(DURATIONS[-1])
        yield each.number, each.people * lasted.minutes / 60 if lasted and each.people else None
