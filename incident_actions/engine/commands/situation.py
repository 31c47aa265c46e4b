"""Summarize an incident in a few lines for somebody who joins it."""

from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.process import Process
from incident_actions.text.messages import Situation
from incident_actions.timers.schedule import next_update


def describe_situation(incident: Incident, process: Process) -> Situation:
    """Return what somebody needs to know who was paged or takes over."""
    return Situation(
        severity=incident.severity,
        status=incident.status,
        title=incident.title,
        declared=incident.declared,
        impact=incident.impact,
        last_update=incident.last_update_text,
        updated=incident.last_update,
        next_update=next_update(incident, process),
        commander=incident.roles.get("commander", ""),
        room=incident.room,
    )
