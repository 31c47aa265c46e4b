"""The promises of an incident: how many updates were on time, and how long the longest silence was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from incident_actions.incident import entry as e
from incident_actions.incident.incident import Incident, grown
from incident_actions.incident.phase import RUNNING
from incident_actions.process.process import Process
from incident_actions.timers.schedule import cadence, next_update

SPOKEN = (e.Updated, e.StatusSet, e.Published)
COUNTED = (*SPOKEN, e.Declared, e.SeveritySet, e.CadenceSet, e.Reopened, e.Resolved, e.Dismissed)


@dataclass(slots=True)
class Score:
    """So many updates were promised, so many of them came in time; the longest time without one, and since when."""

    promised: int = 0
    kept: int = 0
    silence: timedelta = field(default_factory=timedelta)
    silent_from: datetime | None = None


def score(number: int, entries: Iterable[e.Entry], process: Process) -> Score:
    """Hold what was said against what was promised, from the declaration to the resolution.

    The promise that counts is the one in force when it was kept or broken. One that resolution overtook is none.
    """
    found = Score()
    incident: Incident | None = None
    for entry in sorted((each for each in entries if isinstance(each, COUNTED)), key=lambda each: each.at):
        if incident is not None and incident.phase in RUNNING:
            _held(found, incident, entry, process)
        incident = grown(number, incident, entry)
    return found


def _held(found: Score, before: Incident, entry: e.Entry, process: Process) -> None:
    spoke = isinstance(entry, SPOKEN) and bool(entry.text)
    ended = isinstance(entry, e.Resolved | e.Dismissed)
    if not (spoke or ended):
        return
    last = max(before.last_update or before.pace.begun, before.pace.begun)
    if entry.at - last > found.silence:
        found.silence, found.silent_from = entry.at - last, last
    due = next_update(before, process) if cadence(before, process) else None
    if due is None:
        return
    if spoke or due < entry.at:
        found.promised += 1
        found.kept += spoke and entry.at <= due
