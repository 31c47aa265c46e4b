"""A log of an incident, and the process under which it is answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.offline.simulate import SimulatedIncident, simulate_log
from incident_actions.text.offline_log import read_log
from tests.worlds import WORDING

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
PROCESS = read_process(
    """
extends: default
services: [api, web]
directory: { ada: "+44 20 7946 0001", linus: "+44 20 7946 0003" }
contacts:
  manager: { name: the duty manager, people: [margaret], reach: "+44 20 7946 0009" }
on_call: { primary: [{ people: [linus], since: 2026-03-02 }] }
ladder: { stuck: { when: blocked, page: [manager] } }
escalation: [ada]
""",
    templates.load_preset,
    tuple(BY_WORD),
)
DECLARED = e.Declared(at=NOON, accepted=NOON, by="ada", severity="SEV-1", title="Checkout is down")


def _incident() -> Incident:
    folded = fold(0, (DECLARED,))
    assert folded is not None
    return folded


INCIDENT = _incident()


def kept(*lines: str, severity: str = "SEV-1") -> SimulatedIncident:
    """Return what a log comes to: the declaration at noon, and a line every minute since, by ada."""
    head = (
        f"incident-actions log 1\ntitle: Checkout is down\ndeclared: 2026-03-04T12:00Z @ada\nseverity: {severity}\n\n"
    )
    told = (f"2026-03-04T12:{minute:02}Z @ada {line}\n" for minute, line in enumerate(lines, 1))
    return simulate_log(read_log(head + "".join(told), NOON + timedelta(days=1)), PROCESS, WORDING)
