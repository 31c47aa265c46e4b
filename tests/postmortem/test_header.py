"""The header of a post-mortem has a value for each fact that the record has, in every form that a process can ask for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from incident_actions.contract.decision import Context
from incident_actions.model.process.postmortem import HeaderField
from incident_actions.postmortem.header import header_lines, header_values
from incident_actions.postmortem.links import FileLinks, LinkStyles
from tests.timers.timer_records import declared, incident
from tests.worlds import PROCESS, WORDING, World

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
        "commander": {"value": "{commander}"},
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
        "time to resolve": {"value": words},
    }


@pytest.mark.parametrize("milestones", [{"started": BEGAN}, {"mitigated": BEGAN}, {"resolved": BEGAN}])
def test_an_incident_without_both_ends_has_no_duration(milestones: dict[str, Any]) -> None:
    assert header_values(replace(BARE, milestones=milestones), BEGAN) == DATE


def test_the_header_can_have_each_duration() -> None:
    known = {
        "started": BEGAN,
        "detected": BEGAN + timedelta(minutes=8),
        "acknowledged": BEGAN + timedelta(minutes=10),
        "mitigated": BEGAN + timedelta(minutes=33),
    }

    assert header_values(replace(BARE, milestones=known), BEGAN) == {
        **DATE,
        "time to detect": {"value": "8 min"},
        "time to acknowledge": {"value": "2 min"},
        "time to mitigate": {"value": "33 min"},
    }


LINE_FORMS = ("- **{name}:** {value}", "**{name}:** {value}", "**{name}**: {value}")
FIELDS = [HeaderField(name="Severity", content="severity"), HeaderField(name="Lead", content="commander")]


def lines_of(form: Any, lead: str = "ada", **rules: Any) -> list[str]:
    """Return the lines of a header with two fields."""
    world = World()
    changed = replace(PROCESS.postmortem, header=tuple(FIELDS), header_line=form, **rules)
    process = replace(PROCESS, postmortem=changed)
    links = FileLinks("https://x.org", "acme/shop", ("ada",))
    named = FileLinks("https://x.org", "acme/shop", ("ada",), {"ada": "the Lead"})
    context = Context(world.snapshot, process, WORDING, BEGAN)
    known = replace(BARE, severity="as @ada typed", roles={"commander": lead})
    return header_lines(known, BEGAN, None, context, LinkStyles(links, named)).split("\n")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (LINE_FORMS[0], ["- **Severity:** as the Lead typed", "- **Lead:** [@ada](https://x.org/ada)"]),
        (LINE_FORMS[1], ["**Severity:** as the Lead typed  ", "**Lead:** [@ada](https://x.org/ada)  "]),
        (LINE_FORMS[2], ["**Severity**: as the Lead typed  ", "**Lead**: [@ada](https://x.org/ada)  "]),
    ],
)
def test_a_line_of_the_header_has_the_format_of_the_process_and_the_lead_keeps_the_name(
    form: str, expected: list[str]
) -> None:
    assert lines_of(form)[:2] == expected


def test_a_login_cannot_end_the_code_that_it_is_shown_in() -> None:
    assert lines_of(LINE_FORMS[0], "a`b")[1] == "- **Lead:** ``a`b``"


def test_a_start_needs_no_date_below_a_header_that_has_it() -> None:
    values = header_values(replace(BARE, milestones=lasting(minutes=50)), BEGAN, BEGAN.date())

    assert (values["duration"]["start"], values["duration"]["end"]) == ("23:30 UTC", "2026-03-05 00:20 UTC")
