"""When people are reminded of an owed post-mortem: before it is due, when it is, and ever after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.business_time import Calendar, is_business_day
from incident_actions.model.process.process import Process
from incident_actions.postmortem.policy import due_by, is_owed

SHARES = (50, 80)
"""The shares of a deadline in hours, in percent, at which it is announced."""

DAYS_AFTER = (1, 3, 7)
"""The days after a deadline on which a reminder is posted, then weekly."""

CLIMBS = 3
"""From which of those days on it also goes to the escalation."""


class PostmortemReminder(NamedTuple):
    """One reminder of a series: its key, the moment from which it is due, and the days after the deadline."""

    key: str
    at: datetime
    days: int

    @property
    def climbs(self) -> bool:
        """Whether it also goes to the escalation."""
        return self.days >= CLIMBS


def due_reminder(incident: Incident, process: Process, now: datetime) -> PostmortemReminder | None:
    """Return the latest reminder that should be out by now, unless it was sent; None where none is owed."""
    due = due_by(incident, process)
    if due is None or not is_owed(incident, process):
        return None
    passed = [each for each in _series(incident.milestones["resolved"], due, process, now) if each.at <= now]
    latest = max(passed, key=lambda each: each.at, default=None)
    return latest if latest and f"postmortem:{latest.key}" not in incident.reminded else None


def _series(resolved: datetime, due: datetime, process: Process, now: datetime) -> Iterator[PostmortemReminder]:
    """Yield the reminders of a deadline up to now: those of a deadline in hours at shares of its span.

    Those of a deadline in days come with the day. Where it counts business days, so do they.
    """
    unit = process.postmortem.due.partition(" ")[2]
    if unit == "hours":
        yield from _by_the_hour(resolved, due, now)
        return
    zone, is_business = process.zone, unit == "business days"
    day = due.astimezone(zone)
    before = _day_after(day, -1, process.calendar, is_business=is_business)
    if before.date() > resolved.astimezone(zone).date():  # on its own day, the resolution announces the deadline
        yield PostmortemReminder(f"{day:%Y-%m-%d}-1", _midnight(before), -1)
    yield PostmortemReminder(f"{day:%Y-%m-%d}+0", due, 0)
    for days in _days_after(due, now):
        after = _day_after(day, days, process.calendar, is_business=is_business)
        yield PostmortemReminder(f"{day:%Y-%m-%d}{days:+d}", _midnight(after), days)


def _by_the_hour(resolved: datetime, due: datetime, now: datetime) -> Iterator[PostmortemReminder]:
    stem = f"{due:%Y-%m-%dT%H:%M}"
    for share in SHARES:
        yield PostmortemReminder(f"{stem}.{share}", resolved + (due - resolved) * share / 100, -1)
    for days in (0, *_days_after(due, now)):
        yield PostmortemReminder(f"{stem}{days:+d}", due + timedelta(days=days), days)


def _days_after(due: datetime, now: datetime) -> tuple[int, ...]:
    """Return the days after the deadline that have reminders, weekly in the end, up to now."""
    weeks = max(0, (now - due).days) // 7
    return (*DAYS_AFTER, *(7 * week for week in range(2, weeks + 2)))


def _day_after(day: datetime, days: int, calendar: Calendar, *, is_business: bool) -> datetime:
    """Return a day before or after the deadline; of a few business days that many, of a week the next one."""
    if not is_business:
        return day + timedelta(days=days)
    if days >= DAYS_AFTER[-1]:
        after = day + timedelta(days=days - 1)
        days = 1
    else:
        after = day
    step = timedelta(days=1 if days > 0 else -1)
    for _ in range(abs(days)):
        after += step
        while not is_business_day(after, calendar):
            after += step
    return after


def _midnight(day: datetime) -> datetime:
    return datetime.combine(day.date(), time(), day.tzinfo)
