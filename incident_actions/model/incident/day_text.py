"""Read days as people type them: `2026-12-01`, `June 7, 2026`, `next friday`, `in 2 weeks`, `end of month`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from incident_actions.model.incident.time_text import match_start, text_after
from incident_actions.model.lazy_pattern import lazy_pattern

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_SHORT_ENDS = {"eom": "month", "eoq": "quarter", "eoy": "year"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FLAGS = re.IGNORECASE | re.ASCII | re.VERBOSE

_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
_CALENDAR = rf"""(?:(?P<month>{_MONTH})\.?\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>[0-9]{{4}}))?
    |(?P<day_first>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<month_second>{_MONTH})\.?
     (?:,?\s+(?P<year_last>[0-9]{{4}}))?)"""
"""A day of a month by its name. Days in figures alone are left out: `7/6` is two days, depending on where one lives."""

_DAY = lazy_pattern(
    rf"""(?:(?:by|on|due|until)\s+)?(?:(?P<date>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})|{_CALENDAR}|(?P<near>today|tomorrow)
    |(?:(?P<which>next|this)\s+)?(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?
    |fri(?:day)?|sat(?:urday)?|sun(?:day)?)
    |(?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?(?P<following>next\s+)?(?P<end>month|quarter|year)|(?P<short>eom|eoq|eoy)
    |(?:(?:in\s+|\+)?(?P<count>[0-9]{{1,5}})\s?|in\s+(?P<word>an?|one|two|three)\s+)
     (?P<unit>days?|d|weeks?|wks?|w|months?|mo))""",
    _FLAGS,
)
_FIXED_DAY = lazy_pattern(rf"(?<![\w-])(?:(?P<date>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})|{_CALENDAR})(?![\w-])", _FLAGS)
_LIKE_A_DAY = lazy_pattern(
    rf"""(?:(?:by|on|due|until|before)\s+)?(?:
    [0-9]{{1,4}}(?P<sign>[./-])[0-9]{{1,2}}(?P=sign)[0-9]{{1,4}}\.?|[0-9]{{1,2}}\.[0-9]{{1,2}}\.
    |(?!24/7)[0-9]{{1,2}}/[0-9]{{1,2}}
    |{_MONTH}\.?\s+[0-9]{{1,2}}(?:st|nd|rd|th)?(?:,?\s+[0-9]{{4}})?
    |[0-9]{{1,2}}(?:st|nd|rd|th|\.)?\s+{_MONTH}\.?(?:\s+[0-9]{{4}})?
    |next\s+(?:week|month|quarter|year|sprint)|yesterday|asap|soon|tbd|eod|eow)""",
    _FLAGS,
)

_ANY_DAY = date(2000, 1, 1)
"""A day to read a text on that is not to be kept."""


def split_day(text: str, today: date) -> tuple[date | None, str]:
    """Split a text into its leading day and the rest; None and the whole text without a leading day.

    A weekday is the first one after today; with `next` it is the one of the next week, which starts on Monday. A month
    later is the same day of the month, or the month's last. A day of a month without its year is the next such day.
    """
    typed = text.strip()
    found = match_start(_DAY, typed)
    day = _day_of(found, today) if found else None
    return (day, text_after(found, typed)) if found and day else (None, typed)


def unreadable_day(text: str) -> str:
    """Return what a text begins with that looks like a day which `split_day` can't read, or an empty string."""
    found = match_start(_LIKE_A_DAY, text.strip())
    return text.strip()[: found.end()] if found else ""


def fixed_day(text: str) -> date | None:
    """Return the first day anywhere in a text that is the same whenever it is read, so that it names its year."""
    for found in _FIXED_DAY.finditer(text):
        if found["date"] or found["year"] or found["year_last"]:
            try:
                return date.fromisoformat(found["date"]) if found["date"] else _calendar_day(found, None)
            except ValueError:
                continue
    return None


def is_relative_day(text: str) -> bool:
    """Return whether a text begins with a day that `split_day` reads, and that depends on when it is read."""
    return fixed_day(text) is None and split_day(text, _ANY_DAY)[0] is not None


def is_whole_day(text: str) -> bool:
    """Return whether a text is a day and nothing else, whenever it is read."""
    found = _DAY.fullmatch(text.strip())
    return found is not None and _day_of(found, _ANY_DAY) is not None


def _day_of(found: re.Match[str], today: date) -> date | None:
    """Return the day of a match, or None if no calendar has it."""
    try:
        if found["date"]:
            return date.fromisoformat(found["date"])
        if found["month"] or found["month_second"]:
            return _calendar_day(found, today)
        if found["near"]:
            return today + timedelta(days=found["near"].lower() == "tomorrow")
        if found["weekday"]:
            return _weekday(_WEEKDAYS.index(found["weekday"][:3].lower()), found["which"], today)
        if found["end"] or found["short"]:
            return _end_of(found["end"] or _SHORT_ENDS[found["short"].lower()], bool(found["following"]), today)
        count = int(found["count"]) if found["count"] else _COUNTS[found["word"].lower()]
        return _ahead(count, found["unit"].lower(), today)
    except (ValueError, OverflowError):
        return None


def _calendar_day(found: re.Match[str], today: date | None) -> date:
    """Return the day of a month; without a year it is the next such day from today on."""
    month = _MONTHS.index((found["month"] or found["month_second"])[:3].lower()) + 1
    day, year = int(found["day"] or found["day_first"]), found["year"] or found["year_last"]
    if year or today is None:
        return date(int(year), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _weekday(weekday: int, which: str | None, today: date) -> date:
    if which and which.lower() == "next":
        return today + timedelta(days=7 - today.weekday() + weekday)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _ahead(count: int, unit: str, today: date) -> date:
    if not unit.startswith("m"):
        return today + timedelta(days=count * (7 if unit.startswith("w") else 1))
    return _months_later(today, count)


def _end_of(what: str, following: bool, today: date) -> date:  # noqa: FBT001  private, one caller
    """Return the last day of this month, quarter or year, or of the following one."""
    months = _MONTHS_IN[what.lower()]
    last = (today.month - 1) // months * months + months
    first_of_last = _months_later(today.replace(day=1), last - today.month + months * following)
    return first_of_last.replace(day=monthrange(first_of_last.year, first_of_last.month)[1])


def _months_later(today: date, count: int) -> date:
    years, month = divmod(today.month - 1 + count, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
