"""The beginning of a digest in a long incident: its conditions and actions. The reminders that follow are its needs."""

from __future__ import annotations

from collections.abc import Sequence

from incident_actions.contract.decision import Context
from incident_actions.model.incident.incident import Incident
from incident_actions.text.messages import IncidentDigest
from incident_actions.timers.digest_times import first_digest
from incident_actions.timers.firing import FiringTimer


def begin_digest(incident: Incident, firing: Sequence[FiringTimer], context: Context) -> IncidentDigest | None:
    """Return what a comment with reminders begins with once the incident is long; None before, or without any."""
    first = first_digest(incident, context.process)
    if not firing or first is None or context.now < first:
        return None
    return IncidentDigest(
        lasted=context.now - incident.start,
        severity=incident.severity,
        status=incident.status,
        impact=incident.impact,
        commander=incident.roles.get("commander", ""),
        hotfixes=tuple(each.pull for each in incident.hotfixes if each.state == "open" and not each.repository),
        items=tuple(each.issue for each in incident.actions),
        last=incident.last_update,
        last_text=incident.last_update_text,
        posted=context.now,
    )
