"""A deadline counts the days on which people are at work, in local time."""

from datetime import UTC, date, datetime

import pytest

from incident_actions.model.process.business_time import (
    Calendar,
    Sprint,
    deadline,
    is_business_day,
    nth_business_day,
    response_begins,
    response_due,
)
from incident_actions.model.process.validation import InvalidValues, validate

PLAIN = Calendar()
GERMANY = Calendar(time_zone="Europe/Berlin", country="DE")
BAVARIA = Calendar(time_zone="Europe/Berlin", country="DE", subdivision="BY")
NEW_YORK = Calendar(time_zone="America/New_York", country="US")


@pytest.mark.parametrize(
    ("start", "span", "calendar", "end"),
    [
        ("2026-03-05T12:00", "48 hours", PLAIN, "2026-03-07T12:00"),
        ("2026-03-05T12:00", "3 days", PLAIN, "2026-03-08T12:00"),
        ("2026-03-05T12:00", "0 business days", PLAIN, "2026-03-05T12:00"),
        ("2026-03-05T12:00", "1 business days", PLAIN, "2026-03-06T12:00"),
        ("2026-03-06T12:00", "1 business days", PLAIN, "2026-03-09T12:00"),
        ("2026-03-07T12:00", "1 business days", PLAIN, "2026-03-09T12:00"),
        ("2026-03-05T12:00", "5 business days", PLAIN, "2026-03-12T12:00"),
        # Good Friday and Easter Monday; summer time began on the 29th of March.
        ("2026-04-02T10:00", "1 business days", GERMANY, "2026-04-07T10:00"),
        ("2026-03-27T10:00", "1 business days", GERMANY, "2026-03-30T09:00"),
        ("2026-03-28T10:00", "24 hours", GERMANY, "2026-03-29T10:00"),
        ("2026-03-28T10:00", "1 days", GERMANY, "2026-03-29T09:00"),
        # Corpus Christi is one in Bavaria and none in all of Germany.
        ("2026-06-03T10:00", "1 business days", GERMANY, "2026-06-04T10:00"),
        ("2026-06-03T10:00", "1 business days", BAVARIA, "2026-06-05T10:00"),
        # Thursday night in UTC is Thursday evening in New York; Friday is Independence Day, observed.
        ("2026-07-03T01:00", "1 business days", NEW_YORK, "2026-07-07T01:00"),
        # The weekend is Friday and Saturday in Israel.
        ("2026-03-05T12:00", "1 business days", Calendar(country="IL"), "2026-03-08T12:00"),
        # Over the turn of the year.
        ("2026-12-31T12:00", "1 business days", GERMANY, "2027-01-04T12:00"),
    ],
)
def test_a_deadline_counts_business_days(start: str, span: str, calendar: Calendar, end: str) -> None:
    begun, over = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))

    assert deadline(begun, span, calendar) == over


@pytest.mark.parametrize(
    ("day", "calendar", "expected"),
    [
        ("2026-03-04", PLAIN, True),
        ("2026-03-07", PLAIN, False),
        ("2026-03-08", PLAIN, False),
        ("2026-12-25", PLAIN, True),
        ("2026-12-25", GERMANY, False),
        ("2026-07-03", NEW_YORK, False),
        # The weekend is Friday and Saturday there.
        *(
            (day, Calendar(country=country), working)
            for country in ("IL", "SA", "EG", "BD")
            for day, working in (
                ("2026-03-05", True),
                ("2026-03-06", False),
                ("2026-03-07", False),
                ("2026-03-08", True),
            )
        ),
        # In China people work on some Sundays, to make a holiday longer.
        ("2026-02-28", Calendar(country="CN"), True),
    ],
)
def test_a_business_day_is_a_working_day_of_the_country(day: str, calendar: Calendar, expected: bool) -> None:
    assert is_business_day(datetime.fromisoformat(day).replace(tzinfo=UTC), calendar) is expected


NIGHT_SHIFT = Calendar(hours="14:00-02:00")


@pytest.mark.parametrize(
    ("start", "response", "calendar", "end"),
    [
        ("2026-03-04T14:00", "15 minutes", PLAIN, "2026-03-04T14:15"),
        ("2026-03-06T23:00", "4 hours", GERMANY, "2026-03-07T03:00"),
        ("2026-03-04T08:00", "business hours", PLAIN, "2026-03-04T17:00"),
        ("2026-03-04T16:59", "business hours", PLAIN, "2026-03-04T17:00"),
        ("2026-03-04T17:00", "business hours", PLAIN, "2026-03-05T17:00"),
        ("2026-03-06T18:00", "business hours", PLAIN, "2026-03-09T17:00"),
        ("2026-03-07T12:00", "business hours", PLAIN, "2026-03-09T17:00"),
        ("2026-03-04T10:00", "next business day", PLAIN, "2026-03-05T17:00"),
        ("2026-03-06T10:00", "next business day", PLAIN, "2026-03-09T17:00"),
        ("2026-03-07T10:00", "next business day", PLAIN, "2026-03-09T17:00"),
        # Easter, from Thursday evening to Tuesday; 17:00 in Berlin is 15:00 in UTC by then.
        ("2026-04-02T16:00", "business hours", GERMANY, "2026-04-07T15:00"),
        ("2026-04-02T10:00", "next business day", GERMANY, "2026-04-07T15:00"),
        # Friday before and Monday after the change to summer time.
        ("2026-03-27T17:00", "business hours", GERMANY, "2026-03-30T15:00"),
        ("2026-03-27T15:00", "business hours", GERMANY, "2026-03-27T16:00"),
        # Thursday night in UTC is Thursday evening in New York; Friday is a holiday there.
        ("2026-07-03T01:00", "next business day", NEW_YORK, "2026-07-06T21:00"),
        # Hours that end after midnight belong to the day on which they began.
        ("2026-03-06T20:00", "business hours", NIGHT_SHIFT, "2026-03-07T02:00"),
        ("2026-03-04T20:00", "business hours", validate(Calendar, {"hours": "09:00-24:00"}), "2026-03-05T00:00"),
    ],
)
def test_an_answer_is_due_within_a_span_or_by_the_end_of_business_hours(
    start: str, response: str, calendar: Calendar, end: str
) -> None:
    begun, over = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))

    assert response_due(begun, response, calendar) == over


@pytest.mark.parametrize("response", ["", "at once", "next sprint", "normal cycle"])
def test_a_response_without_a_clock_time_has_no_deadline(response: str) -> None:
    assert response_due(datetime(2026, 3, 4, tzinfo=UTC), response, PLAIN) is None


SPRINTS = Calendar(sprint=Sprint(start=date(2026, 3, 2)))


@pytest.mark.parametrize(
    ("start", "calendar", "end"),
    [
        ("2026-03-02T10:00", SPRINTS, "2026-03-27T17:00"),
        ("2026-03-15T23:00", SPRINTS, "2026-03-27T17:00"),
        ("2026-03-16T10:00", SPRINTS, "2026-04-10T17:00"),
        ("2026-02-27T10:00", SPRINTS, "2026-03-13T17:00"),
        ("2026-03-03T10:00", Calendar(sprint=Sprint(start=date(2026, 3, 2), days=7)), "2026-03-13T17:00"),
    ],
)
def test_a_response_in_the_next_sprint_is_due_on_its_last_business_day(
    start: str, calendar: Calendar, end: str
) -> None:
    begun, over = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))

    assert [response_due(begun, response, calendar) for response in ("next sprint", "normal cycle")] == [over, over]


@pytest.mark.parametrize(
    ("start", "response", "calendar", "begins"),
    [
        ("2026-03-04T10:00", "business hours", PLAIN, "2026-03-04T10:00"),
        ("2026-03-04T08:00", "business hours", PLAIN, "2026-03-04T09:00"),
        ("2026-03-06T18:00", "business hours", PLAIN, "2026-03-09T09:00"),
        ("2026-03-07T22:00", "next business day", PLAIN, "2026-03-09T09:00"),
        ("2026-03-04T10:00", "next business day", PLAIN, "2026-03-05T09:00"),
        ("2026-03-06T20:00", "business hours", NIGHT_SHIFT, "2026-03-06T20:00"),
    ],
)
def test_a_response_in_business_time_begins_when_the_hours_open(
    start: str, response: str, calendar: Calendar, begins: str
) -> None:
    begun, opened = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, begins))

    assert response_begins(begun, response, calendar) == opened


@pytest.mark.parametrize("response", ["", "at once", "4 hours", "next sprint", "normal cycle"])
def test_any_other_response_has_no_beginning_to_wait_for(response: str) -> None:
    assert response_begins(datetime(2026, 3, 4, tzinfo=UTC), response, SPRINTS) is None


def test_business_days_are_counted_from_a_time_to_the_same_time() -> None:
    friday = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)

    assert [f"{nth_business_day(friday, days, PLAIN):%a %H:%M}" for days in range(3)] == [
        "Fri 17:00",
        "Mon 17:00",
        "Tue 17:00",
    ]


def test_a_subdivision_without_a_country_is_refused() -> None:
    with pytest.raises(InvalidValues) as wrong:
        validate(Calendar, {"subdivision": "BY"})

    assert [each["msg"] for each in wrong.value.errors] == [
        "Value error, unknown subdivision without a `country`; allowed: none"
    ]


@pytest.mark.parametrize(
    ("hours", "start", "due"),
    [
        ("09:00-17:00", "2026-03-04T08:00", "2026-03-04T17:00"),
        ("09:00-17:00", "2026-03-04T17:00", "2026-03-05T17:00"),
        ("09:00-09:00", "2026-03-04T08:00", "2026-03-05T09:00"),
        ("22:00-06:00", "2026-03-04T23:00", "2026-03-05T06:00"),
    ],
)
def test_business_hours_end_when_they_close_also_after_midnight(hours: str, start: str, due: str) -> None:
    begun, over = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, due))

    assert response_due(begun, "business hours", Calendar(hours=hours)) == over
