"""An owed post-mortem is asked for before it is due, when it is, and ever after."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.process.process import Process
from incident_actions.postmortem.reminders import due_reminder
from tests.worlds import PROCESS


def due_in(span: str) -> Process:
    return replace(PROCESS, postmortem=replace(PROCESS.postmortem, due=span))


def resolved(at: datetime, severity: str = "SEV-1") -> Incident:
    incident = fold(
        7,
        (e.Declared(at=at, accepted=at, severity=severity), e.Resolved(at=at, accepted=at, status="Resolved")),
    )
    assert incident is not None
    return incident


def sent(incident: Incident, process: Process, days: int) -> list[str]:
    """Return when the reminders of so many days go out, with a run each hour: the time and the days after the due one."""
    found: list[str] = []
    start = incident.milestones["resolved"]
    for hour in range(24 * days + 1):
        now = start + timedelta(hours=hour)
        reminder = due_reminder(incident, process, now)
        if reminder:
            found.append(f"{now:%a %d %H:%M} {reminder.days:+d}{' up' if reminder.climbs else ''}")
            incident = replace(incident, reminded=incident.reminded | {f"postmortem:{reminder.key}"})
    return found


def test_a_deadline_in_hours_is_announced_at_half_and_at_four_fifths_of_its_span() -> None:
    found = sent(resolved(datetime(2026, 3, 4, 14, 0, tzinfo=UTC)), due_in("24 hours"), days=9)

    assert found == [
        "Thu 05 02:00 -1",
        "Thu 05 10:00 -1",
        "Thu 05 14:00 +0",
        "Fri 06 14:00 +1",
        "Sun 08 14:00 +3 up",
        "Thu 12 14:00 +7 up",
    ]


def test_a_deadline_in_business_days_is_chased_on_business_days() -> None:
    monday = sent(resolved(datetime(2026, 3, 9, 9, 30, tzinfo=UTC)), due_in("5 business days"), days=30)
    friday = sent(resolved(datetime(2026, 3, 6, 18, 0, tzinfo=UTC)), due_in("5 business days"), days=21)

    assert monday == [
        "Fri 13 00:30 -1",
        "Mon 16 09:30 +0",
        "Tue 17 00:30 +1",
        "Thu 19 00:30 +3 up",
        "Mon 23 00:30 +7 up",
        "Mon 30 00:30 +14 up",
        "Mon 06 00:30 +21 up",
    ]
    assert friday == [
        "Thu 12 00:00 -1",
        "Fri 13 18:00 +0",
        "Mon 16 00:00 +1",
        "Wed 18 00:00 +3 up",
        "Fri 20 00:00 +7 up",
        "Fri 27 00:00 +14 up",
    ]


def test_a_deadline_in_days_is_chased_on_any_day() -> None:
    found = sent(resolved(datetime(2026, 3, 4, 14, 0, tzinfo=UTC)), due_in("3 days"), days=7)

    assert found == ["Fri 06 00:00 -1", "Sat 07 14:00 +0", "Sun 08 00:00 +1", "Tue 10 00:00 +3 up"]


def test_the_day_before_that_is_the_resolutions_own_brings_none() -> None:
    assert sent(resolved(datetime(2026, 3, 4, 14, 0, tzinfo=UTC)), due_in("1 days"), days=1) == ["Thu 05 14:00 +0"]


def test_one_that_is_not_owed_brings_none() -> None:
    assert sent(resolved(datetime(2026, 3, 4, 14, 0, tzinfo=UTC), "SEV-4"), due_in("24 hours"), days=3) == []


@pytest.mark.parametrize("hours", [100, 400])
def test_of_several_reminders_that_no_run_sent_only_the_latest_is(hours: int) -> None:
    incident = resolved(datetime(2026, 3, 4, 14, 0, tzinfo=UTC))
    now = incident.milestones["resolved"] + timedelta(hours=hours)

    reminder = due_reminder(incident, due_in("24 hours"), now)

    assert reminder is not None
    assert reminder.at <= now
    done = replace(incident, reminded=frozenset({f"postmortem:{reminder.key}"}))
    assert due_reminder(done, due_in("24 hours"), now) is None
