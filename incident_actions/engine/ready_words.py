"""Ready-made announcements: the process's texts for a stage of an incident, their blanks filled from the record."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from incident_actions.model.incident import time_text
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import durations
from incident_actions.model.process.communication import BLANKS, Announcement
from incident_actions.model.process.process import Process
from incident_actions.text.messages import ReadyWords
from incident_actions.timers.schedule import next_update, update_interval

LONGEST = 500
"""How many characters of a person's text fill a blank. The card and the comments have the whole text."""

LONGEST_WHOLE = 3_000
"""How many characters an announcement has at most."""


def for_stages(stages: Collection[str], incident: Incident, process: Process) -> tuple[Announcement, ...]:
    """Return the announcements of some stages that apply to the incident's severity."""
    wanted = {stage.casefold() for stage in stages}
    found = (each for each in process.announcements if each.stage.casefold() in wanted)
    return tuple(each for each in found if process.applies_to(each.severities, incident.severity))


def fill_announcements(
    announcements: Iterable[Announcement], incident: Incident, process: Process, now: datetime | None = None
) -> tuple[ReadyWords, ...]:
    """Fill the blanks. What isn't known stays a visible blank, such as `[impact]`.

    `now` is for texts that are read when they are written. A card is read later, so there it stays a blank.
    """
    values = blank_values(incident, process, now)
    return tuple(ReadyWords(each.audience, _filled(each.text, values)) for each in announcements)


def _filled(text: str, values: dict[str, str]) -> str:
    """Fill one text. Logins come with their @, so one that the text has already is not doubled."""
    for role in ("commander", "comms", "tech"):
        text = text.replace(f"@{{{role}}}", f"{{{role}}}")
    filled = text.format_map(values)
    return filled if len(filled) <= LONGEST_WHOLE else f"{filled[: LONGEST_WHOLE - 1]}…"


def blank_values(incident: Incident, process: Process, now: datetime | None) -> dict[str, str]:
    """Return the value of each blank."""
    known = {**_spoken_values(incident, process), **_time_values(incident, process, now)}
    return {name: _short(known[name]) or f"[{name.replace('_', ' ')}]" for name in BLANKS}


def _spoken_values(incident: Incident, process: Process) -> dict[str, str]:
    """Return the values that people and the process have provided."""
    return {
        "number": str(incident.number),
        "title": incident.title,
        "severity": incident.severity,
        "status": incident.status,
        "summary": incident.summary,
        "impact": incident.impact,
        "services": ", ".join(incident.services),
        "cause": "",  # people know it before the record does
        "update": incident.last_update_text,
        "commander": _at(incident.roles.get("commander")),
        "comms": _at(incident.roles.get("comms")),
        "tech": _at(incident.roles.get("tech")),
        "room": incident.room or process.room_name(incident.number, incident.declared.date()),
        "status_page": process.links.status_page,
        "resolution": incident.resolution,
        "actions": "; ".join(f"{action.text} (#{action.issue})" for action in incident.actions),
    }


def _time_values(incident: Incident, process: Process, now: datetime | None) -> dict[str, str]:
    """Return times and durations."""
    spans = durations(incident.milestones)
    return {
        "started": _moment(incident.milestones.get("started")),
        "declared": _moment(incident.declared),
        "now": _moment(now),
        "next_update": _moment(next_update(incident, process)),
        "update_every": _span(update_interval(incident, process)),
        "time_to_detect": _span(spans.get("time to detect")),
        "time_to_resolve": _span(spans.get("time to resolve")),
    }


def _at(login: str | None) -> str:
    return f"@{login}" if login else ""


def _moment(at: datetime | None) -> str:
    return time_text.format_moment(at) if at else ""


def _span(span: timedelta | None) -> str:
    return time_text.format_length(span) if span else ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
