"""A step is due some minutes after the start, or after a fact on the record of its incident."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from incident_actions.game_days.scenario import Scenario, ScenarioAlert, ScenarioMoment, ScenarioStep
from incident_actions.game_days.scenario_progress import (
    PlayedStep,
    ScenarioProgress,
    due_steps,
    is_over,
    is_unnecessary,
    moment_of,
)
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from tests.timers.timer_records import START, at, declared, stamp

OPENING = ScenarioStep(at=2, alert=ScenarioAlert(title="Down"))


def comment(after: ScenarioMoment = ScenarioMoment.START, minutes: int = 0) -> ScenarioStep:
    return ScenarioStep(at=minutes, after=after, by="mary", comment="Hello")


def scenario(*steps: ScenarioStep) -> Scenario:
    return Scenario(title="A", summary="B", people={"mary": "triage"}, steps=(OPENING, *steps))


def due(progress: ScenarioProgress, entries: Sequence[e.Entry], *steps: ScenarioStep) -> list[tuple[int, float]]:
    """Return the place of each step that is due, with its minutes after the start."""
    found = due_steps(scenario(*steps), progress, {"first": entries})
    return [(each.place, (each.due - START).total_seconds() / 60) for each in found]


def test_nothing_is_due_before_the_start() -> None:
    assert due(ScenarioProgress(), ()) == []


def test_steps_come_in_the_order_of_their_times_and_each_once() -> None:
    progress = ScenarioProgress(START, {1: PlayedStep(START)}, {"first": 7})

    assert due(progress, (), comment(minutes=1), comment(minutes=1), comment(minutes=3)) == [(2, 1), (0, 2), (3, 3)]


def test_a_comment_waits_for_the_issue() -> None:
    assert due(ScenarioProgress(START), (), comment()) == [(0, 2)]


def test_a_step_waits_for_its_fact() -> None:
    progress = ScenarioProgress(START, {0: PlayedStep(START)}, {"first": 7})
    ack = e.Acknowledged(**stamp(9))

    assert due(progress, (declared(),), comment(ScenarioMoment.ACKNOWLEDGED, 3)) == []
    assert due(progress, (declared(), ack), comment(ScenarioMoment.ACKNOWLEDGED, 3)) == [(1, 12)]


@pytest.mark.parametrize(
    ("entry", "moments"),
    [
        (declared(), {ScenarioMoment.DECLARED}),
        (e.PeoplePaged(**stamp(0), to=("Mary",), whom="on call"), {ScenarioMoment.PAGED}),
        (e.Escalated(**stamp(0), to=("mary",), rung="lead"), {ScenarioMoment.PAGED}),
        (e.Escalated(**stamp(0), to=("ada",), rung="lead"), set()),
        (e.Acknowledged(**stamp(0)), {ScenarioMoment.ACKNOWLEDGED}),
        (e.MilestoneSet(**stamp(0), milestone="mitigated"), {ScenarioMoment.MITIGATED}),
        (e.UpdatePosted(**stamp(0), text="x"), {ScenarioMoment.UPDATED}),
        (e.UpdatePublished(**stamp(0), text="x"), {ScenarioMoment.UPDATED, ScenarioMoment.PUBLISHED}),
        (e.StatusSet(**stamp(0), to="Fixing", phase=Phase.ACTIVE, text="x"), {ScenarioMoment.UPDATED}),
        (e.StatusSet(**stamp(0), to="Monitoring", phase=Phase.MITIGATED), {ScenarioMoment.MITIGATED}),
        (e.Resolved(**stamp(0)), {ScenarioMoment.RESOLVED}),
        (e.Dismissed(**stamp(0)), {ScenarioMoment.RESOLVED}),
        (e.NoteAdded(**stamp(0), text="x"), set()),
    ],
)
def test_an_entry_is_the_moment_that_people_would_call_it(entry: e.Entry, moments: set[ScenarioMoment]) -> None:
    step = comment()

    assert {each for each in ScenarioMoment if moment_of(each, step, (entry,))} == moments


def test_without_a_person_anybody_who_is_paged_counts() -> None:
    step = ScenarioStep(after=ScenarioMoment.PAGED, alert=ScenarioAlert(title="Down"))

    assert moment_of(ScenarioMoment.PAGED, step, (e.Escalated(**stamp(4), to=("ada",), rung="lead"),)) == at(4)
    assert moment_of(ScenarioMoment.PAGED, step, (e.Escalated(**stamp(4), to=(), rung="lead"),)) is None


def test_a_step_is_unnecessary_once_its_exception_has_happened() -> None:
    step = ScenarioStep(unless=ScenarioMoment.MITIGATED, by="mary", comment="Still down")
    mitigated = e.StatusSet(**stamp(0), to="Monitoring", phase=Phase.MITIGATED)

    assert (is_unnecessary(step, (declared(),)), is_unnecessary(step, (mitigated,))) == (False, True)
    assert not is_unnecessary(comment(), (mitigated,))


def test_a_scenario_is_over_once_its_incidents_are_and_nothing_waits_for_its_time() -> None:
    progress = ScenarioProgress(START, {0: PlayedStep(START)}, {"first": 7})
    never = comment(ScenarioMoment.PUBLISHED)
    over = {"first": (declared(), e.Resolved(**stamp(9)))}

    assert is_over(scenario(never), progress, over)
    assert not is_over(scenario(never), progress, {"first": (declared(),)})
    assert not is_over(scenario(comment(ScenarioMoment.RESOLVED, 1)), progress, over)
    assert not is_over(scenario(never), ScenarioProgress(START), {})
