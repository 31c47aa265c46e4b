"""What the card shows of time: how long the incident has run, and what was due, as of the record's newest entry.

The card never asks the clock. Otherwise each run would write it anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.model.process.process import Process
from incident_actions.timers.schedule import next_update


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class NextUpdate:
    """When the next update is due, and whether it was missed."""

    at: datetime
    is_overdue: bool
    cadence: int
    """The minutes between updates that people chose, or 0."""
    after_snooze: bool
    """Whether the time is the end of a snooze, which comes later than the promised time."""


@dataclass(frozen=True, slots=True)
class PagedPerson:
    """Somebody who was paged last at `at`; `answered` is when they commented or acted after that."""

    login: str
    at: datetime
    answered: datetime | None = None

    @property
    def is_team(self) -> bool:
        """Whether it is a team, whose answer nobody can tell apart."""
        return "/" in self.login


def read_clock(incident: Incident, entries: tuple[e.Entry, ...]) -> CardClock:
    """Return the times of an incident, of which `entries` are the record."""
    start = incident.milestones.get("started", incident.declared)
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
    """Return everybody who was paged, in the order of their first page, and whether each has answered since.

    Reminders to people who work on the incident already are no pages.
    """
    found: dict[str, PagedPerson] = {}
    for entry in entries:
        own = entry.by.casefold()
        if own in found and found[own].answered is None:
            found[own] = PagedPerson(found[own].login, found[own].at, entry.accepted)
        for login in _paged_by(entry, process):
            found[login.casefold()] = PagedPerson(login, entry.at)
    return tuple(found.values())


def _paged_by(entry: e.Entry, process: Process) -> tuple[str, ...]:
    """Return the people whom an entry paged."""
    if isinstance(entry, e.PeoplePaged | e.Escalated):
        return entry.to
    return entry.to if isinstance(entry, e.TimerFired) and process.find_rung(entry.what) else ()
