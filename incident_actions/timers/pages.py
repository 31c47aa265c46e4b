"""Which entries page people. Reminders to people who work on the incident already are no pages."""

from __future__ import annotations

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.timer import Timer
from incident_actions.model.process.process import Process


def people_paged_by(entry: e.Entry, process: Process) -> tuple[str, ...]:
    """Return the people and teams whom an entry paged."""
    match entry:
        case e.PeoplePaged() | e.Escalated():
            return entry.to
        case e.TimerFired() if entry.what in (Timer.ACKNOWLEDGE, Timer.RESPOND) or process.find_rung(entry.what):
            return entry.to
    return ()
