"""How a service has been: its state now, each of the last ninety days, and its uptime."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.status_page.public_incident import SEVERENESS, PublicIncident

DAYS = 90
NO_DATA = "no_data"
OPERATIONAL = "operational"
DOWN = {"partial": 0.3, "major": 1.0}
"""How much of a time counts as downtime, as on Atlassian's pages.

https://support.atlassian.com/statuspage/docs/display-historical-uptime-of-components/
"""

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OutageSpan:
    """A time in which a service was not as it should be, and the incident that did it."""

    start: datetime
    end: datetime
    outage: str
    incident: str


@dataclass(frozen=True)
class ServiceDay:
    """One day of a service."""

    day: date
    worst: str
    """The worst that happened; `operational` or `no_data` where nothing did."""
    minutes: tuple[tuple[str, int], ...] = ()
    """How long each of it lasted, the worst first."""
    incident: str = ""
    """The id of the incident that did the worst of it."""


@dataclass(frozen=True)
class ServiceHistory:
    """A service as the page shows it."""

    name: str
    state: str
    """`operational`, `degraded`, `partial`, `major`, `unknown` or `maintenance`."""
    days: tuple[ServiceDay, ...]
    uptime: str
    """The uptime in percent, never rounded up; empty where nothing is known of any day."""


def make_history(
    name: str, incidents: Iterable[PublicIncident], now: datetime, since: date | None, *, maintained: bool = False
) -> ServiceHistory:
    """Return how a service has been until now. `maintained` is whether there is maintenance at the moment."""
    first = datetime.combine(now.date() - (DAYS - 1) * ONE_DAY, time(), UTC)
    effects = [(each, effect) for each in incidents for effect in each.effects if effect.service == name]
    lasting = [
        effect.outage for _, effect in effects if effect.start <= now and (effect.end is None or effect.end > now)
    ]
    worst = max(lasting, key=SEVERENESS.index, default="")
    spans = [
        OutageSpan(max(first, effect.start), min(now, effect.end or now), effect.outage, each.id)
        for each, effect in effects
    ]
    past = [each for each in spans if each.end > each.start]
    days = tuple(_day(first.date() + place * ONE_DAY, past, since) for place in range(DAYS))
    known = [each for each in days if each.worst != NO_DATA]
    return ServiceHistory(
        name, worst or ("maintenance" if maintained else OPERATIONAL), days, _uptime(known, past, now) if known else ""
    )


def _day(day: date, spans: Sequence[OutageSpan], since: date | None) -> ServiceDay:
    if since and day < since:
        return ServiceDay(day, NO_DATA)
    begin = datetime.combine(day, time(), UTC)
    pieces = _pieces(spans, begin, begin + ONE_DAY)
    if not pieces:
        return ServiceDay(day, OPERATIONAL)
    lengths: dict[str, timedelta] = {}
    for piece in pieces:
        lengths[piece.outage] = lengths.get(piece.outage, timedelta()) + (piece.end - piece.start)
    worst = max(pieces, key=lambda each: (SEVERENESS.index(each.outage), each.end - each.start))
    ordered = sorted(lengths.items(), key=lambda each: -SEVERENESS.index(each[0]))
    return ServiceDay(
        day,
        worst.outage,
        tuple((kind, max(1, length // timedelta(minutes=1))) for kind, length in ordered),
        worst.incident,
    )


def _pieces(spans: Sequence[OutageSpan], begin: datetime, end: datetime) -> list[OutageSpan]:
    """Return the parts of a time in which something was wrong; where spans overlap, the worst counts."""
    inside = [each for each in spans if each.start < end and each.end > begin]
    cut = [OutageSpan(max(begin, each.start), min(end, each.end), each.outage, each.incident) for each in inside]
    edges = sorted({edge for each in cut for edge in (each.start, each.end)})
    found = []
    for start, stop in pairwise(edges):
        over = [each for each in cut if each.start <= start and each.end >= stop]
        if over:
            worst = max(over, key=lambda each: SEVERENESS.index(each.outage))
            found.append(OutageSpan(start, stop, worst.outage, worst.incident))
    return found


def _uptime(known: Sequence[ServiceDay], spans: Sequence[OutageSpan], now: datetime) -> str:
    begin = datetime.combine(known[0].day, time(), UTC)
    whole = max(now - begin, timedelta(seconds=1))
    down = sum((DOWN.get(each.outage, 0) * (each.end - each.start) for each in _pieces(spans, begin, now)), timedelta())
    hundredths = int(10_000 * (1 - down / whole))
    return "100" if hundredths >= 10_000 and not down else f"{min(hundredths, 9_999) / 100:.2f}"
