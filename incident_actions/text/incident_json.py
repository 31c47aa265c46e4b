"""An incident and what happened to it as JSON for programs, in the form of `docs/webhook.schema.json`."""

from __future__ import annotations

from typing import Any

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident import milestone
from incident_actions.model.incident.entry_json import json_value
from incident_actions.model.incident.incident import Action, Hotfix, Incident
from incident_actions.model.process.process import Process

VERSION = 1
"""Goes up when a field changes its meaning or disappears. New fields come without a new version."""


@dataclass(frozen=True)
class IncidentEvent:
    """Something that happened: its name, a key that stays the same, its entry, and the incident as it was then."""

    happening: str
    key: str
    entry: e.Entry
    incident: Incident


def event_json(event: IncidentEvent, process: Process, repository: str, url: str) -> dict[str, Any]:
    """Return an event; `repository` is OWNER/NAME, and `url` its address."""
    entry, number = event.entry, event.incident.number
    issue = f"{url}/issues/{number}"
    return {
        "version": VERSION,
        "event": event_name(event.happening),
        "id": f"{repository}#{number}/{event.key}",
        "at": json_value(entry.at),
        "by": entry.by or None,
        "url": f"{issue}#issuecomment-{entry.comment}" if entry.comment else issue,
        "repository": repository,
        "incident": incident_json(event.incident, process, url),
    }


def event_name(happening: str) -> str:
    """Return the name of an event: `incident.` and its happening, such as `incident.post_mortem_owed`."""
    return f"incident.{happening.replace(' ', '_').replace('-', '_')}"


def incident_json(incident: Incident, process: Process, url: str) -> dict[str, Any]:
    """Return an incident; what is not known is null, and times are ISO, in UTC. `url` is the repository's."""
    known = incident.milestones
    return {
        "number": incident.number,
        "url": f"{url}/issues/{incident.number}",
        "title": incident.title,
        "phase": incident.phase.value,
        "status": incident.status,
        "severity": incident.severity or None,
        "rank": process.rank(incident.severity) or None,
        "services": list(incident.services),
        "summary": incident.summary or None,
        "impact": incident.impact or None,
        "resolution": incident.resolution or None,
        "declared_by": incident.declared_by,
        "acknowledged_by": incident.acknowledged_by or None,
        "roles": dict(incident.roles),
        "milestones": {name: json_value(known[name]) for name in milestone.ORDER if name in known},
        "durations": {
            name.replace(" ", "_"): length.total_seconds() for name, length in milestone.durations(known).items()
        },
        "last_update": _update(incident.last_update, incident.last_update_text) if incident.last_update else None,
        "published": [_update(each.at, each.text) for each in incident.published],
        "hotfixes": [_hotfix(each) for each in incident.hotfixes],
        "action_items": [_item(each) for each in incident.actions],
        "post_mortem": _postmortem(incident),
        "duplicate_of": incident.duplicate_of or None,
        "moved_to": incident.private or None,
    }


def _update(at: object, text: str) -> dict[str, Any]:
    return {"at": json_value(at), "text": text}


def _hotfix(each: Hotfix) -> dict[str, Any]:
    return {
        "description": each.description,
        "repository": each.repository or None,
        "branch": each.branch,
        "pull_request": each.pull or None,
        "state": each.state,
        "reverts": each.reverts or None,
    }


def _item(each: Action) -> dict[str, Any]:
    return {
        "issue": each.issue,
        "text": each.text,
        "owner": each.owner or None,
        "due": json_value(each.due),
        "type": each.type or None,
    }


def _postmortem(incident: Incident) -> dict[str, Any] | None:
    known = incident.postmortem
    if known is None and not incident.postmortem_waived:
        return None
    return {
        "path": known.path if known else None,
        "pull_request": known.pull or None if known else None,
        "state": known.state if known else "waived",
        "reason": incident.postmortem_waived or incident.postmortem_accepted or None,
    }
