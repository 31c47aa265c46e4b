"""When the reminders of a long incident come: together, in a digest, instead of each on its own minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.process import Process

NOTHING = timedelta()


def first_digest(incident: Incident, process: Process) -> datetime | None:
    """Return from when on an incident counts as long; None if the process has no digest."""
    rules = process.long_incident
    return incident.pace.begun + timedelta(minutes=rules.after) if rules else None


def digest_time(due: datetime, incident: Incident, process: Process) -> datetime:
    """Return when a reminder comes that is due at a time: then, or with the next digest once the incident is long."""
    first, rules = first_digest(incident, process), process.long_incident
    if first is None or rules is None or due <= first:
        return due
    every = timedelta(minutes=rules.every)
    beyond = (due - first) % every
    return due + (every - beyond if beyond else NOTHING)
