"""The times of the timeline can be read, are in UTC, and are in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from incident_actions.model.incident.time_text import OTHER_ZONE
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.process import Process
from incident_actions.postmortem.finding import Finding, TimeOutOfOrder, TimeUnreadable
from incident_actions.postmortem.outline import Outline, OutlineSection

CLOCK = r"(?:(?P<date>\d{4}-\d{2}-\d{2})[ T]+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
SPAN = r"(?:\s?[-–—]\s?\d{1,2}:\d{2})?"
TIME = lazy_pattern(rf"[~*_`]*{CLOCK}{SPAN}(?:\s?(?:Z|UTC))?[*_`]*", re.ASCII)
LEADING_TIME = lazy_pattern(
    rf"[~*_`]*{CLOCK}{SPAN}(?:\s?(?:Z|UTC)\b)?(?!\w|[+-]\d)(?!\s?{OTHER_ZONE.pattern})", re.ASCII
)
DATE = lazy_pattern(r"[~*_`]*(\d{4}-\d{2}-\d{2})[*_`]*", re.ASCII)
"""A row that is a date alone: the times below are of that day."""

UNDATED = date.min


def find_problems(outline: Outline, process: Process) -> Iterator[Finding]:
    """Find rows whose time cannot be read or goes back."""
    for section in process.postmortem.sections:
        if section.content == "timeline":
            for part in outline.parts(section.title):
                yield from _in_order(part, listed=process.postmortem.timeline == "list")


def _in_order(part: OutlineSection, *, listed: bool) -> Iterator[Finding]:
    """Compare each time with the one above it; a time without a date is of the day above it."""
    day, last = UNDATED, None
    for line, given, found in _times(part, listed=listed):
        if not found and (began := _day(given)):
            day = began
            continue
        at = _moment(found, day) if found else None
        if at is None:
            yield TimeUnreadable(line, given)
            continue
        if last is not None and at < last:
            yield TimeOutOfOrder(line, at, last)
        day, last = at.date(), at


def _times(part: OutlineSection, *, listed: bool) -> Iterator[tuple[int, str, re.Match[str] | None]]:
    """Return the first cell of each table row, and other lines that begin with a time or are a date alone.

    Where the timeline is `listed`, each item of the list must begin with one; nested items only add details.
    """
    for row in part.rows:
        first = row[0]
        if first.kind == "cell":
            given = first.visible_text
            found = TIME.fullmatch(given)
            if found or not all(each.is_blank for each in row):
                yield first.line, given, found
        elif first.kind == "text":
            for line, text in enumerate(first.visible_lines.split("\n"), first.line):
                found = LEADING_TIME.match(text)
                if found or _day(text) or (listed and first.item == 1 and line == first.line and not first.is_blank):
                    yield line, text, found


def _day(given: str) -> date | None:
    """Return the day of a row that is a date alone."""
    found = DATE.fullmatch(given.strip())
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _moment(found: re.Match[str], day: date) -> datetime | None:
    try:
        on = date.fromisoformat(found["date"]) if found["date"] else day
        clock = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return None
    return datetime.combine(on, clock, UTC)
