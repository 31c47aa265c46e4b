"""Business time: when a span such as "5 business days" ends, with weekends, holidays, hours and a time zone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from types import ModuleType
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from incident_actions.model.process.on_call import Hours
from incident_actions.model.process.strict_model import StrictModel, Zone

SATURDAY = 5
"""By `date.weekday`: the first day of the weekend where no country is named."""


def _countries() -> dict[str, list[str]]:
    """Return the countries with known holidays, and their subdivisions."""
    known: dict[str, list[str]] = _holidays().list_supported_countries()
    return known


def _holidays() -> ModuleType:
    """Load the library that knows every country's holidays and weekends."""
    import holidays  # noqa: PLC0415  takes 150 ms to load, and is needed only with a country

    return holidays


def _country(code: str) -> str:
    if code not in _countries():
        msg = "unknown country; expected two letters such as DE or US"
        raise ValueError(msg)
    return code


class Calendar(StrictModel):
    """Business days and hours. Without a `country`, Monday to Friday are business days."""

    time_zone: Zone = Field(default="UTC", description="the time zone of times that people type, and of days")
    country: Annotated[str, AfterValidator(_country)] | None = Field(
        default=None, description="a country code such as `DE`, whose weekends and holidays are not business days"
    )
    subdivision: str | None = Field(
        default=None, description="the code of a state or region in the country, such as `BY`"
    )
    hours: Hours = Field(default="09:00-17:00", description="the business hours")

    @model_validator(mode="after")
    def _parted(self) -> Calendar:
        parts = _countries()[self.country] if self.country and self.subdivision else []
        if self.subdivision and self.subdivision not in parts:
            where = f"subdivision of {self.country}" if self.country else "subdivision without a `country`"
            msg = f"unknown {where}; allowed: {', '.join(parts) or 'none'}"
            raise ValueError(msg)
        return self


def deadline(start: datetime, span: str, calendar: Calendar) -> datetime:
    """Return when a span (`48 hours`, `3 days`, `5 business days`) from `start` ends; in UTC.

    Days are counted in the calendar's zone. Business days are counted whole: from a Thursday noon, one business day
    ends on Friday at noon.
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
    """Whether a day is a working day: by the country's weekends and holidays, or from Monday to Friday."""
    if calendar.country is None:
        return day.weekday() < SATURDAY
    known = _holidays().country_holidays(calendar.country, subdiv=calendar.subdivision, years=day.year)
    return bool(known.is_working_day(day.date()))


def response_due(start: datetime, response: str, calendar: Calendar) -> datetime | None:
    """Return by when somebody must respond, for a severity's `respond_within`; in UTC.

    `business hours` end with those of the day, or of the next one where they are over. `next business day` ends with
    the hours of that day. None for `at once`, which the page covers, and for sprints and cycles, which no clock can
    tell.
    """
    count, _, unit = response.partition(" ")
    if count.isdecimal():
        return start + timedelta(**{unit: int(count)})
    if response not in ("business hours", "next business day"):
        return None
    day = start.astimezone(ZoneInfo(calendar.time_zone))
    if response == "next business day":
        day += timedelta(days=1)
    while not is_business_day(day, calendar) or _close(day, calendar) <= start:
        day += timedelta(days=1)
    return _close(day, calendar)


def _close(day: datetime, calendar: Calendar) -> datetime:
    """Return when the business hours of a local day end, which may be after midnight; in UTC."""
    opens, closes = (time.fromisoformat(part) for part in calendar.hours.split("-"))
    last = day.date() + timedelta(days=closes <= opens)
    return datetime.combine(last, closes, day.tzinfo).astimezone(UTC)
