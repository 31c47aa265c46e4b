"""Days mean what the person who typed them meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.model.incident.day_text import split_day, unreadable_day

SATURDAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-01", "2026-12-01"),
        ("by 2026-12-01", "2026-12-01"),
        ("today", "2026-01-31"),
        ("Tomorrow", "2026-02-01"),
        ("sat", "2026-02-07"),
        ("sunday", "2026-02-01"),
        ("Fri", "2026-02-06"),
        ("this friday", "2026-02-06"),
        ("next friday", "2026-02-06"),
        ("next sun", "2026-02-08"),
        ("tues", "2026-02-03"),
        ("thurs", "2026-02-05"),
        ("5d", "2026-02-05"),
        ("+5d", "2026-02-05"),
        ("in 5 days", "2026-02-05"),
        ("1 day", "2026-02-01"),
        ("2w", "2026-02-14"),
        ("2 weeks", "2026-02-14"),
        ("1 month", "2026-02-28"),
        ("in 12 months", "2027-01-31"),
        ("in a week", "2026-02-07"),
        ("in two months", "2026-03-31"),
        ("end of month", "2026-01-31"),
        ("end of the month", "2026-01-31"),
        ("by the end of next month", "2026-02-28"),
        ("eom", "2026-01-31"),
        ("end of quarter", "2026-03-31"),
        ("end of next quarter", "2026-06-30"),
        ("EOQ", "2026-03-31"),
        ("end of year", "2026-12-31"),
        ("ｉｎ　２　ｗｅｅｋｓ", "2026-02-14"),
    ],
)
def test_a_day_is_counted_from_today(text: str, expected: str) -> None:
    assert split_day(text, SATURDAY) == (date.fromisoformat(expected), "")


def test_next_names_the_weekday_of_the_next_week() -> None:
    monday = date(2026, 2, 2)

    assert split_day("friday", monday) == (date(2026, 2, 6), "")
    assert split_day("next friday", monday) == (date(2026, 2, 13), "")


def test_a_quarter_ends_in_the_next_year_at_the_most() -> None:
    assert split_day("end of next quarter", date(2026, 12, 5)) == (date(2027, 3, 31), "")


@pytest.mark.parametrize(
    "text",
    [
        "", "12-01", "2026-02-30", "2026-1-1", "yesterday", "5", "5m", "30 min", "1.5 days", "-5d", "soon", "next", "fry",
        "99999mo", "a week of silence", "end of story",
    ],
)  # fmt: skip
def test_a_text_that_begins_with_no_day_keeps_its_text(text: str) -> None:
    assert split_day(text, SATURDAY) == (None, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-01 add an alert", (date(2026, 12, 1), "add an alert")),
        ("fri: add an alert", (date(2026, 2, 6), "add an alert")),
        ("in 5 days add an alert", (date(2026, 2, 5), "add an alert")),
        ("end of month add an alert", (date(2026, 1, 31), "add an alert")),
        ("friday's backup", (None, "friday's backup")),
        ("monitor the queue", (None, "monitor the queue")),
        ("5dx", (None, "5dx")),
    ],
)
def test_a_text_may_begin_with_its_day(text: str, expected: tuple[date | None, str]) -> None:
    assert split_day(text, SATURDAY) == expected


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("31.12.2026 Alert on the pool", "31.12.2026"),
        ("31.12. Alert", "31.12."),
        ("2026-02-30 Alert", "2026-02-30"),
        ("12/31 Alert", "12/31"),
        ("by 12/31/26: Alert", "by 12/31/26"),
        ("Dec 5 Alert", "Dec 5"),
        ("5th of December", ""),
        ("5 December 2026 Alert", "5 December 2026"),
        ("next week Alert", "next week"),
        ("asap Alert", "asap"),
        ("24/7 alerting", ""),
        ("3.5 GB are too little", ""),
        ("2-3 replicas", ""),
        ("May the pool grow", ""),
        ("Alert on the pool", ""),
    ],
)
def test_what_looks_like_a_day_and_cannot_be_read_is_named(text: str, given: str) -> None:
    assert unreadable_day(text) == given


@given(st.text() | st.text("0123456789./-endofmwk ", max_size=20))
def test_any_text_is_a_day_or_stays_text(text: str) -> None:
    day, rest = split_day(text, SATURDAY)

    assert day is not None or rest == text.strip()
