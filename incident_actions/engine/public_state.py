"""What the public status page shows of an incident, so that a run knows when to have the page built."""

from __future__ import annotations

from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.process import Process


def public_state(incident: Incident | None, process: Process) -> tuple[object, ...]:
    """Return what differs if the page would; empty for a drill, and for an incident that is not public yet."""
    if incident is None or incident.private or incident.drill or process.site is None:
        return ()
    published = tuple((each.at, each.text) for each in incident.published)
    spoken = tuple(incident.status_texts.items()) if process.site.status_texts else ()
    if not (published or any(text for _, text in spoken)):
        return ()
    ends = tuple(incident.milestones.get(name) for name in ("started", "mitigated", "resolved"))
    return (published, spoken, incident.phase, incident.status, incident.severity, incident.services, ends)
