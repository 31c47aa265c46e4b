"""Once an incident is long, reminders wait for the next digest; before, and without the key, they don't."""

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.model.incident.entry import Declared
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.process.ladder import Rung
from incident_actions.model.process.long_incident import LongIncidentRules
from incident_actions.model.process.process import Process
from incident_actions.timers.digest_times import digest_time, first_digest
from incident_actions.timers.schedule import Series, next_due
from tests.worlds import PROCESS, START

LONG = replace(PROCESS, long_incident=LongIncidentRules())


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def incident(severity: str = "SEV-1") -> Incident:
    found = fold(7, [Declared(at=START, accepted=START, title="Down", status="Investigating", severity=severity)])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("due", "comes"), [(15, 15), (119, 119), (120, 120), (121, 180), (165, 180), (180, 180), (180.5, 240), (600, 600)]
)
def test_a_reminder_comes_with_the_next_digest_after_two_hours(due: float, comes: float) -> None:
    assert digest_time(START + minutes(due), incident(), LONG) == START + minutes(comes)


def test_without_the_key_each_reminder_comes_when_it_is_due() -> None:
    assert first_digest(incident(), PROCESS) is None
    assert digest_time(START + minutes(165), incident(), PROCESS) == START + minutes(165)


def fires(process: Process, **series: object) -> list[timedelta]:
    """Return when the first two times of a series fire that is due first after 125 minutes."""
    one = Series("update", START + minutes(125), minutes(15), (), **series)  # type: ignore[arg-type]
    return [one.fires_at(times, incident(), process) - START for times in (0, 1)]


def test_an_escalation_step_is_on_time_and_its_repetitions_wait() -> None:
    step = Rung(name="stuck", when="no progress", after=125, page=("commander",))

    assert fires(LONG, rung=step) == [minutes(125), minutes(180)]
    assert fires(LONG) == [minutes(180), minutes(180)]
    assert fires(PROCESS) == [minutes(125), minutes(140)]


def test_what_is_due_on_business_days_does_not_wait() -> None:
    assert fires(LONG, calendar=PROCESS.calendar)[0] == minutes(125)


def test_the_clock_knows_when_the_next_reminder_comes() -> None:
    early = replace(LONG, long_incident=LongIncidentRules(after=1, every=50), ladder=())
    prompt = replace(PROCESS, ladder=())

    assert next_due(incident(), prompt) == START + minutes(5)
    assert next_due(incident(), early) == START + minutes(51)
