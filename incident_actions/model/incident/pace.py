"""The pace of an incident: everything that its timers depend on, folded from the same entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime

from incident_actions.model.fast_dataclass import dataclass, replace
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
    e.AlertFired,
    e.AlertRepeated,
    e.AlertResolved,
)
"""Entries with an account that do not count as progress: refusals, paging, snoozing, replayed logs and alerts, whose
account is that of the sender's token."""

NO_RESPONSE = (e.Declared, e.SeveritySet, e.ServicesSet, e.ImpactSet, e.CadenceSet)
"""Further entries by people that describe the incident, and do not show that somebody works on it."""

RESPONSE_MILESTONES = ("acknowledged", "mitigated")
"""The milestones that somebody reaches by working on it."""

BACKDATABLE = (e.NoteAdded, e.MilestoneSet)


@dataclass(frozen=True)
class Pace:
    """What the timers of an incident count from."""

    begun: datetime = NEVER
    """When it was declared or last reopened."""
    hurting: datetime = NEVER
    """When users were affected again after a mitigation."""
    progress: datetime = NEVER
    """When people last made progress."""
    responded: bool = False
    """Whether somebody works on it since then: a person acknowledged it, or did more than describe it."""
    on_call_paged: bool = False
    """Whether those on call were paged because they were."""
    severities: tuple[tuple[datetime, str], ...] = ()
    """Each severity with the time when it was set."""
    fired: frozenset[str] = frozenset()
    """The keys of the timers that fired."""
    cadence: int = 0
    """The minutes between updates that people chose, or 0."""
    promised: datetime = NEVER
    """When they chose them."""
    snoozed_until: datetime | None = None
    escalated: Mapping[str, datetime] = field(default_factory=dict)
    """The escalation steps that people took manually, each with the last time."""


def apply_entry(pace: Pace, entry: e.IncidentEntry) -> Pace:
    """Return the pace with one more entry."""
    if entry.by and not isinstance(entry, NO_PROGRESS):
        moved = reported_at(entry)
        pace = replace(pace, progress=moved) if moved > pace.progress else pace
        pace = pace if pace.responded or not _is_response(entry) else replace(pace, responded=True)
    match entry:
        case e.Reopened():
            return replace(pace, begun=entry.at, snoozed_until=None, responded=False)
        case e.SeveritySet():
            return replace(pace, severities=(*pace.severities, (entry.at, entry.to)))
        case e.TimerFired():
            return replace(pace, fired=pace.fired | {entry.timer})
        case e.CadenceSet():
            return replace(pace, cadence=entry.minutes, promised=entry.at)
        case e.TimersSnoozed():
            return replace(pace, snoozed_until=entry.until if entry.until > entry.at else None)
        case e.PeoplePaged() if entry.whom == e.ON_CALL_LABEL:
            return replace(pace, on_call_paged=True)
        case e.Escalated():
            return replace(pace, escalated={**pace.escalated, entry.rung: entry.at})
    return pace


def _is_response(entry: e.IncidentEntry) -> bool:
    """Whether an entry by a person shows that somebody works on the incident."""
    if isinstance(entry, e.MilestoneSet):
        return entry.milestone in RESPONSE_MILESTONES
    return not isinstance(entry, NO_RESPONSE)


def reported_at(entry: e.Entry) -> datetime:
    """Return when a fact was reported: a note about an hour ago was reported when it was written."""
    return entry.accepted if isinstance(entry, BACKDATABLE) else entry.at
