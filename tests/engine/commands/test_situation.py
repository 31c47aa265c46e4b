"""The situation tells somebody who joins what they need to know."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.engine.commands.situation import describe_situation
from incident_actions.text.messages import Situation
from tests.engine.commands.asking import running
from tests.worlds import PROCESS, START


def test_a_situation_has_what_is_known_of_the_incident() -> None:
    incident = running("/sev 1\n/ic @ada\n/impact All buyers\n/room #pool\n/update We look at the pool.").incident

    assert describe_situation(incident, PROCESS) == Situation(
        severity="SEV-1",
        status="Investigating",
        title="Checkout is down",
        declared=START,
        impact="All buyers",
        last_update="We look at the pool.",
        updated=START + timedelta(seconds=1),
        next_update=START + timedelta(minutes=15, seconds=1),
        commander="ada",
        room="#pool",
    )


def test_a_situation_leaves_empty_what_nobody_knows() -> None:
    incident = running("/resolve").incident

    assert describe_situation(incident, PROCESS) == Situation(
        severity="",
        status="Resolved",
        title="Checkout is down",
        declared=START,
        impact="",
        last_update="",
        updated=None,
        next_update=None,
        commander="",
        room="",
    )
