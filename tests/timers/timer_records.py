"""A process with every kind of timer, and records of incidents to compute them from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process
from incident_actions.timers.schedule import Series, running_series
from tests.own_timers import only_own_timers

START = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
CONFIGURATION = only_own_timers("""
escalation: [margaret]
severities:
  - {label: SEV-1, update_every: 15, targets: {acknowledge: 5, mitigate: 60}}
  - {label: SEV-2, update_every: 30, targets: {acknowledge: 15}}
  - {label: SEV-3, respond_within: next business day}
targets: {assess: 10, first_update: 20, room: 10, watch: 30}
contacts: {lead: {name: Engineering lead, people: [linus]}}
on_call: {primary: [{people: [grace]}]}
ladder:
  - {name: tell-lead, when: not acknowledged, after: 15, severities: [SEV-1, SEV-2], page: [lead]}
  - {name: stuck, when: no progress, after: 30, page: [commander, lead]}
  - {name: hurting, when: not mitigated, after: 45, severities: [SEV-1], page: [lead]}
  - {name: long, when: not resolved, after: 120, page: ["@margaret"]}
""")


@cache
def process(extra: str = CONFIGURATION) -> Process:
    return read_process(extra, templates.load_preset, tuple(BY_WORD))


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def stamp(minutes: float, by: str = "grace") -> dict[str, Any]:
    return {"at": at(minutes), "accepted": at(minutes), "by": by}


def declared(severity: str = "SEV-1") -> e.Declared:
    return e.Declared(**stamp(0), severity=severity, status="Investigating", title="Checkout is down")


def incident(*entries: e.Entry) -> Incident:
    found = fold(7, entries)
    assert found is not None
    return found


def due_minutes(*entries: e.Entry, extra: str = CONFIGURATION) -> dict[str, float]:
    """Return each running timer, with the minutes from the declaration to its first due time."""
    return {
        each.what: (each.first - START) / timedelta(minutes=1)
        for each in running_series(incident(*entries), process(extra))
    }


def series_of(what: str, *entries: e.Entry) -> Series:
    return next(each for each in running_series(incident(*entries), process()) if each.what == what)
