"""The incidents that are open now, as a terminal and a program show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from incident_actions.contract.incident_record import IncidentRecord
from incident_actions.engine.card_view import expected_step
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.entry_json import json_value
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.incident.phase import RUNNING
from incident_actions.model.process.process import Process
from incident_actions.postmortem.policy import due_by, is_owed
from incident_actions.text.incident_json import incident_json
from incident_actions.timers.schedule import next_due, next_update


@dataclass(frozen=True)
class OpenIncident:
    """An open incident, what is expected next, and when the next update and the next reminder are due."""

    number: int
    title: str
    incident: Incident | None
    """None where its record can't be read."""
    expected: str = ""
    next_update: datetime | None = None
    next_due: datetime | None = None
    postmortem_due: datetime | None = None

    @property
    def is_running(self) -> bool:
        """Return whether it still has to be resolved, or may have to."""
        return self.incident is None or self.incident.phase in RUNNING

    def as_json(self, process: Process, url: str) -> dict[str, Any]:
        """Return the incident as JSON, with what is due. One whose record can't be read has only number and title."""
        if self.incident is None:
            return {"number": self.number, "url": f"{url}/issues/{self.number}", "title": self.title, "readable": False}
        return {
            **incident_json(self.incident, process, url),
            "readable": True,
            "expected": self.expected,
            "next_update": json_value(self.next_update),
            "next_due": json_value(self.next_due),
            "post_mortem_due": json_value(self.postmortem_due),
        }


def sort_open(records: Iterable[IncidentRecord], process: Process) -> tuple[OpenIncident, ...]:
    """Return the open incidents: those that run first, the worst before the others, and the oldest of them first."""
    found = (read_open(each, process) for each in records)
    return tuple(sorted(found, key=lambda each: (not each.is_running, _rank(each, process), each.number)))


def _rank(each: OpenIncident, process: Process) -> int:
    return process.rank(each.incident.severity) if each.incident else 0


def read_open(record: IncidentRecord, process: Process) -> OpenIncident:
    """Return an incident from its record, whether it is open or over."""
    number, title = record.issue.number, record.issue.title
    incident = fold(number, record.entries) if record.is_whole else None
    if incident is None:
        return OpenIncident(number, title, None)
    running = incident.phase in RUNNING
    return OpenIncident(
        number=number,
        title=incident.title or title,
        incident=incident,
        expected=expected_step(incident, process),
        next_update=next_update(incident, process) if running else None,
        next_due=next_due(incident, process) if running else None,
        postmortem_due=due_by(incident, process) if is_owed(incident, process) else None,
    )
