"""The score of a rehearsal: what was done in time, by the process's own targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.process.process import Process
from incident_actions.timers import promises


@dataclass(frozen=True, slots=True)
class RehearsalScore:
    """How many targets were met and how many promised updates came on time; each timer's lateness in seconds."""

    targets: int
    met: int
    promised: int
    kept: int
    lateness: tuple[int, ...]


def compute_score(number: int, entries: tuple[e.Entry, ...], process: Process) -> RehearsalScore:
    """Compare an incident's record with the targets of its process."""
    incident = fold(number, entries)
    within = list(_within(incident, entries, process)) if incident else []
    updates = promises.score_promises(entries, process)
    late = (round((each.at - each.due).total_seconds()) for each in entries if isinstance(each, e.TimerFired))
    return RehearsalScore(len(within), sum(within), updates.promised, updates.kept, tuple(sorted(late)))


def _within(incident: Incident, entries: tuple[e.Entry, ...], process: Process) -> Iterator[bool]:
    """Yield for each target of the severity whether it was met; without the watch, which is no deadline."""
    targets = process.targets_of(process.severity_or_worst(incident.severity))
    reached = incident.milestones
    met: tuple[tuple[int | None, datetime | None], ...] = (
        (targets.acknowledge, reached.get("acknowledged")),
        (targets.assess, _first(entries, e.SeveritySet, e.Declared if _rated(entries) else e.SeveritySet)),
        (targets.first_update, _first(entries, e.UpdatePosted)),
        (targets.public_update, _first(entries, e.UpdatePublished)),
        (targets.room, _first(entries, e.RoomOpened)),
        (targets.roles, _first(entries, e.RoleTaken)),
        (targets.mitigate, reached.get("mitigated")),
    )
    for minutes, at in met:
        if minutes:
            yield at is not None and at - incident.declared <= timedelta(minutes=minutes)


def _rated(entries: tuple[e.Entry, ...]) -> bool:
    return any(isinstance(each, e.Declared) and each.severity for each in entries)


def _first(entries: tuple[e.Entry, ...], *kinds: type[e.Entry]) -> datetime | None:
    return min((each.at for each in entries if isinstance(each, kinds)), default=None)
