"""The header of a post-mortem: the record's values for each of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from incident_actions.contract.decision import Context
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import durations
from incident_actions.model.incident.time_text import format_clock, format_length, format_moment
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.postmortem.links import FileLinks, LinkStyles

COMMANDER = "{commander}"
"""A value that a link to the commander replaces."""

FIELD_NAME = lazy_pattern(r"(?:- )?\*\*.+?(?::\*\*|\*\*:) ")
LABEL_SEPARATOR = lazy_pattern(r"\s*:\s|\s[-–—]\s")


def header_lines(incident: Incident, began: datetime, day: date | None, context: Context, links: LinkStyles) -> str:
    """Return the lines below the title, in the process's format, with links in their values."""
    rules = context.process.postmortem
    values = {
        "incident": incident,
        "rules": rules,
        "facts": header_values(incident, began, day),
        "impact_is_a_section": any(each.content == "impact" for each in rules.sections),
        "link": links.people.issue_url(incident.number),
    }
    commander = links.people.person(incident.roles.get("commander", ""))
    written = context.wording.render("postmortem/header.md", values).split("\n")
    return "\n".join(_with_links(line, commander, links.shown) for line in written)


def _with_links(line: str, commander: str, links: FileLinks) -> str:
    name = FIELD_NAME.match(line)
    end = name.end() if name else 0
    return line[:end] + links.references(line[end:]).replace(COMMANDER, commander, 1)


def header_values(incident: Incident, began: datetime, day: date | None = None) -> Mapping[str, Mapping[str, str]]:
    """Return the values for each kind of field; none where the record does not have them.

    `day` is the day that the header shows, on which times need no date.
    """
    values = {
        "date": f"{began:%Y-%m-%d}",
        "severity": incident.severity,
        "impact": incident.impact,
        "detected by": incident.detected_by,
        "commander": COMMANDER if incident.roles.get("commander") else "",
    }
    known: dict[str, Mapping[str, str]] = {content: {"value": value} for content, value in values.items() if value}
    if incident.severity:
        known["severity"] = {"value": incident.severity, "short": LABEL_SEPARATOR.split(incident.severity)[0]}
    spans = durations(incident.milestones)
    known |= {name: {"value": format_length(span)} for name, span in spans.items()}
    lasted, resolved = spans.get("time to resolve"), incident.milestones.get("resolved")
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
