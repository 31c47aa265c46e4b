"""What GitHub lacks: the clock, faults and features under a visitor's hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client
from tests.sandbox.conftest import NOON
from tests.sandbox.pages.visitor import Visitor


@pytest.mark.parametrize(
    ("leap", "later"),
    [
        ("5m", timedelta(minutes=5)),
        ("1h", timedelta(hours=1)),
        ("morning", timedelta(hours=21)),
        ("week", timedelta(days=7)),
    ],
)
def test_the_clock_moves_forward(sandbox: Sandbox, visitor: Visitor, leap: str, later: timedelta) -> None:
    where = visitor.send("/_sandbox/clock", {"leap": leap, "back": "/acme/shop"})
    sandbox.passage.wait()

    assert (where, sandbox.clock.now()) == ("/acme/shop", NOON + later)


def test_without_a_timer_there_is_none_to_move_to(sandbox: Sandbox, visitor: Visitor) -> None:
    answer = visitor.post("/_sandbox/clock", {"leap": "timer"})

    assert (answer.status_code, sandbox.clock.now()) == (422, NOON)


def test_a_schedule_starts_its_workflow_once_for_each_day_that_passes(running: Sandbox) -> None:
    Visitor(running).send("/_sandbox/clock", {"leap": "week"})
    running.passage.wait()

    assert [each.event for each in running.deliveries].count("schedule") == 7


def test_a_fault_is_armed_happens_and_is_shown(sandbox: Sandbox, bot: Client, visitor: Visitor) -> None:
    visitor.send("/_sandbox/faults", {"fault": "502", "times": "once"})
    armed = visitor.text("/_sandbox/controls")

    failed = bot("GET", "issues").status_code

    assert ("Armed: 502 with GitHub's error page, 1" in armed, failed) == (True, 502)
    assert "502 with GitHub's error page: GET /repos/{owner}/{repo}/issues" in visitor.text("/_sandbox/controls")


def test_faults_are_disarmed(bot: Client, visitor: Visitor) -> None:
    visitor.send("/_sandbox/faults", {"fault": "500", "times": "until disarmed"})
    visitor.send("/_sandbox/faults", {"do": "disarm"})

    assert bot("GET", "issues").status_code == 200
    assert visitor.post("/_sandbox/faults", {"fault": "unknown"}).status_code == 422


def test_features_are_switched_off_and_on(sandbox: Sandbox, ada: Client, visitor: Visitor) -> None:
    ada.issue()

    visitor.send("/_sandbox/features", {"feature": ["pins", "reactions"]})
    without = set(sandbox.without)
    visitor.send("/_sandbox/features", {"feature": [*without, "pins", "reactions"]})

    assert without == {"assignees", "sub_issues", "statuses", "repository_comments", "graphql", "rate_limits"}
    assert sandbox.without == set()
