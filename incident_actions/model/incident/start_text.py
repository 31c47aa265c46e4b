"""Read when something planned begins, as people type it: `now`, `22:00`, `friday 22:00`, `22:00 tomorrow`, `in 2h`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from incident_actions.model.incident.day_text import split_day
from incident_actions.model.incident.time_text import bare_clock, split_moment, split_span
from incident_actions.model.lazy_pattern import lazy_pattern

ONE_DAY = timedelta(days=1)

_NOW = lazy_pattern(r"now\b\s*", re.IGNORECASE)
_IN = lazy_pattern(r"in\s+(?=[0-9])", re.IGNORECASE)
_AT = lazy_pattern(r"at\s+(?=[a-z])", re.IGNORECASE)
_WORD = lazy_pattern(r"(?!in\b)[a-z]", re.IGNORECASE)


def split_start(text: str, now: datetime, zone: tzinfo) -> tuple[datetime | None, str]:
    """Split a text into its leading start in UTC and the rest; None and the whole text without one.

    A time without a day is the next one. A time of a past day is returned as such.
    """
    typed = text.strip()
    if found := _NOW.match(typed):
        return now, typed[found.end() :]
    if found := _IN.match(typed):
        length, rest = split_span(typed[found.end() :])
        if length and not bare_clock(rest):
            return (now + length).replace(second=0, microsecond=0), rest
    return _split_clock(_AT.sub("", typed, count=1) if _AT.match(typed) else typed, now, zone)


def _split_clock(typed: str, now: datetime, zone: tzinfo) -> tuple[datetime | None, str]:
    """Split off a time of day, with its day before or after it or without one."""
    today = now.astimezone(zone).date()
    at, rest = split_moment(typed, now, zone)
    if at is None:
        day, rest = split_day(typed, today)
        at, rest = split_moment(rest, now, zone) if day and bare_clock(rest) else (None, typed)
        return (_on_day(at, day, zone), rest) if at and day else (None, typed)
    if not bare_clock(typed):
        return at, rest
    day, after = split_day(rest, today) if _WORD.match(rest) else (None, rest)
    if day:
        return _on_day(at, day, zone), after
    if at < now.replace(second=0, microsecond=0):  # a clock time has no seconds
        at = _on_day(at, at.astimezone(zone).date() + ONE_DAY, zone)
    return at, rest


def _on_day(at: datetime, day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, at.astimezone(zone).time(), tzinfo=zone).astimezone(UTC)
