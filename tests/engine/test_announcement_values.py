"""The blanks of ready-made words are filled from the record and the process, and each has the command that fills it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.engine.announcement_values import (
    COMMANDS,
    HOPED_FOR,
    ROLES,
    WHILE_RUNNING,
    blank_label,
    known_values,
    missing_command,
    missing_label,
)
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.communication import BLANKS, Announcement
from incident_actions.model.process.process import Process
from incident_actions.model.process.severity import FormQuestion, Triage
from tests.engine.commands.asking import running
from tests.engine.test_ready_words import PREPARED, known
from tests.worlds import START, World

ASKED = (FormQuestion(id="brands", label="Which brand(s)?"), FormQuestion(id="impact", label="Who is affected?"))


def asking(process: Process = PREPARED) -> Process:
    """The process with two questions of its own."""
    return replace(process, triage=Triage(questions=ASKED))


def test_every_blank_is_filled_where_it_is_known() -> None:
    incident = known()

    assert {name: known_values(incident, PREPARED, START)[name] for name in BLANKS} == {
        "number": "7",
        "title": "Checkout is down",
        "severity": "SEV-1",
        "status": "Resolved",
        "summary": "Payments fail",
        "impact": "40 orders a minute",
        "services": "checkout, web",
        "started": "2026-03-04 13:30 UTC",
        "declared": "2026-03-04 14:00 UTC",
        "now": "2026-03-04 14:00 UTC",
        "cause": "Rolled back to 41",
        "next_update": "",
        "update": "Rolled back to 41",
        "commander": "@ada",
        "comms": "@linus",
        "tech": "@grace",
        "room": "#shop-down",
        "status_page": "https://status.example.com",
        "update_every": "15 min",
        "resolution": "Rolled back to 41",
        "time_to_detect": "10 min",
        "time_to_resolve": "30 min",
        "actions": f"Alert on the pool (#{incident.actions[0].issue})",
        "updated": "2026-03-04 14:00 UTC",
        "update_interval": "15 minutes",
        "response": "",
        "definition": "Down for all",
    }


def test_what_nobody_said_is_empty() -> None:
    bare = known_values(running().incident, World().process, None)

    assert {name: bare[name] for name in BLANKS if bare[name]} == {
        "number": "7",
        "title": "Checkout is down",
        "summary": "Checkout is down",
        "status": "Investigating",
        "started": "2026-03-04 14:00 UTC",
        "declared": "2026-03-04 14:00 UTC",
        "next_update": "2026-03-04 14:15 UTC",
    }


def test_the_next_update_is_the_one_that_was_promised_while_it_runs() -> None:
    world = World(process=PREPARED)
    world.run()
    world.ask("grace", "/sev 2")

    assert known_values(world.incident, PREPARED, None)["next_update"] == "2026-03-04 14:30 UTC"


def test_the_start_is_the_declaration_or_an_earlier_detection_where_nobody_named_it() -> None:
    bare = running().incident
    noticed = replace(bare, milestones={**bare.milestones, "detected": START - timedelta(minutes=15)})

    assert known_values(bare, PREPARED, None)["started"] == "2026-03-04 14:00 UTC"
    assert known_values(noticed, PREPARED, None)["started"] == "2026-03-04 13:45 UTC"


@pytest.mark.parametrize(
    ("texts", "phase", "cause"),
    [
        ({"Identified": "The pool is full."}, Phase.ACTIVE, "The pool is full"),
        ({"Identified": "The pool", "Verifying": "x"}, Phase.RESOLVED, "The pool"),
        ({"Found": "A lock"}, Phase.ACTIVE, "A lock"),
        ({"Monitoring": "x"}, Phase.ACTIVE, ""),
        ({}, Phase.RESOLVED, "Rolled back to 41"),
        ({}, Phase.ACTIVE, ""),
    ],
)
def test_the_cause_is_what_was_said_with_its_status_or_else_the_resolution(
    texts: dict[str, str], phase: Phase, cause: str
) -> None:
    told = Announcement(name="x", stage="Found", audience="all", text="It is {cause}")
    process = replace(PREPARED, announcements=(told,))
    incident = replace(known(), status_texts=texts, phase=phase)

    assert known_values(incident, process, None)["cause"] == cause


def test_the_forms_answers_fill_blanks_of_their_own() -> None:
    incident = replace(known(), answers={"brands": "Acme,\nZenith", "gone": "x"})
    values = known_values(incident, asking(), None)

    assert {name: text for name, text in values.items() if "." in name} == {
        "answer.brands": "Acme, Zenith",
        "answer.impact": "40 orders a minute",
    }


@pytest.mark.parametrize(
    ("name", "label", "called"),
    [
        ("impact", "impact", "impact"),
        ("next_update", "next update", "next update"),
        ("updated", "time", "time"),
        ("commander", "commander", "Incident commander"),
        ("answer.brands", "Which brand(s)?", "Which brand(s)?"),
        ("answer.no_such", "no such", "no such"),
    ],
)
def test_a_blank_has_a_label_and_a_missing_role_the_processs_name(name: str, label: str, called: str) -> None:
    assert (blank_label(name, asking()), missing_label(name, asking())) == (label, called)


@pytest.mark.parametrize(
    ("name", "command", "afterwards"),
    [
        ("severity", "/sev 1", "/sev 1"),
        ("commander", "/ic @user", "/ic @user"),
        ("cause", "/status Identified <cause>", ""),
        ("resolution", "/resolve <what fixed it>", ""),
        ("update", "/update <text>", ""),
        ("time_to_detect", "/detected 13:45", "/detected 13:45"),
        ("next_update", "", ""),
        ("status_page", "", ""),
        ("summary", "", ""),
        ("answer.brands", "", ""),
    ],
)
def test_a_blank_has_the_command_that_fills_it_at_that_time(name: str, command: str, afterwards: str) -> None:
    bare = running().incident
    over = replace(bare, phase=Phase.RESOLVED)

    assert (missing_command(name, bare, PREPARED), missing_command(name, over, PREPARED)) == (command, afterwards)


def test_a_command_is_named_only_where_it_would_fill_the_blank() -> None:
    rated = replace(running().incident, severity="SEV-3")
    noticed = replace(rated, milestones={**rated.milestones, "detected": START})
    lone = replace(PREPARED, roles=(), statuses=PREPARED.statuses[:1], announcements=())

    assert missing_command("next_update", rated, PREPARED) == "/cadence 30m"
    assert missing_command("time_to_detect", noticed, PREPARED) == "/started 13:30"
    assert missing_command("comms", rated, lone) == ""
    assert missing_command("cause", rated, lone) == "/resolve <what fixed it>"


def test_every_command_that_fills_a_blank_exists() -> None:
    words = {text.split()[0].removeprefix("/") for text in (*COMMANDS.values(), *ROLES.values())}

    assert words <= set(BY_WORD)
    assert set(COMMANDS) | set(ROLES) | HOPED_FOR | WHILE_RUNNING <= set(BLANKS)


def test_once_an_incident_is_resolved_its_words_keep_the_time_of_the_resolution() -> None:
    at = START + timedelta(minutes=30)
    resolved = replace(known(), phase=Phase.RESOLVED, milestones={"resolved": at})

    assert known_values(resolved, PREPARED, at + timedelta(hours=1))["now"] == "2026-03-04 14:30 UTC"
    assert (
        known_values(replace(resolved, phase=Phase.ACTIVE), PREPARED, at + timedelta(hours=1))["now"]
        == "2026-03-04 15:30 UTC"
    )
