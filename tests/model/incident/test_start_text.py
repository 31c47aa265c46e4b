"""A start is read as people announce it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from incident_actions.model.incident.start_text import split_start

NOW = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("typed", "start", "rest"),
    [
        ("now 2h web", "2026-03-04 14:00", "2h web"),
        ("Now", "2026-03-04 14:00", ""),
        ("22:00 2h web", "2026-03-04 22:00", "2h web"),
        ("13:00 2h web", "2026-03-05 13:00", "2h web"),
        ("10pm 2h web", "2026-03-04 22:00", "2h web"),
        ("at 22:00, 2h web", "2026-03-04 22:00", "2h web"),
        ("22:00 2 days web", "2026-03-04 22:00", "2 days web"),
        ("tomorrow 09:30 2h web", "2026-03-05 09:30", "2h web"),
        ("tomorrow at 09:30 2h web", "2026-03-05 09:30", "2h web"),
        ("09:30 tomorrow 2h web", "2026-03-05 09:30", "2h web"),
        ("today 22:00 2h web", "2026-03-04 22:00", "2h web"),
        ("friday 22:00 2h web", "2026-03-06 22:00", "2h web"),
        ("on friday at 22:00 2h web", "2026-03-06 22:00", "2h web"),
        ("22:00 next wednesday 2h web", "2026-03-11 22:00", "2h web"),
        ("March 9 22:00 2h web", "2026-03-09 22:00", "2h web"),
        ("in 2 weeks 22:00 2h web", "2026-03-18 22:00", "2h web"),
        ("in 90m 2h web", "2026-03-04 15:30", "2h web"),
        ("2026-03-07 22:00 2h web", "2026-03-07 22:00", "2h web"),
        ("2026-03-07T22:00Z 2h web", "2026-03-07 22:00", "2h web"),
        ("yesterday 14:05 2h web", "2026-03-03 14:05", "2h web"),
    ],
)
def test_a_start_is_split_off(typed: str, start: str, rest: str) -> None:
    assert split_start(typed, NOW, UTC) == (datetime.fromisoformat(f"{start}Z"), rest)


@pytest.mark.parametrize("seconds", [0, 59])
def test_the_minute_that_runs_is_today(seconds: int) -> None:
    assert split_start("14:00 2h web", NOW + timedelta(seconds=seconds), UTC) == (NOW, "2h web")


@pytest.mark.parametrize("typed", ["", "2h web", "friday 2h web", "someday 22:00", "in a while", "the 25:00 one"])
def test_a_text_without_a_start_stays_whole(typed: str) -> None:
    assert split_start(typed, NOW, UTC) == (None, typed)


def test_a_day_and_a_time_are_those_of_the_zone_also_across_a_clock_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)

    assert split_start("tomorrow 09:30 1h web", saturday, berlin)[0] == datetime(2026, 3, 29, 7, 30, tzinfo=UTC)
    assert split_start("09:30 1h web", saturday, berlin)[0] == datetime(2026, 3, 29, 7, 30, tzinfo=UTC)
    assert split_start("00:30 1h web", NOW, timezone(timedelta(hours=9)))[0] == datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
