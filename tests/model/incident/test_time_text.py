"""Times, days and spans mean what the person who typed them meant."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.model.incident.time_text import (
    NotATime,
    bare_clock,
    format_clock,
    format_length,
    format_moment,
    is_like_a_time,
    parse_moment,
    parse_span,
    split_moment,
    split_span,
)

NOW = datetime(2026, 1, 31, 15, 30, 20, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
SYDNEY = ZoneInfo("Australia/Sydney")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


TIMES = [
    ("14:05", "2026-01-31T14:05"),
    ("9:05", "2026-01-31T09:05"),
    ("14:05:30", "2026-01-31T14:05:30"),
    ("14:05Z", "2026-01-31T14:05"),
    ("14:05 utc", "2026-01-31T14:05"),
    ("14:05 GMT", "2026-01-31T14:05"),
    ("2:05 pm", "2026-01-31T14:05"),
    ("2pm", "2026-01-31T14:00"),
    ("2 PM UTC", "2026-01-31T14:00"),
    ("at 14:05", "2026-01-31T14:05"),
    ("since 14:05", "2026-01-31T14:05"),
    ("14h05", "2026-01-31T14:05"),
    ("14時05分", "2026-01-31T14:05"),
    ("１４：０５", "2026-01-31T14:05"),
    ("12:05am", "2026-01-31T00:05"),
    ("15:35", "2026-01-31T15:35"),
    ("15:35:20", "2026-01-31T15:35:20"),
    ("15:35:21", "2026-01-30T15:35:21"),
    ("1:00 am", "2026-01-31T01:00"),
    ("1:00 pm", "2026-01-31T13:00"),
    ("12:00 pm", "2026-01-31T12:00"),
    ("15:36", "2026-01-30T15:36"),
    ("23:55", "2026-01-30T23:55"),
    ("14:05 yesterday", "2026-01-30T14:05"),
    ("Yesterday  14:05", "2026-01-30T14:05"),
    ("yesterday at 14:05 UTC", "2026-01-30T14:05"),
    ("23:55 today", "2026-01-31T23:55"),
    ("today 14:05", "2026-01-31T14:05"),
    ("2026-01-30T14:05Z", "2026-01-30T14:05"),
    ("2026-01-30 14:05", "2026-01-30T14:05"),
    ("2026-01-30 14:05 UTC", "2026-01-30T14:05"),
    ("2026-01-30T14:05:06.789Z", "2026-01-30T14:05:06"),
    ("2026-01-30T14:05+02:00", "2026-01-30T12:05"),
    ("2026-01-30T14:05-0530", "2026-01-30T19:35"),
    ("2027-01-01 00:00", "2027-01-01T00:00"),
    ("now", "2026-01-31T15:30:20"),
    (" NOW ", "2026-01-31T15:30:20"),
    ("20m ago", "2026-01-31T15:10:20"),
    ("-20m", "2026-01-31T15:10:20"),
    ("1h30m ago", "2026-01-31T14:00:20"),
    ("2 hours and 5 minutes ago", "2026-01-31T13:25:20"),
    ("3 days ago", "2026-01-28T15:30:20"),
]
"""What people type, each with its time."""


def test_a_time_is_read_as_utc() -> None:
    assert [(text, parse_moment(text, NOW, UTC)) for text, _ in TIMES] == [
        (text, utc(expected)) for text, expected in TIMES
    ]


@pytest.mark.parametrize(
    ("text", "now", "zone", "expected"),
    [
        ("23:55", "2026-01-31T00:10", UTC, "2026-01-30T23:55"),
        ("00:02", "2026-01-31T23:58", UTC, "2026-02-01T00:02"),
        ("16:20", "2026-01-31T15:30", BERLIN, "2026-01-31T15:20"),
        ("16:20Z", "2026-01-31T15:30", BERLIN, "2026-01-30T16:20"),
        ("00:15", "2026-01-31T23:30", BERLIN, "2026-01-31T23:15"),
        ("00:15 today", "2026-01-31T23:30", BERLIN, "2026-01-31T23:15"),
        ("00:15 yesterday", "2026-01-31T23:30", BERLIN, "2026-01-30T23:15"),
        ("09:00", "2026-01-31T15:30", SYDNEY, "2026-01-30T22:00"),
        ("2026-07-01 14:05", "2026-01-31T15:30", BERLIN, "2026-07-01T12:05"),
        ("2026-03-29 02:30", "2026-03-30T12:00", BERLIN, "2026-03-29T01:30"),
        ("2026-10-25 02:30", "2026-10-26T12:00", BERLIN, "2026-10-25T00:30"),
    ],
)
def test_a_time_without_a_zone_is_in_the_configured_one(text: str, now: str, zone: tzinfo, expected: str) -> None:
    assert parse_moment(text, utc(now), zone) == utc(expected)


@pytest.mark.parametrize(
    "text",
    [
        "", "1405", "14", "14.05", "24:00", "14:60", "14:5", "25:00 yesterday", "13:05 pm", "0:05 am", "14:05 tomorrow",
        "14:05 CET", "14:05+02:00", "14:05-14:20", "2026-02-30 14:05", "2026-01-31", "2026-13-01T00:00Z",
        "2026-01-31 14:05 yesterday", "today 14:05 yesterday", "2026-01-31T14:05+99:00", "20m", "20 ago", "ago", "-",
        "in 20m", "99999w99999d ago", "0001-01-01T00:00+05:00", "14:05 x", "yesterday",
    ],
)  # fmt: skip
def test_a_text_that_is_not_a_time_is_refused(text: str) -> None:
    with pytest.raises(NotATime):
        parse_moment(text, NOW, UTC)


@pytest.mark.parametrize(
    ("text", "at", "rest"),
    [
        ("14:05 the database is back", "2026-01-31T14:05", "the database is back"),
        ("14:05: back", "2026-01-31T14:05", "back"),
        ("14:05 - back", "2026-01-31T14:05", "back"),
        ("14:05 – back", "2026-01-31T14:05", "back"),
        ("14:05", "2026-01-31T14:05", ""),
        ("14:05 yesterday, back", "2026-01-30T14:05", "back"),
        ("14:05 yesterday's backup failed", "2026-01-31T14:05", "yesterday's backup failed"),
        ("yesterday 14:05 UTC back", "2026-01-30T14:05", "back"),
        ("2026-01-30T14:05Z back\nsecond line", "2026-01-30T14:05", "back\nsecond line"),
        ("20m ago we failed over", "2026-01-31T15:10:20", "we failed over"),
        ("-20m failed over", "2026-01-31T15:10:20", "failed over"),
        ("now", "2026-01-31T15:30:20", ""),
        ("14:05 - 14:20 outage", "2026-01-31T14:05", "- 14:20 outage"),
    ],
)
def test_a_note_may_begin_with_its_time(text: str, at: str, rest: str) -> None:
    assert split_moment(text, NOW, UTC) == (utc(at), rest)


@pytest.mark.parametrize(
    "text",
    [
        "", "now rolling back", "the database", "14:05CET back", "14:05 CET back", "14:05 UTC+2 back", "14:05 PT back",
        "14:05-14:20 outage", "25:00 back", "2026-02-30 14:05 back", "2026-01-31 back", "20m of silence",
        "10:20:30:40 is an address", "12:34::1", "yesterday we saw", "14:05pmx", "-1 replicas", "- 14:05 back",
        "2026-01-31 14:05 yesterday back",
    ],
)  # fmt: skip
def test_a_note_that_begins_with_no_plain_time_keeps_its_text(text: str) -> None:
    assert split_moment(text, NOW, UTC) == (None, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30m", timedelta(minutes=30)),
        ("90 s", timedelta(seconds=90)),
        ("2h", timedelta(hours=2)),
        ("5 days", timedelta(days=5)),
        ("1h30m", timedelta(minutes=90)),
        ("1 hour and 30 minutes", timedelta(minutes=90)),
        ("1w 2d", timedelta(days=9)),
    ],
)
def test_a_span_is_the_sum_of_its_units(text: str, expected: timedelta) -> None:
    assert parse_span(text) == expected


@pytest.mark.parametrize(
    "text", ["", "30", "m", "0m", "-5m", "1.5h", "1h30", "30m1h", "5 dogs", "1 month", "1 hour and"]
)
def test_a_text_that_is_not_a_time_span_is_refused(text: str) -> None:
    with pytest.raises(NotATime):
        parse_span(text)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("14:05", "14:05"),
        ("14:05 the pool is full", "14:05"),
        ("at 3pm we saw it", "at 3pm"),
        ("14:05 yesterday", ""),
        ("yesterday 14:05", ""),
        ("2026-01-30 14:05", ""),
        ("20m ago", ""),
        ("the pool", ""),
    ],
)
def test_a_bare_clock_time_names_no_day(text: str, clock: str) -> None:
    assert bare_clock(text) == clock


@pytest.mark.parametrize(
    ("text", "is_like_it"),
    [
        ("3 o'clock", True),
        ("３時", True),
        ("noon", True),
        ("Tomorrow 10:00", True),
        ("in 5m", True),
        ("at 3", True),
        ("gestern", True),
        ("in Europe it is back", False),
        ("at last", False),
        ("todays deploy", False),
        ("", False),
    ],
)
def test_a_text_may_begin_like_a_time_that_cannot_be_read(text: str, is_like_it: bool) -> None:
    assert is_like_a_time(text) is is_like_it


def test_a_refusal_carries_what_was_typed() -> None:
    with pytest.raises(NotATime) as refusal:
        parse_moment("half past two", NOW, UTC)

    assert refusal.value.args == ("half past two",)


@pytest.mark.parametrize(
    ("text", "typed"), [("25:00", "25:00"), ("2026-13-45 10:00", "2026-13-45 10:00"), ("13:00 pm", "13:00 pm")]
)
def test_a_time_that_no_clock_shows_is_refused_as_it_was_typed(text: str, typed: str) -> None:
    with pytest.raises(NotATime) as refusal:
        parse_moment(text, NOW, UTC)

    assert refusal.value.args == (typed,)


def test_a_moment_is_shown_with_its_date_in_utc() -> None:
    assert format_moment(datetime(2026, 2, 1, 0, 5, 59, tzinfo=BERLIN)) == "2026-01-31 23:05 UTC"


@pytest.mark.parametrize(
    ("delta", "expected"),
    [
        (timedelta(), "under a minute"),
        (timedelta(seconds=59), "under a minute"),
        (timedelta(minutes=45, seconds=59), "45 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=1, minutes=5), "1 h 5 min"),
        (timedelta(days=2, hours=3, minutes=59), "2 d 3 h"),
        (timedelta(days=2, minutes=59), "2 d"),
        (timedelta(minutes=-65), "-1 h 5 min"),
    ],
)
def test_a_length_is_shown_in_its_two_largest_units(delta: timedelta, expected: str) -> None:
    assert format_length(delta) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 31), "14:05"),
        (datetime(2026, 1, 31, 23, 59, tzinfo=UTC), "14:05"),
        (datetime(2026, 2, 1, 1, 0, tzinfo=ZoneInfo("Asia/Tokyo")), "14:05"),
        (date(2026, 2, 1), "2026-01-31 14:05"),
    ],
)
def test_a_clock_time_has_its_date_only_on_another_day(day: date, expected: str) -> None:
    assert format_clock(datetime(2026, 1, 31, 14, 5, tzinfo=UTC), day) == expected


@given(st.timedeltas(timedelta(0), timedelta(days=36500)), st.times(), st.sampled_from([UTC, BERLIN, SYDNEY]))
def test_a_bare_time_is_the_latest_that_is_not_ahead(since: timedelta, clock: time, zone: tzinfo) -> None:
    now = utc("1990-01-01T00:00") + since

    at = parse_moment(f"{clock:%H:%M}", now, zone)

    assert timedelta(minutes=-5) <= now - at < timedelta(hours=25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30m the vendor is on it", (timedelta(minutes=30), "the vendor is on it")),
        ("30m: we wait", (timedelta(minutes=30), "we wait")),
        ("1h30m and then we look", (timedelta(minutes=90), "and then we look")),
        ("1 hour and 30 minutes", (timedelta(minutes=90), "")),
        ("2h\nwe wait", (timedelta(hours=2), "we wait")),
        ("0m we wait", (None, "0m we wait")),
        ("30 people wait", (None, "30 people wait")),
        ("30mins", (timedelta(minutes=30), "")),
        ("3monkeys", (None, "3monkeys")),
        ("soon", (None, "soon")),
        ("", (None, "")),
    ],
)
def test_a_text_may_begin_with_a_length_of_time(text: str, expected: tuple[timedelta | None, str]) -> None:
    assert split_span(text) == expected


@given(st.text() | st.text("0123456789:-TZ dhmwago", max_size=20))
def test_any_text_is_a_time_or_stays_text(text: str) -> None:
    at, rest = split_moment(text, NOW, UTC)
    length_of_it, after = split_span(text)

    assert at is not None or rest == text.strip()
    assert length_of_it is not None or after == text.strip()
