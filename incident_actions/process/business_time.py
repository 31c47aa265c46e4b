"""Business time: when a span such as "5 business days" is over, with weekends, holidays and a time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from incident_actions.process.process import Calendar

SATURDAY = 5


def deadline(start: datetime, span: str, calendar: Calendar) -> datetime:
    """Count a span (`48 hours`, `3 days`, `5 business days`) from a moment, in the calendar's zone; in UTC.

    Business days are counted whole: from a Thursday noon, one business day ends on Friday at noon.
    """
    count, unit = span.split(" ", 1)
    if unit == "hours":
        return start + timedelta(hours=int(count))
    local = start.astimezone(ZoneInfo(calendar.time_zone))
    days = int(count)
    while days:
        local += timedelta(days=1)
        days -= 1 if unit == "days" or is_business_day(local, calendar) else 0
    return local.astimezone(UTC)


def is_business_day(day: datetime, calendar: Calendar) -> bool:
    """Whether people are at work on a day."""
    if day.weekday() >= SATURDAY:
        return False
    if calendar.country is None:
        return True
    import holidays  # it knows every country and takes a while to load: only for those who name one  # noqa: PLC0415

    return day.date() not in holidays.country_holidays(calendar.country, subdiv=calendar.subdivision, years=day.year)
