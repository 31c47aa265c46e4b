"""Business time: when a span such as "5 business days" ends, with weekends, holidays, hours and a time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from types import ModuleType
from typing import Annotated
from zoneinfo import ZoneInfo

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import After, ConfigurationPart, ValueLimits, field
from incident_actions.model.process.on_call import Hours
from incident_actions.model.process.value_types import Zone

SATURDAY = 5
"""By `date.weekday`: the first day of the weekend where no country is named."""

CYCLES = ("next sprint", "normal cycle")
"""Responses that wait for a team's own rhythm, so that nobody is called at the declaration."""

BUSINESS_DAY_RESPONSES = ("business hours", "next business day")
"""Responses that wait until business hours begin."""


def _countries() -> dict[str, list[str]]:
    """Return the countries with known holidays, and their subdivisions."""
    known: dict[str, list[str]] = _holidays().list_supported_countries()
    return known


def _holidays() -> ModuleType:
    """Load the library that knows every country's holidays and weekends; raises ValueError if it is not installed."""
    try:
        import holidays  # noqa: PLC0415  takes 150 ms to load, and is needed only with a country
    except ModuleNotFoundError:
        msg = "a country needs the package holidays; run `pip install 'incident-actions[holidays]'`"
        raise ValueError(msg) from None
    return holidays


def _country(code: str) -> str:
    if code not in _countries():
        msg = "unknown country; expected two letters such as DE or US"
        raise ValueError(msg)
    return code


@dataclass(frozen=True, kw_only=True)
class Sprint(ConfigurationPart):
    """The rhythm of a team's sprints, from which the end of the next one follows."""

    start: date = field(description="the first day of any sprint")
    days: Annotated[int, ValueLimits(ge=1, le=366)] = field(default=14, description="the length of a sprint in days")


@dataclass(frozen=True, kw_only=True)
class Calendar(ConfigurationPart):
    """Business days and hours. Without a `country`, Monday to Friday are business days."""

    time_zone: Zone = field(default="UTC", description="the time zone of times that people type, and of days")
    country: Annotated[str, After(_country)] | None = field(
        default=None, description="a country code such as `DE`, whose weekends and holidays are not business days"
    )
    subdivision: str | None = field(
        default=None, description="the code of a state or region in the country, such as `BY`"
    )
    hours: Hours = field(default="09:00-17:00", description="the business hours")
    sprint: Sprint | None = field(
        default=None,
        description="the sprints, whose next one ends a response of `next sprint` or `normal cycle`; without it, such "
        "a response is shown, and nobody is reminded of it",
    )

    def __post_init__(self) -> None:
        parts = _countries()[self.country] if self.country and self.subdivision else []
        if self.subdivision and self.subdivision not in parts:
            where = f"subdivision of {self.country}" if self.country else "subdivision without a `country`"
            msg = f"unknown {where}; allowed: {', '.join(parts) or 'none'}"
            raise ValueError(msg)


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
    the hours of that day, and `next sprint` and `normal cycle` with the last business day of the next sprint. None for
    `at once`, whose minutes are the target for the acknowledgement, and for sprints that the calendar does not have.
    """
    count, _, unit = response.partition(" ")
    if count.isdecimal():
        return start + timedelta(**{unit: int(count)})
    day = start.astimezone(ZoneInfo(calendar.time_zone))
    if response in CYCLES:
        sprint = calendar.sprint
        return _close(_last_day_of_next_sprint(day, sprint, calendar), calendar) if sprint else None
    if response not in BUSINESS_DAY_RESPONSES:
        return None
    if response == "next business day":
        day += timedelta(days=1)
    while not is_business_day(day, calendar) or _close(day, calendar) <= start:
        day += timedelta(days=1)
    return _close(day, calendar)


def response_begins(start: datetime, response: str, calendar: Calendar) -> datetime | None:
    """Return when a response in business time begins, until when nobody is to be disturbed; None for any other.

    That of `business hours` begins at once within them, else when they open. That of `next business day` begins when
    the hours of that day open.
    """
    if response not in BUSINESS_DAY_RESPONSES:
        return None
    due = response_due(start, response, calendar)
    return max(start, _open_before(due, calendar)) if due else None


def nth_business_day(start: datetime, days: int, calendar: Calendar) -> datetime:
    """Return the same time of day so many business days later; in UTC."""
    return deadline(start, f"{days} business days", calendar)


def _open_before(close: datetime, calendar: Calendar) -> datetime:
    """Return when the business hours opened that end at a moment; in UTC."""
    opens = time.fromisoformat(calendar.hours.split("-")[0])
    local = close.astimezone(ZoneInfo(calendar.time_zone))
    same_day = datetime.combine(local.date(), opens, local.tzinfo).astimezone(UTC)
    yesterday = datetime.combine(local.date() - timedelta(days=1), opens, local.tzinfo).astimezone(UTC)
    return same_day if same_day < close else yesterday


def _last_day_of_next_sprint(day: datetime, sprint: Sprint, calendar: Calendar) -> datetime:
    """Return the last business day of the sprint after the one that a local day is in."""
    passed = (day.date() - sprint.start).days // sprint.days
    last = day + timedelta(days=(sprint.start - day.date()).days + (passed + 2) * sprint.days - 1)
    while not is_business_day(last, calendar) and last > day:
        last -= timedelta(days=1)
    return last


def _close(day: datetime, calendar: Calendar) -> datetime:
    """Return when the business hours of a local day end, which may be after midnight; in UTC."""
    opens, closes = (time.fromisoformat(part) for part in calendar.hours.split("-"))
    last = day.date() + timedelta(days=closes <= opens)
    return datetime.combine(last, closes, day.tzinfo).astimezone(UTC)
