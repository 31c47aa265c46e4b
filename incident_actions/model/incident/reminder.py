"""Reminders: a series of days around a due date, of which the latest that has passed is sent once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple


class Reminder(NamedTuple):
    """One reminder of a series: its key, its day, and its distance in days from the due date."""

    key: str
    day: date
    days: int


def due_reminder(due: date, today: date, offsets: tuple[int, ...], sent: frozenset[str]) -> Reminder | None:
    """Return the reminder that should be out by `today`, unless it or a later one was sent.

    `offsets` are days before (negative) and after the due date, ascending. After the last one the series continues
    weekly, without an end: (-3, 0, 1, 3, 7) is followed by 14, 21 …. Of several reminders that are due, only the latest
    is sent, because nobody needs three mails at once.
    """
    passed = (today - due).days
    if passed < offsets[0]:
        return None
    latest = max(offset for offset in offsets if offset <= passed)
    if latest == offsets[-1]:
        latest += (passed - latest) // 7 * 7
    reminder = Reminder(f"{due.isoformat()}{latest:+d}", due + timedelta(days=latest), latest)
    return None if reminder.key in sent else reminder
