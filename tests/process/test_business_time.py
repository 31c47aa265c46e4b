"""A deadline counts the days on which people are at work, by the clock on their wall."""

from datetime import UTC, datetime

import pytest

from incident_actions.process.business_time import Calendar, deadline, is_business_day

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
    ],
)
def test_a_business_day_is_a_weekday_that_is_no_holiday(day: str, calendar: Calendar, expected: bool) -> None:
    assert is_business_day(datetime.fromisoformat(day).replace(tzinfo=UTC), calendar) is expected
