"""Read times and time spans as people type them, and format them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NoReturn

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.plain_width import to_plain_width

TOLERANCE = timedelta(minutes=5)
"""How far ahead of now a bare clock time still means today: clocks differ, and people round up."""

_UNITS = {
    "weeks": "weeks?|wks?|w",
    "days": "days?|d",
    "hours": "hours?|hrs?|h",
    "minutes": "minutes?|mins?|m",
    "seconds": "seconds?|secs?|s",
}
_LENGTH = "(?=[0-9])" + "".join(
    rf"(?:(?P<{unit}>[0-9]{{1,5}})\s?(?:{words})(?![a-z])\s*(?:and\s+)?)?" for unit, words in _UNITS.items()
)
_CLOCK = (
    r"(?P<hour>[0-9]{1,2})"
    r"(?:(?::|h|\u6642)(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?)?\u5206?|(?=\s?[ap]m))"
    r"(?:\s?(?P<half>[ap])m)?(?P<utc>Z|\s?UTC|\s?GMT)?"
)
_DATE = "(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
_FLAGS = re.IGNORECASE | re.ASCII

_SPAN = lazy_pattern(_LENGTH, _FLAGS)
# A sign after a clock time is an offset only in the ISO form with a T: `14:05-14:20` is a range.
_ISO = lazy_pattern(rf"{_DATE}T{_CLOCK}(?P<offset>[+-][0-9]{{2}}:?[0-9]{{2}})?", _FLAGS)
_AT = lazy_pattern(
    rf"(?:at\s+|since\s+)?(?:{_DATE}\s+|(?P<before>today|yesterday)\s+(?:at\s+)?)?{_CLOCK}"
    r"(?:\s+(?P<after>today|yesterday))?",
    _FLAGS,
)
_BARE = lazy_pattern(rf"(?:at\s+|since\s+)?{_CLOCK}", _FLAGS)
_AGO = lazy_pattern(rf"(?P<minus>-\s?)?{_LENGTH}(?(minus)|\s*ago)", _FLAGS)
_LIKE_A_TIME = lazy_pattern(
    r"[0-9].*|(?:tomorrow|yesterday|today|tonight|noon|midday|midnight|morgen|gestern|heute|demain|hier)\b.*"
    r"|(?:at|since|in|around|about|ca\.?|~)\s*[0-9].*",
    re.IGNORECASE | re.DOTALL,
)
_END = lazy_pattern(r"(?=[:,.;]?(?:\s|\Z))")
_SEPARATOR = lazy_pattern(r"[:,.;]?\s*(?:[–—-]\s+(?![0-9]))?")
OTHER_ZONE = lazy_pattern(
    r"(?:UTC[+-]|GMT[+-]|(?:CES?T|EES?T|WES?T|BST|IST|MSK|[ECMP][SD]?T|AK[SD]T|HST|JST|KST|SGT|HKT|A[CEW][SD]T|NZ[SD]T)\b)"
)


class NotATime(ValueError):
    """A text that is not a time or a time span where one was expected."""


def parse_moment(text: str, now: datetime, zone: tzinfo) -> datetime:
    """Return a time in UTC: `14:05`, `14:05 yesterday`, `14:05Z`, an ISO time, `20m ago`, `-20m`, `now`.

    A time without a zone is in `zone`. A bare `14:05` is the latest one that is not after now (plus `TOLERANCE`), so at
    00:10 `23:55` was yesterday. A local time that a clock change skips moves forward by the change; of one that occurs
    twice, the first is meant. Raises NotATime.
    """
    typed = to_plain_width(text.strip())
    if typed.lower() == "now":
        return now.astimezone(UTC)
    for form in (_ISO, _AT, _AGO):
        if found := form.fullmatch(typed):
            return _moment_of(found, now, zone)
    return _refuse(text)


def split_moment(text: str, now: datetime, zone: tzinfo) -> tuple[datetime | None, str]:
    """Split a text into its leading time and the rest; None and the whole text without a leading time.

    A `now` before other words stays text ("now rolling back"). So does a time with a zone of letters (`14:05 CET`),
    because it would be misread.
    """
    typed = text.strip()
    if typed.lower() == "now":
        return now.astimezone(UTC), ""
    for form in (_ISO, _AT, _AGO):
        found = match_start(form, typed)
        rest = text_after(found, typed) if found else ""
        if found and not OTHER_ZONE.match(rest):
            try:
                return _moment_of(found, now, zone), rest
            except NotATime:
                break
    return None, typed


def bare_clock(text: str) -> str:
    """Return the clock time that a text begins with, if it names no day; else an empty string."""
    typed = text.strip()
    found = match_start(_BARE, typed)
    day_follows = found and re.match(r"\s+(?:today|yesterday)\b", typed[found.end() :], _FLAGS)
    return found[0] if found and not day_follows else ""


def is_like_a_time(text: str) -> bool:
    """Return whether a text begins like a time, whether or not it can be read: `3 o'clock`, `noon`, `in 5m`."""
    return _LIKE_A_TIME.fullmatch(to_plain_width(text.strip())) is not None


def parse_span(text: str) -> timedelta:
    """Return a time span above zero: `30m`, `2h`, `5d`, `1h30m`, `1 hour and 30 minutes`; raises NotATime."""
    found = _SPAN.fullmatch(to_plain_width(text.strip()))
    length = _length(found) if found else timedelta()
    return length if length > timedelta() else _refuse(text)


def split_span(text: str) -> tuple[timedelta | None, str]:
    """Split a text into its leading time span and the rest; None and the whole text without one."""
    typed = text.strip()
    found = match_start(_SPAN, typed)
    length = _length(found) if found else timedelta()
    return (length, text_after(found, typed)) if found and length > timedelta() else (None, typed)


def format_moment(at: datetime) -> str:
    """Format a time as it is shown everywhere: `2026-01-31 14:05 UTC`."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def format_clock(at: datetime, day: date) -> str:
    """Format a time in UTC as `14:05`, or as `2026-01-31 14:05` if it is on another day than `day` (UTC)."""
    moment = at.astimezone(UTC)
    shown_day = day.astimezone(UTC).date() if isinstance(day, datetime) else day
    return f"{moment:%H:%M}" if moment.date() == shown_day else f"{moment:%Y-%m-%d %H:%M}"


def format_length(delta: timedelta) -> str:
    """Format a time span in its two largest units, rounded down: `2 d 3 h`, `45 min`, `under a minute`."""
    minutes = abs(delta) // timedelta(minutes=1)
    if not minutes:
        return "under a minute"
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    parts = ((days, "d"), (hour, "h")) if days else ((hour, "h"), (minute, "min"))
    sign = "-" if delta < timedelta() else ""
    return sign + " ".join(f"{count} {unit}" for count, unit in parts if count)


def spell_length(delta: timedelta) -> str:
    """Spell a time span out in hours and minutes, rounded down: `30 minutes`, `1 hour`, `1 hour 30 minutes`."""
    hours, minutes = divmod(delta // timedelta(minutes=1), 60)
    parts = [
        f"{count} {unit}{'s' if count > 1 else ''}" for count, unit in ((hours, "hour"), (minutes, "minute")) if count
    ]
    return " ".join(parts) or "under a minute"


def _refuse(text: str) -> NoReturn:
    raise NotATime(text)


def match_start(form: re.Pattern[str], typed: str) -> re.Match[str] | None:
    """Match at the start of a text, up to the end of a word."""
    return re.compile(form.pattern + _END.pattern, form.flags).match(to_plain_width(typed))


def text_after(found: re.Match[str], typed: str) -> str:
    """Return the text after a leading time, without the punctuation between."""
    return _SEPARATOR.sub("", typed[found.end() :].lstrip(), count=1)


def _moment_of(found: re.Match[str], now: datetime, zone: tzinfo) -> datetime:
    """Return the moment of a match."""
    try:
        if found.re.groupindex.get("weeks"):
            return now.astimezone(UTC) - _length(found)
        return _at(found.groupdict(), now, zone)
    except (ValueError, OverflowError):
        _refuse(found[0])


def _at(typed: dict[str, str | None], now: datetime, zone: tzinfo) -> datetime:
    """Return a clock time on the day it names, or on the latest day that is not ahead."""
    if offset := typed.get("offset"):
        return datetime.fromisoformat(f"{typed['date']}T{_clock(typed)}{offset}").astimezone(UTC)
    where = UTC if typed["utc"] else zone
    clock = _clock(typed)
    word = typed.get("before") or typed.get("after")
    if typed["date"]:
        if word:
            _refuse(word)
        return _local(date.fromisoformat(typed["date"]), clock, where)
    if typed["before"] and typed["after"]:
        _refuse(f"{typed['before']} {typed['after']}")
    latest = (now + TOLERANCE).astimezone(where)
    if word:
        return _local(now.astimezone(where).date() - timedelta(days=word.lower() == "yesterday"), clock, where)
    at = _local(latest.date(), clock, where)
    return at if at <= latest else _local(latest.date() - timedelta(days=1), clock, where)


def _clock(typed: dict[str, str | None]) -> time:
    hour = int(typed["hour"] or 0)
    if half := typed["half"]:
        if not 1 <= hour <= 12:
            _refuse(f"{hour} {half}m")
        hour = hour % 12 + 12 * (half.lower() == "p")
    return time(hour, int(typed["minute"] or 0), int(typed["second"] or 0))


def _local(on: date, clock: time, zone: tzinfo) -> datetime:
    """Return a local time in UTC; `fold` is 0, so skipped times move forward and the first of two is taken."""
    return datetime.combine(on, clock, zone).astimezone(UTC)


def _length(found: re.Match[str]) -> timedelta:
    return timedelta(**{unit: int(found[unit] or 0) for unit in _UNITS})
