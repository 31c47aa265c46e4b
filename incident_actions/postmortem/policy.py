"""Whether an incident needs a post-mortem, whether it is still missing, and when it is due."""

from __future__ import annotations

from datetime import datetime

from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.model.process.business_time import deadline
from incident_actions.model.process.process import Process

ENDED_PHASES = (Phase.RESOLVED, Phase.CLOSED)


def concerns(incident: Incident) -> bool:
    """Whether an incident has a post-mortem, or may need one by now."""
    return incident.postmortem is not None or incident.postmortem_asked or incident.phase not in RUNNING


def is_required(incident: Incident, process: Process) -> bool:
    """Whether a post-mortem must be written: by severity or on request, unless it was waived."""
    if incident.postmortem_waived:
        return False
    severity = process.severity(incident.severity)
    return incident.postmortem_asked or (severity is not None and severity.postmortem)


def is_owed(incident: Incident, process: Process) -> bool:
    """Whether a required post-mortem has not been merged, or was merged with errors that nobody accepted."""
    postmortem = incident.postmortem
    merged = postmortem is not None and (postmortem.state == "merged" or postmortem.follow_up > 0)
    done = merged and not incident.postmortem_errors
    return is_required(incident, process) and not done and incident.phase is Phase.RESOLVED


def awaits_review(incident: Incident, process: Process) -> bool:
    """Whether the review meeting has yet to discuss an incident that is over, also one whose post-mortem was waived."""
    severity = process.severity(incident.severity)
    discussed = incident.postmortem_asked or (severity is not None and severity.postmortem)
    return bool(process.labels.review) and discussed and incident.phase in ENDED_PHASES and not incident.reviewed


def due_by(incident: Incident, process: Process) -> datetime | None:
    """Return when the post-mortem is due, counted from resolution."""
    resolved = incident.milestones.get("resolved")
    return deadline(resolved, process.postmortem.due, process.calendar) if resolved else None


def is_wanted(incident: Incident, process: Process) -> bool:
    """Whether it is time to open a required post-mortem."""
    asked = incident.postmortem_asked and incident.phase is not Phase.DISMISSED
    late = incident.rated_late and incident.phase is Phase.CLOSED
    return (incident.phase is Phase.RESOLVED or asked or late) and is_required(incident, process)
