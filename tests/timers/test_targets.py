"""Each target that a severity sets has a time, and is met by one fact."""

from __future__ import annotations

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.timers.targets import set_targets
from tests.own_timers import only_own_timers
from tests.timers.timer_records import START, declared, incident, process, stamp

EVERY = only_own_timers("""
severities: [{label: SEV-1, targets: {mitigate: 60}}, {label: SEV-2, targets: {room: 0}}]
targets: {acknowledge: 5, assess: 6, public_update: 20, room: 10, roles: 11}
roles: [{key: commander, name: Commander, required_from: SEV-1}]
""")


def state(*entries: e.Entry) -> dict[str, tuple[float, bool]]:
    """Return each target with its minutes from the start, and whether it is met."""
    found = set_targets(incident(*entries), process(EVERY))
    return {each.what.value: ((each.due - START).total_seconds() / 60, each.is_met) for each in found}


OPEN = {
    "assess": (6, False),
    "public-update": (20, False),
    "room": (10, False),
    "roles": (11, False),
    "mitigate": (60, False),
    "acknowledge": (5, False),
}


@pytest.mark.parametrize(
    ("entry", "met"),
    [
        (e.SeveritySet(**stamp(1), to="SEV-1"), {"assess"}),
        (e.UpdatePublished(**stamp(1), text="We know"), {"public-update", "acknowledge"}),
        (e.RoomOpened(**stamp(1), room="#war"), {"room", "acknowledge"}),
        (e.RoleTaken(**stamp(1), role="commander", person="ada"), {"roles", "acknowledge"}),
        (e.StatusSet(**stamp(1), to="Monitoring", phase=Phase.MITIGATED), {"mitigate", "acknowledge"}),
        (e.Acknowledged(**stamp(1)), {"acknowledge"}),
        (e.ImpactSet(**stamp(1), text="everybody"), set()),
    ],
    ids=["severity", "publish", "room", "role", "mitigated", "ack", "impact"],
)
def test_a_target_is_met_by_its_own_fact_and_any_work_is_an_acknowledgement(entry: e.Entry, met: set[str]) -> None:
    found = state(declared(""), entry)

    assert found == {name: (minutes, name in met) for name, (minutes, _) in OPEN.items()}


def test_a_severity_sets_its_own_targets_and_a_raise_counts_from_its_time() -> None:
    assert state(declared("SEV-2")).keys() == OPEN.keys() - {"room", "mitigate"}
    assert state(declared("SEV-2"), e.SeveritySet(**stamp(30), to="SEV-1"))["mitigate"] == (90, False)
    assert state(declared("SEV-1"), e.SeveritySet(**stamp(30), to="SEV-1"))["mitigate"] == (60, False)
