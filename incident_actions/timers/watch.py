"""How long a fix was watched before the incident was resolved, of the minutes for which the process asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypedDict

from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.process import Process


class WatchFields(TypedDict):
    """The fields of a resolution about the watch of the fix."""

    to_watch: int
    watched: int


def watch_fields(incident: Incident, at: datetime, process: Process) -> WatchFields:
    """Return for how many minutes the fix must be watched, and was, if the incident is resolved at a time."""
    promised = process.targets_of(process.severity_or_worst(incident.severity)).watch or 0
    mitigated = incident.milestones.get("mitigated") if incident.phase is Phase.MITIGATED else None
    passed = (at - mitigated) // timedelta(minutes=1) if mitigated else 0
    return {"to_watch": promised, "watched": min(max(passed, 0), promised)}
