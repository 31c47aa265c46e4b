"""Two hundred incidents that no report has touched: as rows for pandas, and as the records that a report reads."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from incident_actions.contract.incident_record import IncidentRecord, Legibility
from incident_actions.contract.issue import Issue, Label
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.model.person import Person
from incident_actions.model.process.configuration_reader import read_process

PROCESS = read_process("", templates.load_preset, tuple(BY_WORD))
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
SEVERITIES = tuple(each.label for each in PROCESS.severities)
SERVICES = ("web", "api", "search", "billing")
HOURS = timedelta(hours=1)
ADA = Person("ada", 1)


@dataclass(frozen=True)
class Row:
    """What happened in one incident; None for what nobody reported."""

    number: int
    severity: str
    services: tuple[str, ...]
    preset: str
    started: datetime | None
    detected: datetime | None
    declared: datetime
    acknowledged: datetime | None
    mitigated: datetime | None
    resolved: datetime | None


def made_rows(count: int = 200, seed: int = 18) -> list[Row]:
    """Make rows: each fifth or so lacks a milestone, some last for days, and the last few are still running."""
    chance = random.Random(seed)  # noqa: S311  the same incidents each time
    return [_row(number, chance, running=number > count - 5) for number in range(1, count + 1)]


def _row(number: int, chance: random.Random, *, running: bool) -> Row:
    def after(at: datetime, most: float) -> datetime:
        return at + timedelta(minutes=round(chance.expovariate(1 / most), 1))

    declared = BEGIN + timedelta(minutes=chance.randrange(170 * 24 * 60))
    started = declared - timedelta(minutes=chance.randrange(1, 90)) if chance.random() < 0.8 else None
    detected = None if chance.random() < 0.3 else after(started, 10) if started else declared
    detected = min(detected, declared) if detected else None
    acknowledged = after(declared, 8) if chance.random() < 0.9 else None
    mitigated = after(acknowledged or declared, 60) if chance.random() < 0.8 else None
    resolved = after(mitigated or acknowledged or declared, 9 * 24 * 60 if number % 40 == 0 else 120)
    over = not running
    return Row(
        number,
        chance.choice(SEVERITIES),
        tuple(sorted(chance.sample(SERVICES, chance.choice((0, 1, 1, 1, 2))))),
        "default" if declared < datetime(2026, 4, 1, tzinfo=UTC) else "p-levels",
        started,
        detected,
        declared,
        acknowledged,
        mitigated if over else None,
        resolved if over else None,
    )


def record_of(row: Row) -> IncidentRecord:
    """Return the incident of a row as its issue and its record have it; each entry is of a comment of its own."""
    title = f"Incident {row.number}" if row.number % 7 else "Checkout is down"
    issue = Issue(
        row.number, row.number, title, "", row.resolved is None, ADA, row.declared, row.declared, (Label("incident"),)
    )
    return IncidentRecord(issue, tuple(_entries(row)), Legibility.WHOLE, row.number * 100)


def _entries(row: Row) -> list[e.Entry]:
    def said(at: datetime, place: int) -> dict[str, Any]:
        return {"at": at, "accepted": at, "by": "ada", "comment": row.number * 100 + place}

    first = said(row.declared, 0) | {"comment": 0}
    entries: list[e.Entry] = [e.Declared(**first, severity=row.severity, title="Down", services=row.services)]
    for place, name in enumerate(("started", "detected", "acknowledged", "mitigated"), 1):
        at = getattr(row, name)
        if at is not None:
            entries.append(e.MilestoneSet(**said(at, place), milestone=name))
    if row.resolved:
        entries.append(e.Resolved(**said(row.resolved, 9), status="resolved"))
    return entries


def declared_only(number: int, title: str = "Down", **more: Any) -> IncidentRecord:
    """Return an incident of which nothing but its declaration is known, at a time of its own."""
    at = BEGIN + number * HOURS
    issue = Issue(number, number, title, "", True, ADA, at, at)  # noqa: FBT003  the issue is open
    entry = e.Declared(at=at, accepted=at, by="ada", title=title, **more)
    return IncidentRecord(issue, (entry,), Legibility.WHOLE, number * 100)


ACTIVE = Phase.ACTIVE.value
