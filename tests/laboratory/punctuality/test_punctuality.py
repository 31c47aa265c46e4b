"""A short simulation of each scenario, and that its judge sees what is wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.laboratory.punctuality.chance import SCENARIOS, Scenario
from tests.laboratory.punctuality.judging import NEVER_LATER, judged


@pytest.mark.rest
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_each_timer_is_said_once_and_none_is_missing_whatever_happens_to_the_clocks(scenario: Scenario) -> None:
    found = judged(scenario, seed=7, incidents=7)

    assert found.wrong == []
    assert (found.incidents, len(found.late) > 20) == (7, True)


@pytest.mark.rest
def test_with_the_clock_alive_none_is_later_than_a_minute_and_a_runners_start() -> None:
    found = judged(SCENARIOS[0], seed=8, incidents=4)

    assert max(found.late) <= NEVER_LATER.total_seconds() + max(found.starts)


@pytest.mark.rest
def test_without_it_they_are_late() -> None:
    assert max(judged(SCENARIOS[2], seed=7, incidents=4).late) > 600


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("incident_actions.timers.schedule.FIRST_GAP", timedelta(minutes=16)),
        ("incident_actions.timers.schedule.WIDEST_GAP", timedelta(minutes=20)),
        ("incident_actions.timers.clock_watch.Watch._next", lambda _, now: now + timedelta(minutes=5)),
        ("incident_actions.timers.clock_watch.LOOKAHEAD", timedelta(0)),
    ],
)
@pytest.mark.rest
def test_the_judge_sees_a_wrong_rhythm_and_a_clock_that_sleeps_too_long(
    what: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(what, value)

    assert judged(SCENARIOS[0], seed=7, incidents=4).wrong != []
