"""The header of a post-mortem: what the record holds for each of its fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import durations
from incident_actions.model.incident.when import length, spoken
from incident_actions.text.safe_markdown import code

PARTED = re.compile(r"\s*:\s|\s[-–—]\s")


def facts(incident: Incident, began: datetime) -> Mapping[str, Mapping[str, str]]:
    """What may be filled in, by the content of the field; nothing where the record does not tell."""
    commander = incident.roles.get("commander", "")
    values = {
        "date": f"{began:%Y-%m-%d}",
        "severity": incident.severity,
        "impact": incident.impact,
        "detected by": incident.detected_by,
        "commander": commander and code(commander),
    }
    known: dict[str, Mapping[str, str]] = {content: {"value": value} for content, value in values.items() if value}
    if incident.severity:
        known["severity"] = {"value": incident.severity, "short": PARTED.split(incident.severity)[0]}
    lasted, resolved = durations(incident.milestones).get("time to resolve"), incident.milestones.get("resolved")
    if lasted is not None and resolved is not None:
        known["duration"] = _lasted(lasted, began, resolved)
    return known


def _lasted(span: timedelta, began: datetime, resolved: datetime) -> Mapping[str, str]:
    return {
        "value": length(span),
        "start": spoken(began),
        "end": spoken(resolved),
        "hours": f"{span / timedelta(hours=1):.2f}".rstrip("0").rstrip("."),
        "minutes": str(span // timedelta(minutes=1)),
    }
