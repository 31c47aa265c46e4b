"""Days mean what the person who typed them meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.model.incident.day_text import fixed_day, is_relative_day, is_whole_day, split_day, unreadable_day

SATURDAY = date(2026, 1, 31)


DAYS = [
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
    ("June 7, 2026", "2026-06-07"),
    ("Apr 1, 2026", "2026-04-01"),
    ("by 7 June 2026", "2026-06-07"),
    ("7th of june", "2026-06-07"),
    ("7 June", "2026-06-07"),
    ("Sept. 1st", "2026-09-01"),
    ("Jan 31", "2026-01-31"),
    ("Jan 30", "2027-01-30"),
    ("5 Dec", "2026-12-05"),
    ("ｉｎ　２　ｗｅｅｋｓ", "2026-02-14"),
]
"""What people type on a Saturday, each with its day."""


def test_a_day_is_counted_from_today() -> None:
    found = [(text, split_day(text, SATURDAY)) for text, _ in DAYS]

    assert found == [(text, (date.fromisoformat(expected), "")) for text, expected in DAYS]


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
        "99999mo", "June 31", "Feb 29", "June", "7/6", "a week of silence", "end of story",
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


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("end of June, so 30 June 2026", date(2026, 6, 30)),
        ("ask by June 7, 2026 at the latest", date(2026, 6, 7)),
        ("2026-02-30, or 2026-03-01", date(2026, 3, 1)),
        ("June 7", None),
        ("friday", None),
        ("12026-12-011", None),
        ("", None),
    ],
)
def test_a_fixed_day_is_found_anywhere_in_a_text(text: str, day: date | None) -> None:
    assert fixed_day(text) == day


@pytest.mark.parametrize(
    ("text", "relative", "whole"),
    [
        ("next friday", True, True),
        ("June 7", True, True),
        ("in 2 weeks, at the latest", True, False),
        ("June 7, 2026", False, True),
        ("Feb 30", False, False),
        ("soon", False, False),
    ],
)
def test_a_relative_day_depends_on_when_it_is_read(text: str, relative: bool, whole: bool) -> None:
    assert (is_relative_day(text), is_whole_day(text)) == (relative, whole)
