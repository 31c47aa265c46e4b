"""The clocks of each preset, from its document's numbers: what is due after how many minutes, and who is paged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.timers.schedule import running_series
from tests.model.process.preset_tables import preset
from tests.timers.timer_records import START, declared, incident, stamp

COMMS = ("comms", "commander")
DAYS = 24 * 60


def timers(name: str, *entries: e.Entry) -> dict[str, tuple[float, tuple[str, ...]]]:
    """Return each running timer of a preset: the minutes from the declaration, a Wednesday at 14:00, and its people."""
    found = running_series(incident(*entries), preset(name))
    return {each.what: ((each.first - START) / timedelta(minutes=1), each.page) for each in found}


def updated(minutes: float) -> e.UpdatePosted:
    return e.UpdatePosted(**stamp(minutes), text="We roll back.")


ACKNOWLEDGE = {"acknowledge": (5, ("on-call", "commander"))}
LADDER = {
    "without-acknowledgment": (5, ("secondary", "tech-lead")),
    "without-progress": (15, ("engineering-manager",)),
    "without-resolution": (30, ("vp-engineering",)),
}
STUCK = {"primary-cannot-resolve": (30, ("secondary",)), "both-stuck": (60, ("cto", "service-owner"))}
FIRST_MINUTES = ACKNOWLEDGE | {
    "roles": (15, ("commander",)),
    "mitigate": (15, ("commander",)),
    "public-update": (30, COMMS),
}


def respond(minutes: int) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Return the reminder that a response is late."""
    return {"respond": (minutes, ("on-call",))}


def update(minutes: int) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Return the reminder of the next update."""
    return {"update": (minutes, COMMS)}


@pytest.mark.parametrize(
    ("name", "severity", "expected"),
    [
        ("lean", "SEV-1", ACKNOWLEDGE | {"first-update": (5, COMMS)}),
        ("lean", "SEV-2", respond(60) | {"first-update": (5, COMMS)}),
        ("lean", "SEV-3", respond(DAYS)),
        ("lean", "SEV-4", {}),
        ("p-levels", "P1 - Critical", ACKNOWLEDGE | respond(15) | update(30)),
        ("p-levels", "P2 - High", ACKNOWLEDGE | respond(60) | update(60)),
        ("p-levels", "P3 - Medium", respond(4 * 60)),
        ("p-levels", "P4 - Low", respond(DAYS)),
        ("war-room", "Severity 1: Critical", LADDER | {"roles": (10, ("commander",))}),
        ("war-room", "Severity 2: High", LADDER | {"roles": (10, ("commander",))} | respond(15)),
        ("war-room", "Severity 3: Medium", respond(60) | {"without-acknowledgment": (5, ("secondary", "tech-lead"))}),
        ("war-room", "Severity 4: Low", respond(3 * 60)),  # the business hours end at 17:00
        ("regulated", "Sev1", ACKNOWLEDGE | update(15) | STUCK | {"room": (15, ("commander",))}),
        ("regulated", "Sev2", ACKNOWLEDGE | respond(30) | STUCK),
        ("regulated", "Sev3", respond(4 * 60)),
        ("regulated", "Sev4", respond(DAYS + 3 * 60)),  # the next business day ends on Thursday at 17:00
        ("mitigate-first", "SEV-1", FIRST_MINUTES | update(15)),
        ("mitigate-first", "SEV-2", FIRST_MINUTES | update(30)),
        ("mitigate-first", "SEV-3", respond(3 * 60) | update(60)),
        ("mitigate-first", "SEV-4", {}),
    ],
)
def test_each_severity_is_chased_at_its_minutes_and_to_its_people(
    name: str, severity: str, expected: dict[str, tuple[float, tuple[str, ...]]]
) -> None:
    assert timers(name, declared(severity)) == expected


@pytest.mark.parametrize(("name", "minutes"), [("lean", 2), ("p-levels", 10)])
def test_a_missing_severity_is_asked_for_at_its_minute(name: str, minutes: int) -> None:
    assert timers(name, declared(""))["assess"] == (minutes, ("commander",))


@pytest.mark.parametrize(
    ("name", "severity", "minutes"),
    [
        ("lean", "SEV-1", 30),
        ("lean", "SEV-2", 30),
        ("p-levels", "P1 - Critical", 30),
        ("p-levels", "P2 - High", 60),
        ("regulated", "Sev1", 15),
        ("mitigate-first", "SEV-1", 15),
        ("mitigate-first", "SEV-2", 30),
        ("mitigate-first", "SEV-3", 60),
    ],
)
def test_the_next_update_is_due_when_the_document_says(name: str, severity: str, minutes: int) -> None:
    running = timers(name, declared(severity), updated(10))

    assert {what: due for what, due in running.items() if "update" in what and what != "public-update"} == {
        "update": (10 + minutes, COMMS)
    }


def test_a_fix_is_watched_for_its_minutes() -> None:
    fixed = e.StatusSet(**stamp(25), to="Monitoring", phase=Phase.MITIGATED)

    assert timers("p-levels", declared("P1 - Critical"), fixed)["watch"] == (55, ("commander",))
