"""A game day is due once a period, on a business day of the team's own calendar."""

from datetime import UTC, datetime

import pytest

from incident_actions.model.process.business_time import Calendar
from incident_actions.model.process.game_day_rules import GameDayRules, due_game_day
from incident_actions.model.process.validation import validate

PLAIN = Calendar()
BERLIN = Calendar(time_zone="Europe/Berlin", country="DE")


def every(period: str, **more: str) -> GameDayRules:
    return validate(GameDayRules, {"every": period, "people": ["ada"], **more})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("rules", "calendar", "now", "due"),
    [
        (GameDayRules(), PLAIN, "2026-03-04T14:00", None),
        (every("quarter"), PLAIN, "2026-01-06T09:59", None),
        (every("quarter"), PLAIN, "2026-01-06T10:00", "2026-01-06T10:00"),
        (every("quarter"), PLAIN, "2026-03-31T23:00", "2026-01-06T10:00"),
        (every("month", day="friday", at="16:30"), PLAIN, "2026-05-04T10:00", "2026-05-01T16:30"),
        (every("month", day="friday", at="16:30"), BERLIN, "2026-05-04T10:00", None),
        (every("month", day="friday", at="16:30"), BERLIN, "2026-05-08T14:30", "2026-05-08T14:30"),
        (every("week", day="friday"), BERLIN, "2026-05-02T10:00", None),
        (every("week", day="monday"), BERLIN, "2026-05-04T08:00", "2026-05-04T08:00"),
        (every("week", day="tuesday"), PLAIN, "2026-05-07T12:00", "2026-05-05T10:00"),
        (every("week", day="saturday"), PLAIN, "2026-05-09T12:00", None),
    ],
)
def test_a_game_day_is_the_first_such_business_day_of_its_period(
    rules: GameDayRules, calendar: Calendar, now: str, due: str | None
) -> None:
    assert due_game_day(at(now), rules, calendar) == (at(due) if due else None)


def test_a_schedule_needs_people() -> None:
    with pytest.raises(ValueError, match="`every` opens drills for `people`, which are missing"):
        GameDayRules(every="week")
