"""A step of a drill's scenario is due once what it waits for has happened, and wakes the clock by then."""

from __future__ import annotations

from datetime import datetime

import pytest

from incident_actions.contract.drill_scenario import LaterStep
from incident_actions.model.incident import entry as e
from incident_actions.timers.clock_watch import incident_outlook
from incident_actions.timers.scenario_steps import due_steps, next_step_due
from tests.timers.timer_records import at, incident, process, stamp

STEPS = (
    LaterStep(5, "start", "mitigated", "comment", "mary", "Customers call us."),
    LaterStep(1, "mitigated", "", "alert", "", "The disk is full"),
    LaterStep(9, "paged", "", "silent", "linus", "he is on a train"),
    LaterStep(9, "updated", "", "comment", "mary", "Thank you."),
    LaterStep(9, "published", "resolved", "comment", "mary", "We can read it."),
)
NEWER = ("start 1 - dream mary in colours", "A step of a version that does not exist yet")
MITIGATED = e.MilestoneSet(**stamp(20), milestone="mitigated")
PAGED = e.PeoplePaged(**stamp(2), to=("ada",), whom="primary")
UPDATED = e.UpdatePosted(**stamp(3), text="We look into it")
PUBLISHED = e.UpdatePublished(**stamp(4), text="Payments fail")
OVER = e.Resolved(**stamp(30), status="Resolved")


def begun(*more: tuple[str, str]) -> e.DrillBegun:
    return e.DrillBegun(**stamp(0), people=("ada",), steps=(*(each.as_pair() for each in STEPS), *more))


@pytest.mark.parametrize(
    ("entries", "dues", "first"),
    [
        ((), {5: [0]}, at(5)),
        ((MITIGATED,), {20: [], 21: [1]}, at(21)),
        ((MITIGATED, e.ScenarioPlayed(at=at(21), accepted=at(21), steps=(1,))), {99: []}, None),
        ((e.ScenarioPlayed(at=at(5), accepted=at(5), steps=(0,)),), {99: []}, None),
        ((PAGED,), {8: [0], 9: [0, 2]}, at(5)),
        ((UPDATED,), {11: [0], 12: [0, 3]}, at(5)),
        ((PUBLISHED,), {12: [0], 13: [0, 3, 4]}, at(5)),
        ((MITIGATED, OVER), {99: []}, None),
    ],
    ids=["begun", "mitigated", "all played", "one played", "paged", "updated", "published", "over"],
)
def test_a_step_is_due_after_what_it_waits_for(
    entries: tuple[e.Entry, ...], dues: dict[int, list[int]], first: datetime | None
) -> None:
    drill = incident(begun(NEWER), *entries)

    assert {minute: list(due_steps(drill, at(minute))) for minute in dues} == dues
    assert next_step_due(drill) == first


def test_the_clock_runs_for_a_step_that_comes_before_every_timer() -> None:
    early = LaterStep(3, "start", "", "comment", "mary", "Is it only me?").as_pair()
    played = e.ScenarioPlayed(at=at(3), accepted=at(3), steps=(len(STEPS), 0))

    outlook = incident_outlook(incident(begun(early)), process())
    after = incident_outlook(incident(begun(early), played), process())
    plain = incident_outlook(incident(e.DrillBegun(**stamp(0), people=("ada",))), process())

    assert (outlook.due, outlook.presses) == (at(3), at(3))
    assert (after.due, after.presses) == (plain.due, plain.presses)
