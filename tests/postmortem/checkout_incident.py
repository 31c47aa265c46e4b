"""The record of one made-up incident, in the words of any process."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from incident_actions.contract.decision import Context, EntryFields
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import fold
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.process import Process
from incident_actions.postmortem.file import file_text
from tests.worlds import WORDING, World

DAY = datetime(2026, 3, 4, tzinfo=UTC)
ANY = EntryFields(at=DAY, accepted=DAY, by="grace", by_id=0, comment=5, index=0)
SomeEntry = TypeVar("SomeEntry", bound=e.Entry)

ITEMS = (
    ("Refuse a release whose pool is smaller than its number of workers", "linus", date(2026, 3, 20), "prevent"),
    ("Run checkout with the example values in staging", "ada", date(2026, 3, 25), "prevent"),
    ("Alert when the pool is 80 % used", "grace", date(2026, 3, 27), "monitor detect"),
)
"""Text, owner, due date, and what the process's type of it begins with."""


ANSWERS = {"data_at_risk": "No", "recent_change": "Release 41 at 13:35", "affected": "All", "brands": "all"}
"""Answers to questions that some of the processes ask."""


def clock(time: str, entry: SomeEntry, by: str = "ada") -> SomeEntry:
    """Return the entry as it happened at a time of that day."""
    hour, minute = map(int, time.split(":"))
    at = DAY.replace(hour=hour, minute=minute)
    return replace(entry, at=at, accepted=at, by=by)


def record(process: Process) -> tuple[e.Entry, ...]:
    """Return the record of the incident under a process."""
    names = {role.key: role.name for role in process.roles}
    people = {key: who for key, who in (("commander", "ada"), ("tech", "linus"), ("comms", "grace")) if key in names}
    identified = process.status("Identified")
    roles = tuple(
        clock("13:51", e.RoleTaken(**ANY, role=key, person=who, name=names[key])) for key, who in people.items()
    )
    cause = "release 41 lowered the pool to 5 connections"
    return (
        clock(
            "13:48",
            e.Declared(
                **ANY,
                severity=process.severities[0].label,
                title="Checkout fails for every customer",
                summary="Customers cannot pay.",
                impact="1,300 orders of all customers failed",
                detected_by="Alert from Grafana",
                started=DAY.replace(hour=13, minute=35),
                answers=tuple((each.id, ANSWERS[each.id]) for each in process.triage.questions if each.id in ANSWERS),
            ),
            "grace",
        ),
        clock("13:45", e.AlertFired(**ANY, alert="a", delivery="d", source="Grafana", title="Error rate"), ""),
        clock("13:45", e.MilestoneSet(**ANY, milestone="detected")),
        clock("13:48", e.PeoplePaged(**ANY, to=("ada",), whom="on call"), ""),
        clock("13:50", e.Acknowledged(**ANY)),
        *roles,
        clock("13:52", e.UpdatePosted(**ANY, text="@linus looks at release 41"), "grace"),
        clock("13:55", e.UpdatePublished(**ANY, text="Payments fail. We are on it."), "grace"),
        *(
            (clock("14:05", e.StatusSet(**ANY, to=identified.word, phase=Phase.ACTIVE, text=cause)),)
            if identified
            else ()
        ),
        clock("14:10", e.MilestoneSet(**ANY, milestone="mitigated", text="rolled back release 41"), "linus"),
        clock(
            "14:20",
            e.TimerFired(**ANY, timer="t", what="update", due=DAY.replace(hour=14, minute=20), to=("grace",)),
            "",
        ),
        *_items(process),
        clock("14:45", e.Resolved(**ANY, summary="Payments work again.")),
    )


def _items(process: Process) -> tuple[e.Entry, ...]:
    return tuple(
        clock(
            "14:40",
            e.ActionOpened(**ANY, issue=100 + place, text=text, key=f"k{place}", owner=owner, due=due, type=kind),
        )
        for place, (text, owner, due, begins) in enumerate(ITEMS)
        for kind in (
            next((each for each in process.actions.types if each.lower().startswith(tuple(begins.split()))), ""),
        )
    )


def rendered(process: Process) -> str:
    """Return the post-mortem of the incident under a process."""
    entries = record(process)
    incident = fold(7, entries)
    assert incident
    return file_text(incident, entries, Context(World().snapshot, process, WORDING, DAY))
