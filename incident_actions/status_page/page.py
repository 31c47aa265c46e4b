"""The status page as one value, from which every file of the site is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import islice

from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.process.process import Process
from incident_actions.model.process.site_rules import SiteRules
from incident_actions.status_page.maintenance import COMPLETED, IN_PROGRESS, SCHEDULED, PublicMaintenance
from incident_actions.status_page.public_incident import SEVERENESS, PublicIncident, shown_services
from incident_actions.status_page.service_days import ServiceHistory, make_history

RECENT = timedelta(days=14)
"""For how long an incident that is over is on the first page."""

MOST_RECENT = 15
"""How many of them are there at most. The history has all."""

OVERALL = {
    "": "all_operational",
    "unknown": "some_unknown",
    "degraded": "some_degraded",
    "partial": "some_partial",
    "major": "some_major",
}
"""The headline of the page, by the worst that goes on."""


@dataclass(frozen=True)
class StatusPage:
    """Everything that the public sees."""

    rules: SiteRules
    built: datetime
    url: str
    """Where the page is, with a slash at its end; empty where that is not known."""
    headline: str
    """The key of the headline's words."""
    services: tuple[ServiceHistory, ...]
    incidents: tuple[PublicIncident, ...]
    """All of them, the newest first."""
    maintenance: tuple[PublicMaintenance, ...] = ()
    """All of it, the next first and then the latest."""

    @property
    def ongoing(self) -> tuple[PublicIncident, ...]:
        """Return the incidents that are not over: the worst first, and of those that are alike the newest."""
        found = (each for each in self.incidents if is_ongoing(each, self.built))
        return tuple(sorted(found, key=lambda each: -SEVERENESS.index(each.outage)))

    @property
    def recent(self) -> tuple[PublicIncident, ...]:
        """Return the latest incidents of the last days that are over, the newest first."""
        over = (each for each in self.incidents if not is_ongoing(each, self.built))
        found = (each for each in over if each.ended and each.ended >= self.built - RECENT)
        return tuple(islice(found, MOST_RECENT))

    @property
    def current_maintenance(self) -> tuple[PublicMaintenance, ...]:
        """Return the maintenance that has begun and is not over."""
        return tuple(each for each in self.maintenance if each.progress(self.built) == IN_PROGRESS)

    @property
    def planned_maintenance(self) -> tuple[PublicMaintenance, ...]:
        """Return the maintenance that is yet to begin, the next first."""
        planned = (each for each in self.maintenance if each.progress(self.built) == SCHEDULED)
        return tuple(sorted(planned, key=lambda each: each.start))

    @property
    def months(self) -> Mapping[str, tuple[PublicIncident | PublicMaintenance, ...]]:
        """Return what began in each month such as `2026-03`, the newest first, without maintenance that is not over."""
        past = (each for each in self.maintenance if each.progress(self.built) == COMPLETED)
        found: dict[str, list[PublicIncident | PublicMaintenance]] = {}
        whole: list[PublicIncident | PublicMaintenance] = [*self.incidents, *past]
        for each in sorted(whole, key=start_of, reverse=True):
            found.setdefault(f"{start_of(each):%Y-%m}", []).append(each)
        return {month: tuple(those) for month, those in found.items()}


def start_of(each: PublicIncident | PublicMaintenance) -> datetime:
    """Return when an incident or maintenance began."""
    return each.began if isinstance(each, PublicIncident) else each.start


def is_ongoing(incident: PublicIncident, now: datetime) -> bool:
    """Return whether an incident is not over yet."""
    return incident.ended is None or incident.ended > now


def make_page(
    incidents: Iterable[PublicIncident],
    maintenance: Iterable[PublicMaintenance],
    process: Process,
    now: datetime,
    url: str = "",
) -> StatusPage:
    """Return the page. `incidents` are in an order that stays the same, such as that of their numbers."""
    rules = process.site or SiteRules()
    distinct = _with_distinct_ids(incidents)
    planned = tuple(sorted(maintenance, key=lambda each: (each.start, each.id), reverse=True))
    maintained = {name for each in planned if each.progress(now) == IN_PROGRESS for name in each.services}
    names = dict.fromkeys(shown_services(process).values())
    ordered = [each for wanted in rules.services for each in names if each.casefold() == wanted.casefold()]
    services = tuple(
        make_history(each, distinct, now, rules.since, maintained=each in maintained)
        for each in (ordered or (each.name for each in process.services if each.name in names))
    )
    return StatusPage(
        rules=rules,
        built=now,
        url=_folder(url or rules.url or ""),
        headline=_headline(services, distinct, now),
        services=services,
        incidents=tuple(sorted(distinct, key=lambda each: (each.began, each.id), reverse=True)),
        maintenance=planned,
    )


def _with_distinct_ids(incidents: Iterable[PublicIncident]) -> tuple[PublicIncident, ...]:
    """Return incidents whose ids differ, with a count on all but the first of those that begin in the same second."""
    seen: dict[str, int] = {}
    found = []
    for each in incidents:
        seen[each.id] = seen.get(each.id, 0) + 1
        found.append(replace(each, id=f"{each.id}-{seen[each.id]}") if seen[each.id] > 1 else each)
    return tuple(found)


def _headline(services: Iterable[ServiceHistory], incidents: Iterable[PublicIncident], now: datetime) -> str:
    """Return the headline of the worst service, or of the worst incident that affects none of them."""
    states = {each.state for each in services}
    elsewhere = {
        each.outage
        for each in incidents
        if is_ongoing(each, now) and not each.services and each.progress in ("investigating", "identified", "unknown")
    }
    worst = max((states | elsewhere) & set(SEVERENESS), key=SEVERENESS.index, default="")
    if not worst and "maintenance" in states:
        return "under_maintenance"
    return OVERALL[worst]


def _folder(url: str) -> str:
    return url if not url or url.endswith("/") else f"{url}/"
