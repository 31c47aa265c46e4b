"""The figures of a report, each with the numbers of the incidents that it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.reports.incident_facts import IncidentFacts
from incident_actions.reports.item_facts import ItemFacts, ItemState
from incident_actions.reports.scope import Scope
from incident_actions.reports.spread import Spread


@dataclass(frozen=True)
class FigureGroup:
    """Incidents that have something in common, and how their durations spread, by the name of the duration."""

    name: str
    numbers: tuple[int, ...]
    durations: Mapping[str, Spread]


@dataclass(frozen=True)
class UpdateFigures:
    """Whether updates came when they were promised."""

    promised: int = 0
    kept: int = 0
    late: tuple[int, ...] = ()
    """The incidents with an update that came late."""
    silence: Spread = field(default_factory=Spread)
    """The longest time without an update in each incident, in minutes."""
    longest: int = 0
    """The incident with the longest of them, or 0."""


class ReviewState:
    """What became of a post-mortem, in the order in which reports show it."""

    ON_TIME = "merged on time"
    LATE = "merged late"
    OWED = "not due yet"
    OVERDUE = "overdue"
    WAIVED = "waived"
    GONE = "file deleted since"
    ALL = (ON_TIME, LATE, OWED, OVERDUE, WAIVED, GONE)


@dataclass(frozen=True)
class ReviewFigures:
    """What became of the post-mortems that were required."""

    states: Mapping[str, tuple[int, ...]]
    """The incidents by the state of their post-mortem."""
    accepted: tuple[int, ...] = ()
    """The incidents whose post-mortem was accepted in spite of errors; each has a state as well."""


@dataclass(frozen=True)
class ItemFigures:
    """What became of the action items."""

    states: Mapping[ItemState, tuple[ItemFacts, ...]]
    moved: tuple[ItemFacts, ...] = ()
    """The items whose due date was moved."""
    unreadable: tuple[int, ...] = ()
    """The issues of items whose record can't be read."""


@dataclass(frozen=True)
class RecurrenceFigures:
    """Incidents that came back."""

    reopened: tuple[int, ...] = ()
    like_earlier: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """The earlier incidents, by the incident that is like them."""


@dataclass(frozen=True)
class PersonLoad:
    """How often a person was paged, and how often of that at night."""

    person: str
    pages: int
    at_night: int
    numbers: tuple[int, ...]
    """The incidents with a page at night."""


@dataclass(frozen=True)
class ToolFigures:
    """How late the tool's own timers were, and what it took to run it."""

    timers: int = 0
    delay: Spread = field(default_factory=Spread)
    """How late the latest timer of each incident was, in minutes."""
    median: float | None = None
    p90: float | None = None
    mean: float | None = None
    """How late all timers were, in minutes."""
    runner_minutes: float | None = None
    """The minutes of its workflow runs, or None where they are not known."""


@dataclass(frozen=True)
class CostFigures:
    """What the incidents cost: people times the time to resolve."""

    hours: float
    amount: float
    currency: str
    known: tuple[int, ...]
    unknown: tuple[int, ...]


@dataclass(frozen=True)
class Figures:
    """Everything that a report says."""

    repository: str
    url: str
    """The address of the repository."""
    made: datetime
    scope: Scope
    incidents: tuple[IncidentFacts, ...]
    """All that are counted, newest first."""
    total: FigureGroup
    groups: Mapping[str, tuple[FigureGroup, ...]]
    """The groups by what they have in common: `severity`, `service`, `month` or `preset`."""
    running: tuple[int, ...]
    unreadable: tuple[int, ...]
    drills: tuple[int, ...]
    dismissed: tuple[int, ...]
    updates: UpdateFigures
    reviews: ReviewFigures
    items: ItemFigures
    recurrence: RecurrenceFigures
    tool: ToolFigures
    load: tuple[PersonLoad, ...] | None = None
    """Who was paged at night; None unless it was asked for."""
    cost: CostFigures | None = None
    unread: int = 0
    """How many incidents are yet to be read, because the hour's requests were used up."""
