"""The turns of a rota over some weeks, for people who read them on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.on_call import Rota


@dataclass(frozen=True)
class Turn:
    """Who is on call, and from when; the next turn ends it."""

    since: datetime
    person: str


def turns(rota: Rota, start: datetime, end: datetime, place: Literal["primary", "secondary"]) -> tuple[Turn, ...]:
    """Return the turns between two moments, in the rota's zone; none where the rota has no such place."""
    found: list[Turn] = []
    for moment in sorted({start, *_edges(rota, start, end, place)}):
        person = next(iter(rota.on_call(moment, place)), "")
        if person and (not found or found[-1].person != person):
            found.append(Turn(moment.astimezone(ZoneInfo(rota.time_zone)), person))
    return tuple(found)


def _edges(rota: Rota, start: datetime, end: datetime, place: Literal["primary", "secondary"]) -> Iterator[datetime]:
    """Return each moment at which the person on call may change."""
    zone = ZoneInfo(rota.time_zone)
    layers = rota.primary if place == "primary" else rota.secondary
    clocks = {clock for layer in layers for clock in (layer.at, *(layer.hours or "00:00").split("-"))}
    for override in rota.overrides:
        yield from (
            edge.astimezone(UTC)
            for each in (override.start, override.until)
            if start < (edge := each if each.tzinfo else each.replace(tzinfo=zone)) < end
        )
    first = start.astimezone(zone).date()
    for day in range((end - start).days + 2):
        for clock in clocks:
            edge = datetime.combine(first + timedelta(days=day), time.fromisoformat(clock), zone).astimezone(UTC)
            if start < edge < end:
                yield edge
