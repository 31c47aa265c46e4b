"""Incidents and pages for the tests of the status page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from incident_actions.contract.incident_record import IncidentRecord, Legibility
from incident_actions.contract.issue import Issue, Label
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.incident import entry as e
from incident_actions.model.person import Person
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process
from incident_actions.status_page.maintenance import PublicMaintenance
from incident_actions.status_page.page import StatusPage, make_page
from incident_actions.status_page.public_incident import PublicIncident, read_public_incident

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def make_process(more: str = "site: {}", services: str = "[web, api, search]") -> Process:
    return read_process(f"services: {services}\n{more}\n", templates.load_preset, tuple(BY_WORD))


PROCESS = make_process()
WORST, SECOND, THIRD = (each.label for each in PROCESS.severities[:3])


def at(minutes: float, **more: Any) -> dict[str, Any]:
    """Return the fields that every entry has, so many minutes before (or after) the usual now."""
    moment = NOW + minutes * MINUTE
    return {"at": moment, "accepted": moment, "by": "ada", "comment": 9, **more}


def recorded(*entries: e.Entry, number: int = 7, begin: float = -60, **declared: Any) -> IncidentRecord:
    """Return the record of an incident that was declared so many minutes before now, with more entries."""
    values = {"severity": WORST, "services": ("web",), "title": "Internal title", **declared}
    begun = e.Declared(**at(begin), **values)
    issue = Issue(number, number, "t", "", True, Person("ada", 1), begun.at, begun.at, (Label("incident"),))  # noqa: FBT003
    return IncidentRecord(issue, (begun, *entries), Legibility.WHOLE, 70)


def damaged(record: IncidentRecord, **issue: Any) -> IncidentRecord:
    return replace(record, legibility=Legibility.DAMAGED, issue=replace(record.issue, **issue))


def read(record: IncidentRecord, process: Process = PROCESS) -> PublicIncident:
    found = read_public_incident(record, process)
    assert found is not None
    return found


def page_of(
    *records: IncidentRecord,
    process: Process = PROCESS,
    now: datetime = NOW,
    maintenance: tuple[PublicMaintenance, ...] = (),
    url: str = "https://status.example",
) -> StatusPage:
    found = (read_public_incident(each, process) for each in records)
    return make_page([each for each in found if each], maintenance, process, now, url)
