"""A failure is posted once where people wait for the answer, and logged in any case."""

import logging

import pytest

from incident_actions.contract.effects import Plan, SetIssue
from incident_actions.model.person import Person
from incident_actions.runs.failures import (
    log_config_errors,
    post_config_errors,
    report_failure,
    report_foreign_record,
)
from tests.front_door import Door
from tests.runs.conftest import BeginRun

BROKEN = "extends: default\nseverites: []\n"


def test_a_failed_run_is_reported_once_for_its_event(door: Door, begin_run: BeginRun) -> None:
    issue = door.declare()
    run = begin_run(door.comment("grace", issue, "/ack"))

    for key in ("c1", "c1", "c2"):
        report_failure(run, issue, key)

    assert [run.here.run_url in each for each in door.replies(issue)] == [True, True]


def test_a_report_that_fails_is_only_logged(door: Door, begin_run: BeginRun, caplog: pytest.LogCaptureFixture) -> None:
    run = begin_run(door.open_issue())
    caplog.set_level(logging.WARNING, "incident_actions")

    report_failure(run, 404, "c1")

    assert any("Could not post the failure on #404" in each for each in caplog.messages)


def test_a_record_of_another_bot_is_reported_once(door: Door, begin_run: BeginRun) -> None:
    issue = door.declare()
    run = begin_run(door.comment("grace", issue, "/ack"))

    for _ in range(2):
        report_foreign_record(run, issue, Person("old-bot[bot]", bot=True))

    assert ["old-bot[bot]" in each for each in door.replies(issue)] == [True]


def test_an_invalid_configuration_is_posted_once_where_the_run_did_something(door: Door, begin_run: BeginRun) -> None:
    issue = door.declare()
    run = begin_run(door.comment("grace", issue, "/ack"), configuration=BROKEN)
    changed = Plan(effects=(SetIssue(issue),))

    post_config_errors(run, Plan(), run.reader.snapshot(issue))
    before = door.replies(issue)
    for _ in range(2):
        post_config_errors(run, changed, run.reader.snapshot(issue))

    assert before == []
    assert ["severites: unknown key" in each for each in door.replies(issue)] == [True]


@pytest.mark.parametrize(
    ("configuration", "errors"),
    [("extends: default\n", []), (BROKEN, [".github/incidents.yml:2:1: severites: unknown key"])],
)
def test_configuration_errors_are_logged_with_their_place(
    configuration: str, errors: list[str], door: Door, begin_run: BeginRun, caplog: pytest.LogCaptureFixture
) -> None:
    run = begin_run(door.open_issue(), configuration=configuration)
    caplog.set_level(logging.ERROR, "incident_actions")

    wrong = log_config_errors(run)

    assert wrong == bool(errors)
    assert [each.partition(";")[0] for each in caplog.messages] == errors
