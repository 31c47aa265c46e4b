"""The pace of an incident: all that its timers go by, folded from the same entries as the incident itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from incident_actions.model.incident import entry as e

NEVER = datetime.fromtimestamp(0, UTC)
NO_PROGRESS = (
    e.CommandRefused,
    e.CommandAnswered,
    e.ManualChangeUndone,
    e.TimersSnoozed,
    e.PeoplePaged,
    e.Escalated,
    e.LogLinesReplayed,
)
"""What people did that moves nothing: refusals, calling for others or for quiet, and copying down what was done."""

BACKDATABLE = (e.NoteAdded, e.MilestoneSet)


@dataclass(frozen=True, slots=True)
class Pace:
    """What timers count from: `begun` (declared, or reopened), the last `progress`, each severity and when it was set.

    `hurting` tells when users began to hurt once more. `fired` are the keys of the timers that fired, `cadence`
    the minutes between updates that people chose (0: none), `promised` when they did; `escalated` are the rungs that
    people went to by hand, and when they did so last.
    """

    begun: datetime = NEVER
    hurting: datetime = NEVER
    progress: datetime = NEVER
    severities: tuple[tuple[datetime, str], ...] = ()
    fired: frozenset[str] = frozenset()
    cadence: int = 0
    promised: datetime = NEVER
    snoozed_until: datetime | None = None
    escalated: Mapping[str, datetime] = field(default_factory=dict)


def apply_entry(pace: Pace, entry: e.IncidentEntry) -> Pace:
    """Give the pace as it is once one more entry is accepted."""
    if entry.by and not isinstance(entry, NO_PROGRESS):
        moved = reported_at(entry)
        pace = replace(pace, progress=moved) if moved > pace.progress else pace
    match entry:
        case e.Reopened():
            return replace(pace, begun=entry.at, snoozed_until=None)
        case e.SeveritySet():
            return replace(pace, severities=(*pace.severities, (entry.at, entry.to)))
        case e.TimerFired():
            return replace(pace, fired=pace.fired | {entry.timer})
        case e.CadenceSet():
            return replace(pace, cadence=entry.minutes, promised=entry.at)
        case e.TimersSnoozed():
            return replace(pace, snoozed_until=entry.until if entry.until > entry.at else None)
        case e.Escalated():
            return replace(pace, escalated={**pace.escalated, entry.rung: entry.at})
    return pace


def reported_at(entry: e.Entry) -> datetime:
    """When people told a fact: a note about an hour ago is told now."""
    return entry.accepted if isinstance(entry, BACKDATABLE) else entry.at
