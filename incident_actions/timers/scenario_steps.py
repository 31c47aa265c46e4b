"""The steps of a drill's scenario: which of them are due, and when the next one is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from incident_actions.contract.drill_scenario import LaterStep, read_step
from incident_actions.model.incident.incident import Drill, Incident
from incident_actions.model.incident.phase import RUNNING


def due_steps(incident: Incident, now: datetime) -> dict[int, LaterStep]:
    """Return the steps that have to be played by now, by their place in the scenario."""
    return {place: step for place, step, due in _waiting_steps(incident) if due <= now}


def next_step_due(incident: Incident) -> datetime | None:
    """Return when the next step is due; None if there is none, or if each waits for something that people do."""
    return min((due for _, _, due in _waiting_steps(incident)), default=None)


def _waiting_steps(incident: Incident) -> Iterator[tuple[int, LaterStep, datetime]]:
    """Yield what is yet to be played and waits for nothing but its time, as long as people work on the drill."""
    drill = incident.drill
    if drill is None or incident.phase not in RUNNING:
        return
    for place, pair in enumerate(drill.steps):
        step = read_step(pair)
        if step is None or place in drill.played or (step.unless and _moment(step.unless, incident, drill)):
            continue
        if since := _moment(step.after, incident, drill):
            yield place, step, since + timedelta(minutes=step.minutes)


def _moment(fact: str, incident: Incident, drill: Drill) -> datetime | None:
    """Return when something happened that a step can wait for; None if it has not."""
    known = {
        "start": drill.begun,
        "declared": drill.begun,
        "paged": drill.begun if incident.paged else None,
        "updated": incident.last_update,
        "published": incident.published[0].at if incident.published else None,
    }
    return known[fact] if fact in known else incident.milestones.get(fact)
