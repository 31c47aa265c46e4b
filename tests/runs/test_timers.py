"""A run fires the timers that are due, and sees to it that a clock runs for the others."""

from datetime import timedelta

import pytest

from incident_actions.runs.settle import answer_issue
from incident_actions.runs.timers import (
    CLOCK_EVENT,
    fire_due_timers,
    incident_timers,
    is_clock_missing,
    needs_clock,
    start_clock,
)
from incident_actions.timers.clock_watch import NO_TIMERS
from tests.front_door import Door
from tests.runs.conftest import BeginRun


def test_the_timers_of_an_open_incident_are_those_of_its_record(door: Door, begin_run: BeginRun) -> None:
    issue = door.declare()
    run = begin_run(door.comment("grace", issue, "/ack"))

    timers = incident_timers(run, run.reader.snapshot(issue))

    assert timers is not None
    assert (timers.declared, timers.is_due(run.now)) == (True, False)
    assert timers.needs_clock(run.now)


def test_an_issue_that_is_no_incident_has_no_timers(door: Door, begin_run: BeginRun) -> None:
    job = door.open_issue()
    door.as_("grace").issue(title="A question", labels=[])
    run = begin_run(job)

    assert incident_timers(run, run.reader.snapshot(2), asking=True) == NO_TIMERS


def test_an_incident_without_a_due_timer_costs_one_request_and_no_decision(door: Door, begin_run: BeginRun) -> None:
    issue = door.declare()
    run = begin_run(door.comment("linus", issue, "no command"))
    shown, before = run.reader.snapshot(issue).issue, run.request_count

    fire_due_timers(run, shown)

    assert (run.request_count - before, run.snapshots_after) == (1, {})


def test_a_due_timer_is_posted_and_leaves_the_next_one(door: Door, begin_run: BeginRun) -> None:
    issue = door.declare()
    job = door.comment("linus", issue, "no command")
    door.sandbox.let_pass(timedelta(hours=1))
    run = begin_run(job)

    timers = fire_due_timers(run, run.reader.snapshot(issue).issue)

    assert any("_Due 14:" in each for each in door.tool_comments(issue))
    assert timers.next_action is not None
    assert timers.next_action > run.now


def test_an_answered_incident_needs_a_clock_and_the_run_that_declared_it_starts_one(
    door: Door, begin_run: BeginRun
) -> None:
    run = begin_run(door.open_issue())
    snapshot = run.reader.snapshot(1)
    run.timers_before[1] = incident_timers(run, snapshot, asking=True)

    answer_issue(run, snapshot)

    assert (needs_clock(run), is_clock_missing(run)) == (True, True)


@pytest.mark.parametrize(("rehearsal", "started"), [(False, 1), (True, 0)])
def test_starting_the_clock_sends_one_dispatch_and_a_rehearsal_none(
    rehearsal: bool, started: int, door: Door, begin_run: BeginRun
) -> None:
    run = begin_run(door.open_issue(), dry_run=rehearsal)
    before = len(door.sandbox.deliveries)

    start_clock(run, "a test wants it")

    events = [each.payload.get("action") for each in door.sandbox.deliveries[before:]]
    assert events.count(CLOCK_EVENT) == started
