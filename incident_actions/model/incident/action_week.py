"""A week of action items: whose reminders are snoozed, folded from the entries on the week's own issue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.person import Person


@dataclass(frozen=True)
class Absence:
    """Until when somebody snoozed all their reminders. On that day, they get them again."""

    person: Person
    until: date


@dataclass(frozen=True)
class ActionWeek:
    """The action items of a week, as the record of its issue has them."""

    week: str
    """The week of the ISO calendar, such as `2026-W10`."""
    absences: tuple[Absence, ...] = ()

    def absent_people(self, today: date) -> tuple[Absence, ...]:
        """Return the absences that are not over yet."""
        return tuple(each for each in self.absences if today < each.until)


def fold(entries: Iterable[e.Entry]) -> ActionWeek | None:
    """Fold entries into a week; None where nothing says which week it is. Of one person, the last snooze counts."""
    week, absences = "", dict[str, Absence]()
    for entry in entries:
        if isinstance(entry, e.WeekBegun):
            week = week or entry.week
        elif isinstance(entry, e.PersonSnoozed):
            absences[str(entry.by_id or entry.by.casefold())] = Absence(Person(entry.by, entry.by_id), entry.until)
    return ActionWeek(week, tuple(absences.values())) if week else None


def week_of(day: date) -> str:
    """Return the ISO week of a day, such as `2026-W10`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def days_of(day: date) -> tuple[date, date]:
    """Return the Monday and the Sunday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def is_in_week(at: datetime | date, monday: date) -> bool:
    """Return whether a day is in the week that begins on a Monday."""
    day = at.date() if isinstance(at, datetime) else at
    return monday <= day < monday + timedelta(days=7)
