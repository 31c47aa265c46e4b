"""The row of an open incident in the overview. It has no title, because GitHub keeps earlier texts of an issue."""

from __future__ import annotations

from datetime import datetime

from incident_actions.contract.decision import Context
from incident_actions.engine.record_integrity import inspect_record
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.model.process.process import Process
from incident_actions.timers.schedule import next_update


def incident_row(context: Context) -> e.IncidentListed | None:
    """Return the row of the incident that a snapshot shows, or None for one that the overview doesn't show.

    Raises NeedsAnswer if GitHub must be asked about the record.
    """
    record = inspect_record(context)
    incident = None if record.must_rebuild else context.incident(record.entries)
    if incident is None:
        return unread_row(context) if record.must_rebuild or record.is_newer else None
    return row_of(incident, context.process, record.entries[-1].accepted)


def row_of(incident: Incident, process: Process, accepted: datetime) -> e.IncidentListed | None:
    """Return the row of an incident as of its newest entry; None once it is over, for a private one and a drill."""
    if incident.phase not in RUNNING or incident.private or incident.drill:
        return None
    return e.IncidentListed(
        at=incident.declared,
        accepted=accepted,
        incident=incident.number,
        severity=incident.severity,
        status=incident.status,
        mitigated=incident.phase is Phase.MITIGATED,
        commander=incident.roles.get("commander", ""),
        next_update=next_update(incident, process),
    )


def unread_row(context: Context) -> e.IncidentListed | None:
    """Return the row of an open incident whose record can't be read."""
    issue = context.snapshot.issue
    if not issue.open or context.process.labels.incident not in issue.label_names:
        return None
    return e.IncidentListed(at=issue.created, accepted=issue.created, incident=issue.number, unread=True)


def is_same(one: e.IncidentListed | None, other: e.IncidentListed | None) -> bool:
    """Return whether two rows show the same, whatever entry they were made after."""
    if one is None or other is None:
        return one is other
    return replace(one, accepted=other.accepted) == other


def latest_row(shown: e.IncidentListed | None, read: e.IncidentListed) -> e.IncidentListed:
    """Return the row to show: the one in the overview if it shows the same, or another run made it of a later entry."""
    if shown is None or (shown.unread and not read.unread):
        return read
    return shown if is_same(shown, read) or shown.accepted > read.accepted else read
