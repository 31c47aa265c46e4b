"""The header of a post-mortem: the record's values for each of its fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import durations
from incident_actions.model.incident.time_text import format_clock, format_length, format_moment
from incident_actions.text.safe_markdown import inline_code

LABEL_SEPARATOR = re.compile(r"\s*:\s|\s[-–—]\s")


def header_values(incident: Incident, began: datetime, day: date | None = None) -> Mapping[str, Mapping[str, str]]:
    """Return the values for each kind of field; none where the record does not have them.

    `day` is the day that the header shows, on which times need no date.
    """
    commander = incident.roles.get("commander", "")
    values = {
        "date": f"{began:%Y-%m-%d}",
        "severity": incident.severity,
        "impact": incident.impact,
        "detected by": incident.detected_by,
        "commander": commander and inline_code(commander),
    }
    known: dict[str, Mapping[str, str]] = {content: {"value": value} for content, value in values.items() if value}
    if incident.severity:
        known["severity"] = {"value": incident.severity, "short": LABEL_SEPARATOR.split(incident.severity)[0]}
    lasted, resolved = durations(incident.milestones).get("time to resolve"), incident.milestones.get("resolved")
    if lasted is not None and resolved is not None:
        known["duration"] = _duration_values(lasted, began, resolved, day)
    return known


def _duration_values(span: timedelta, began: datetime, resolved: datetime, day: date | None) -> Mapping[str, str]:
    return {
        "value": format_length(span),
        "start": f"{format_clock(began, day)} UTC" if day else format_moment(began),
        "end": f"{format_clock(resolved, began.date())} UTC",
        "hours": f"{span / timedelta(hours=1):.2f}".rstrip("0").rstrip("."),
        "minutes": str(span // timedelta(minutes=1)),
    }
