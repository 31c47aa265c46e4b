"""Read days as people type them: `2026-12-01`, `friday`, `next friday`, `in 2 weeks`, `end of month`."""

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
_FLAGS = re.IGNORECASE | re.ASCII | re.VERBOSE

_DAY = lazy_pattern(
    r"""(?:(?:by|on|due|until)\s+)?(?:(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})|(?P<near>today|tomorrow)
    |(?:(?P<which>next|this)\s+)?(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?
    |fri(?:day)?|sat(?:urday)?|sun(?:day)?)
    |(?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?(?P<following>next\s+)?(?P<end>month|quarter|year)|(?P<short>eom|eoq|eoy)
    |(?:(?:in\s+|\+)?(?P<count>[0-9]{1,5})\s?|in\s+(?P<word>an?|one|two|three)\s+)
     (?P<unit>days?|d|weeks?|wks?|w|months?|mo))""",
    _FLAGS,
)
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
_LIKE_A_DAY = lazy_pattern(
    rf"""(?:(?:by|on|due|until|before)\s+)?(?:
    [0-9]{{1,4}}(?P<sign>[./-])[0-9]{{1,2}}(?P=sign)[0-9]{{1,4}}\.?|[0-9]{{1,2}}\.[0-9]{{1,2}}\.
    |(?!24/7)[0-9]{{1,2}}/[0-9]{{1,2}}
    |{_MONTH}\.?\s+[0-9]{{1,2}}(?:st|nd|rd|th)?(?:,?\s+[0-9]{{4}})?
    |[0-9]{{1,2}}(?:st|nd|rd|th|\.)?\s+{_MONTH}\.?(?:\s+[0-9]{{4}})?
    |next\s+(?:week|month|quarter|year|sprint)|yesterday|asap|soon|tbd|eod|eow)""",
    _FLAGS,
)


def split_day(text: str, today: date) -> tuple[date | None, str]:
    """Split a text into its leading day and the rest; None and the whole text without a leading day.

    A weekday is the first one after today; with `next` it is the one of the next week, which starts on Monday. A month
    later is the same day of the month, or the month's last.
    """
    typed = text.strip()
    found = match_start(_DAY, typed)
    day = _day_of(found, today) if found else None
    return (day, text_after(found, typed)) if found and day else (None, typed)


def unreadable_day(text: str) -> str:
    """Return what a text begins with that looks like a day which `split_day` can't read, or an empty string."""
    found = match_start(_LIKE_A_DAY, text.strip())
    return text.strip()[: found.end()] if found else ""


def _day_of(found: re.Match[str], today: date) -> date | None:
    """Return the day of a match, or None if no calendar has it."""
    try:
        if found["date"]:
            return date.fromisoformat(found["date"])
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
