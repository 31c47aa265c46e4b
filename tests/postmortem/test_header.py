"""The header of a post-mortem has a value for each fact that the record has, in every form that a process can ask for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from incident_actions.postmortem.header import header_values
from tests.timers.timer_records import declared, incident

BEGAN = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
BARE = replace(incident(declared()), severity="", milestones={})
DATE = {"date": {"value": "2026-03-04"}}


def lasting(**length: float) -> dict[str, datetime]:
    """Return the milestones of an incident of that length."""
    return {"started": BEGAN, "resolved": BEGAN + timedelta(**length)}


def test_an_incident_of_which_nothing_is_known_has_its_date_alone() -> None:
    assert header_values(BARE, BEGAN) == DATE


def test_each_known_fact_has_its_value() -> None:
    known = replace(
        BARE, severity="SEV-1", impact="40 orders", detected_by="an alert", roles={"commander": "ada", "tech": "linus"}
    )

    assert header_values(known, BEGAN) == {
        **DATE,
        "severity": {"value": "SEV-1", "short": "SEV-1"},
        "impact": {"value": "40 orders"},
        "detected by": {"value": "an alert"},
        "commander": {"value": "`ada`"},
    }


@pytest.mark.parametrize(
    ("severity", "short"),
    [
        ("SEV-1", "SEV-1"),
        ("P1 - Critical", "P1"),
        ("P1 – Critical", "P1"),
        ("P1 — Critical — all", "P1"),
        ("Severity 1: Critical", "Severity 1"),
        ("Severity 1 : Critical", "Severity 1"),
        ("Sev:1", "Sev:1"),
        ("Sev -1", "Sev -1"),
    ],
)
def test_the_short_form_of_a_severity_ends_before_its_explanation(severity: str, short: str) -> None:
    values = header_values(replace(BARE, severity=severity), BEGAN)

    assert values == {**DATE, "severity": {"value": severity, "short": short}}


@pytest.mark.parametrize(
    ("length", "words", "end", "hours", "minutes"),
    [
        ({}, "under a minute", "23:30 UTC", "0", "0"),
        ({"seconds": 59}, "under a minute", "23:30 UTC", "0.02", "0"),
        ({"minutes": 50}, "50 min", "2026-03-05 00:20 UTC", "0.83", "50"),
        ({"minutes": 90}, "1 h 30 min", "2026-03-05 01:00 UTC", "1.5", "90"),
        ({"hours": 10}, "10 h", "2026-03-05 09:30 UTC", "10", "600"),
        ({"hours": 100}, "4 d 4 h", "2026-03-09 03:30 UTC", "100", "6000"),
    ],
)  # fmt: skip
def test_a_duration_has_every_form_that_a_process_can_ask_for(
    length: dict[str, float], words: str, end: str, hours: str, minutes: str
) -> None:
    values = header_values(replace(BARE, milestones=lasting(**length)), BEGAN)

    assert values == {
        **DATE,
        "duration": {
            "value": words,
            "start": "2026-03-04 23:30 UTC",
            "end": end,
            "hours": hours,
            "minutes": minutes,
        },
    }


@pytest.mark.parametrize("milestones", [{"started": BEGAN}, {"mitigated": BEGAN}, {"resolved": BEGAN}])
def test_an_incident_without_both_ends_has_no_duration(milestones: dict[str, Any]) -> None:
    assert header_values(replace(BARE, milestones=milestones), BEGAN) == DATE


def test_a_login_cannot_end_the_code_that_it_is_shown_in() -> None:
    assert header_values(replace(BARE, roles={"commander": "a`b"}), BEGAN)["commander"] == {"value": "``a`b``"}


def test_a_start_needs_no_date_below_a_header_that_has_it() -> None:
    values = header_values(replace(BARE, milestones=lasting(minutes=50)), BEGAN, BEGAN.date())

    assert (values["duration"]["start"], values["duration"]["end"]) == ("23:30 UTC", "2026-03-05 00:20 UTC")
