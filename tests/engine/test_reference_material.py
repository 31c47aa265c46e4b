"""Shell commands are those of the phase and the severity, and contacts those that have people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.engine.reference_material import ReachableContact, contacts, shell_commands
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import Phase
from tests.prepared_team import prepared_process
from tests.worlds import START, World

PREPARED = prepared_process("on_call: { primary: [{ people: [linus] }] }\n")


def declared() -> Incident:
    """Return an incident of the prepared team that nobody has rated yet."""
    world = World(process=PREPARED)
    world.run()
    return world.incident


@pytest.mark.parametrize(
    ("phase", "severity", "names"),
    [
        (Phase.ACTIVE, "", ["Recent deploys"]),
        (Phase.ACTIVE, "SEV-1", ["Recent deploys", "Undo"]),
        (Phase.ACTIVE, "SEV-2", ["Recent deploys"]),
        (Phase.MITIGATED, "SEV-1", ["Recent deploys", "Load"]),
    ],
)
def test_a_command_is_shown_in_its_phase_and_for_its_severity(phase: Phase, severity: str, names: list[str]) -> None:
    incident = replace(declared(), phase=phase, severity=severity)

    assert [each.name for each in shell_commands(incident, PREPARED)] == names


def test_a_contact_is_whoever_it_means_at_that_time_and_one_without_people_is_left_out() -> None:
    assert contacts(declared(), PREPARED, START) == (
        ReachableContact("On call", ("linus",), "on-call"),
        ReachableContact("Engineering lead", ("margaret",), "lead"),
        ReachableContact("VP Engineering", ("acme/leads",), "vp"),
    )
