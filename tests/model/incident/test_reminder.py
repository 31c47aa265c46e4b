"""Reminders come at widening intervals, once each, and never end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.model.incident.reminder import Reminder, due_reminder

DUE = date(2026, 3, 20)
OFFSETS = (-3, 0, 1, 3, 7)


def on(days: int, sent: frozenset[str] = frozenset()) -> Reminder | None:
    return due_reminder(DUE, DUE + timedelta(days=days), OFFSETS, sent)


@pytest.mark.parametrize(
    ("days", "offset"),
    [
        (-3, -3),
        (-2, -3),
        (-1, -3),
        (0, 0),
        (1, 1),
        (2, 1),
        (3, 3),
        (6, 3),
        (7, 7),
        (13, 7),
        (14, 14),
        (20, 14),
        (21, 21),
        (371, 371),
    ],
)
def test_the_latest_reminder_that_has_passed_is_due(days: int, offset: int) -> None:
    assert on(days) == Reminder(f"2026-03-20{offset:+d}", DUE + timedelta(days=offset), offset)


@pytest.mark.parametrize("days", [-4, -30])
def test_no_reminder_is_due_before_the_first(days: int) -> None:
    assert on(days) is None


def test_a_sent_reminder_is_not_sent_again() -> None:
    assert on(5, frozenset({"2026-03-20+3"})) is None


def test_another_due_date_starts_a_new_series() -> None:
    assert on(3, frozenset({"2026-03-19+3"})) is not None


@given(st.lists(st.integers(-10, 400), max_size=60))
def test_each_reminder_is_sent_once_and_never_early_whenever_runs_come(days: list[int]) -> None:
    sent: list[Reminder] = []
    for day in sorted(days):
        reminder = on(day, frozenset(each.key for each in sent))
        if reminder:
            assert reminder.days <= day
            sent.append(reminder)

    assert sorted({each.days for each in sent}) == [each.days for each in sent]
