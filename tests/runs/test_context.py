"""A run's context holds what every decision may look at, and starts again where it must."""

from datetime import timedelta

from incident_actions.gateway.client.budget import Budget
from tests.front_door import Door
from tests.runs.conftest import BeginRun


def test_a_decision_gets_the_runs_process_words_and_time(door: Door, begin_run: BeginRun) -> None:
    run = begin_run(door.open_issue())

    context = run.decision_context(run.reader.snapshot(1), makes=False)

    assert (context.process, context.wording, context.now) == (run.process, run.wording, run.now)
    assert not context.may_create


def test_a_reset_run_forgets_what_it_saw_and_begins_a_new_budget(door: Door, begin_run: BeginRun) -> None:
    run = begin_run(door.open_issue())
    run.timers_before[1] = None
    run.snapshots_after[1] = run.reader.snapshot(1)
    writer, later = run.writer, run.now + timedelta(minutes=5)

    run.reset(later)

    assert (run.now, run.timers_before, run.snapshots_after) == (later, {}, {})
    assert run.writer is not writer
    assert isinstance(run.budget, Budget)
    assert not run.budget.is_spent(run.request_count)


def test_the_form_of_the_repository_gives_the_fields(door: Door, begin_run: BeginRun) -> None:
    run = begin_run(door.open_issue())

    labels = [each.label for each in run.form_fields]

    assert "Severity" in labels
    assert run.answered_fields("### Severity\n\nSEV-1") == run.form_fields


def test_a_repository_without_addresses_notifies_nobody(door: Door, begin_run: BeginRun) -> None:
    run = begin_run(door.open_issue())

    assert run.addresses == ()
