"""What a report needs of one incident: small enough to keep ten thousand of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import NamedTuple

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import milestone

MINUTE = timedelta(minutes=1)


class Moment(NamedTuple):
    """When something happened, and the comment that reported it: 0 for the issue itself."""

    at: datetime
    comment: int = 0


class Page(NamedTuple):
    """A person who was paged, and when."""

    at: datetime
    person: str


@dataclass(frozen=True)
class ReviewFacts:
    """What became of an incident's post-mortem."""

    required: bool = False
    due: datetime | None = None
    merged: Moment | None = None
    """When it was merged for the first time; None if it has errors that nobody accepted."""
    waived: bool = False
    accepted: bool = False
    """Whether it was accepted in spite of its errors."""
    path: str = ""
    """Where its file is, once it was merged."""


@dataclass(frozen=True)
class Duration:
    """A standard duration of one incident, in minutes, with the events at its ends."""

    minutes: float
    start_name: str
    start: Moment
    end_name: str
    end: Moment


@dataclass(frozen=True)
class IncidentFacts:
    """What a report needs of one incident."""

    number: int
    title: str
    opened: datetime
    """When its issue was opened."""
    updated: datetime
    """When its issue was updated last, as the list that led to it shows."""
    labels: tuple[str, ...] = ()
    is_drill: bool = False
    """Whether its record says that it is a drill. Others are drills by a label."""
    legible: bool = True
    """Whether its whole record could be read. Nothing below is known otherwise."""
    phase: str = ""
    severity: str = ""
    services: tuple[str, ...] = ()
    preset: str = ""
    """The process by which it was run; empty where that is not known."""
    moments: Mapping[str, Moment] = field(default_factory=dict)
    """Its milestones."""
    duplicate_of: int = 0
    promised: int = 0
    kept: int = 0
    """How many of the promised updates came in time."""
    silence: float = 0
    """The longest time without an update, in minutes."""
    silent_from: datetime | None = None
    delays: tuple[float, ...] = ()
    """How late each of the tool's own timers was, in minutes."""
    pages: tuple[Page, ...] = ()
    people: int = 0
    """How many people responded before it was resolved."""
    reopened: int = 0
    """How often it was opened again."""
    earlier: tuple[int, ...] = ()
    """Earlier incidents that are like it, or of the same alert."""
    review: ReviewFacts = field(default_factory=ReviewFacts)

    @property
    def declared(self) -> datetime:
        """Return when it was declared, or when its issue was opened where nothing else is known."""
        found = self.moments.get("declared")
        return found.at if found else self.opened

    @property
    def is_over(self) -> bool:
        """Return whether it was resolved."""
        return self.phase in ("resolved", "closed")

    def durations(self, now: datetime) -> dict[str, Duration]:
        """Return its standard durations by name, without those that would end in the future."""
        past = {name: moment for name, moment in self.moments.items() if moment.at <= now}
        spans = milestone.spans({name: moment.at for name, moment in past.items()})
        return {
            name: Duration(span.length / MINUTE, span.start, past[span.start], span.end, past[span.end])
            for name, span in spans.items()
        }
