"""What the card shows of time: how long the incident has run, and what was due, as of the record's newest entry.

The card never asks the clock. Otherwise each run would write it anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.model.process.process import Process
from incident_actions.timers.pages import people_paged_by
from incident_actions.timers.schedule import next_update


@dataclass(frozen=True)
class CardClock:
    """When the incident started, when the record's newest entry was accepted, and when the incident ended."""

    start: datetime
    as_of: datetime
    end: datetime | None

    @property
    def length(self) -> timedelta:
        """Return how long the incident lasted, or has run so far."""
        return max((self.end or self.as_of) - self.start, timedelta())

    def has_passed(self, at: datetime) -> bool:
        """Whether a time had come when the newest entry was accepted."""
        return at <= self.as_of


@dataclass(frozen=True)
class NextUpdate:
    """When the next update is due, and whether it was missed."""

    at: datetime
    is_overdue: bool
    cadence: int
    """The minutes between updates that people chose, or 0."""
    after_snooze: bool
    """Whether the time is the end of a snooze, which comes later than the promised time."""


@dataclass(frozen=True)
class PagedPerson:
    """Somebody who was paged last at `at`; `answered` is when they commented or acted after that."""

    login: str
    at: datetime
    answered: datetime | None = None
    acknowledged: bool = False
    """Whether the answer was an acknowledgement."""
    reached_by: tuple[str, ...] = ()
    """The tags of their addresses to which the page was sent; `at` is then when it was."""
    missed_by: tuple[str, ...] = ()
    """The tags of their addresses that may not have got it."""

    @property
    def is_team(self) -> bool:
        """Whether it is a team, whose members' answers cannot be attributed to it."""
        return "/" in self.login


def read_clock(incident: Incident, entries: tuple[e.Entry, ...]) -> CardClock:
    """Return the times of an incident, of which `entries` are the record."""
    start = incident.start
    end = None
    if incident.phase is Phase.DISMISSED:
        end = max((entry.at for entry in entries if isinstance(entry, e.Dismissed)), default=None)
    elif incident.phase not in RUNNING:
        end = incident.milestones.get("resolved")
    return CardClock(start, max(entry.accepted for entry in entries), end)


def describe_update(
    incident: Incident, process: Process, clock: CardClock, snoozed_until: datetime | None
) -> NextUpdate | None:
    """Return what the card shows of the next update; None where none is promised."""
    at = next_update(incident, process)
    if at is None:
        return None
    overdue = clock.has_passed(at)
    waits = not overdue and snoozed_until is not None and snoozed_until > at
    shown = snoozed_until if waits and snoozed_until else at
    return NextUpdate(shown, overdue, incident.pace.cadence, waits)


def paged_people(entries: Iterable[e.Entry], process: Process) -> tuple[PagedPerson, ...]:
    """Return everybody who was paged, in the order of their first page, how, and whether each has answered since."""
    found: dict[str, PagedPerson] = {}
    for entry in entries:
        own = entry.by.casefold()
        if own in found and found[own].answered is None:
            acknowledged = isinstance(entry, e.Acknowledged)
            found[own] = replace(found[own], answered=entry.accepted, acknowledged=acknowledged)
        if isinstance(entry, e.NotificationSent) and entry.person.casefold() in found:
            found[entry.person.casefold()] = _with_result(found[entry.person.casefold()], entry)
        for login in people_paged_by(entry, process):
            found[login.casefold()] = PagedPerson(login, entry.at)
    return tuple(found.values())


def _with_result(paged: PagedPerson, sent: e.NotificationSent) -> PagedPerson:
    """Add what came of a page at one of the person's own addresses."""
    if sent.problem:
        return replace(paged, missed_by=(*paged.missed_by, sent.audience))
    return replace(paged, at=sent.at, reached_by=(*paged.reached_by, sent.audience))
