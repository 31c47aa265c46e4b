"""What fills the blanks of ready-made announcements, and which command fills one that is still empty."""

from __future__ import annotations

from datetime import datetime, timedelta

from incident_actions.engine import form_answers
from incident_actions.model.incident import time_text
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import durations
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.model.process.communication import ANSWER, BLANKS
from incident_actions.model.process.process import Process
from incident_actions.timers.schedule import next_update, update_interval

LONGEST = 500
"""How many characters of a person's text fill a blank. The card and the comments have the whole text."""

HOPED_FOR = frozenset({"next_update", "update_every", "update_interval"})
"""The blanks of a promise. Words need not wait for them: a process may promise no update."""

ROLES = {"commander": "/ic @user", "comms": "/comms @user", "tech": "/tech @user"}
COMMANDS = {
    "severity": "/sev 1",
    "response": "/sev 1",
    "definition": "/sev 1",
    "impact": "/impact <who is affected, and how>",
    "services": "/affects <services>",
    "room": "/room <name or link>",
    "update": "/update <text>",
    "updated": "/update <text>",
    "next_update": "/cadence 30m",
    "update_every": "/cadence 30m",
    "update_interval": "/cadence 30m",
    "resolution": "/resolve <what fixed it>",
    "actions": "/action @owner <due date> <text>",
}
"""The commands that fill a blank, as people type them, apart from roles, the cause and the time to detect."""

WHILE_RUNNING = frozenset({*HOPED_FOR, "resolution", "update", "updated"})
"""The blanks that no command fills once the incident is over."""

CAUSE_STATUS = "identified"


def known_values(incident: Incident, process: Process, now: datetime | None) -> dict[str, str]:
    """Return the value of each blank, empty where it is not known."""
    values = {**_spoken_values(incident, process), **_time_values(incident, process, now)}
    answers = {f"{ANSWER}{asked}": text for asked, text in form_answers.by_question(incident, process).items()}
    return {name: _short(text) for name, text in ({name: values[name] for name in BLANKS} | answers).items()}


def blank_label(name: str, process: Process) -> str:
    """Return what stands in the brackets of a blank that is not known."""
    if name.startswith(ANSWER):
        asked = {f"{ANSWER}{each.id}": each.label for each in process.triage.questions}
        return asked.get(name, name.removeprefix(ANSWER).replace("_", " "))
    return "time" if name == "updated" else name.replace("_", " ")


def missing_label(name: str, process: Process) -> str:
    """Return what a missing value is called: of a role, the process's own name."""
    role = process.role(name) if name in ROLES else None
    return role.name if role else blank_label(name, process)


def missing_command(name: str, incident: Incident, process: Process) -> str:
    """Return the command that fills a blank now, or an empty string if no command of this process does."""
    running = incident.phase in RUNNING
    if name in ROLES:
        return ROLES[name] if process.role(name) else ""
    if name == "time_to_detect":
        return "/started 13:30" if "detected" in incident.milestones else "/detected 13:45"
    if name == "cause" and running:
        words = [each.word for each in process.statuses if each.word.casefold() in _cause_statuses(process)]
        return f"/status {words[0]} <cause>" if words else COMMANDS["resolution"]
    if name in HOPED_FOR and not incident.severity:
        return ""  # the severity may bring it
    return COMMANDS.get(name, "") if running or name not in WHILE_RUNNING else ""


def _spoken_values(incident: Incident, process: Process) -> dict[str, str]:
    """Return the values that people and the process have provided."""
    severity = process.severity(incident.severity)
    update, _ = _latest_update(incident)
    return {
        "number": str(incident.number),
        "title": incident.title,
        "severity": incident.severity,
        "response": severity.response if severity else "",
        "definition": severity.definition if severity else "",
        "status": incident.status,
        "summary": incident.summary or incident.title,
        "impact": incident.impact,
        "services": ", ".join(incident.services),
        "cause": _cause(incident, process),
        "update": update,
        "commander": _at(incident.roles.get("commander")),
        "comms": _at(incident.roles.get("comms")),
        "tech": _at(incident.roles.get("tech")),
        "room": incident.room or process.room_name(incident.number, incident.declared.date()),
        "status_page": process.page_address,
        "resolution": incident.resolution,
        "actions": "; ".join(f"{action.text} (#{action.issue})" for action in incident.actions),
    }


def _time_values(incident: Incident, process: Process, now: datetime | None) -> dict[str, str]:
    """Return times and durations. A start that nobody named is when the incident was noticed first.

    "Now" stands still when the incident is resolved: words of the resolution name its time, however late they are read.
    """
    spans, interval = durations(incident.milestones), update_interval(incident, process)
    _, updated = _latest_update(incident)
    noticed = min(incident.declared, incident.milestones.get("detected", incident.declared))
    return {
        "started": _moment(incident.milestones.get("started", noticed)),
        "declared": _moment(incident.declared),
        "now": _moment(now if incident.phase in RUNNING else incident.milestones.get("resolved", now)),
        "updated": _moment(updated),
        "next_update": _moment(next_update(incident, process)),
        "update_every": _span(interval),
        "update_interval": time_text.spell_length(interval) if interval else "",
        "time_to_detect": _span(spans.get("time to detect")),
        "time_to_resolve": _span(spans.get("time to resolve")),
    }


def _latest_update(incident: Incident) -> tuple[str, datetime | None]:
    """Return the last update and its time; once the incident is resolved, that is what the resolution says."""
    if incident.phase is Phase.RESOLVED and incident.resolution:
        return incident.resolution, incident.milestones.get("resolved")
    return incident.last_update_text, incident.last_update


def _cause(incident: Incident, process: Process) -> str:
    """Return the cause: the last text of a status that names it, or else what the resolution says."""
    causes = _cause_statuses(process)
    said = [text for status, text in incident.status_texts.items() if status.casefold() in causes]
    ended = incident.resolution if incident.phase not in RUNNING else ""
    return (said[-1] if said else ended).strip().rstrip(".")


def _cause_statuses(process: Process) -> frozenset[str]:
    """Return the statuses whose text is the cause: "Identified", and those whose words name the cause."""
    named = (each.stage.casefold() for each in process.announcements if "{cause}" in each.text)
    return frozenset({CAUSE_STATUS, *named})


def _at(login: str | None) -> str:
    return f"@{login}" if login else ""


def _moment(at: datetime | None) -> str:
    return time_text.format_moment(at) if at else ""


def _span(span: timedelta | None) -> str:
    return time_text.format_length(span) if span else ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
