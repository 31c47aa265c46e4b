"""The checklists of a phase that apply to an incident's severity."""

from __future__ import annotations

from collections.abc import Iterable

from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.communication import Checklist
from incident_actions.model.process.process import Process
from incident_actions.text.messages import Steps


def for_phase(phase: str, incident: Incident, process: Process) -> tuple[Checklist, ...]:
    """Return the checklists of a phase: `declared`, `active`, `mitigated` or `resolved`."""
    found = (each for each in process.checklists if each.when == phase)
    return tuple(each for each in found if process.applies_to(each.severities, incident.severity))


def to_steps(checklists: Iterable[Checklist]) -> tuple[Steps, ...]:
    """Return checklists as messages show them."""
    return tuple(Steps(each.name, each.items, each.ordered, each.kind) for each in checklists)
