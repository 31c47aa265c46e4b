"""The status of an incident that is kept offline, for the terminal, from its log and a moment alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from incident_actions.engine import checklists, ready_words
from incident_actions.engine.card_view import expected_step
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import RUNNING
from incident_actions.model.process.process import ON_CALL, SECONDARY
from incident_actions.offline.contacts import ContactDetails, contact_details, with_details
from incident_actions.offline.simulate import SimulatedIncident, running_timers
from incident_actions.postmortem.policy import due_by, is_owed
from incident_actions.text import timeline
from incident_actions.timers.targets import unclaimed_roles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incident_actions.model.incident.incident import Incident
    from incident_actions.model.process.process import Process
    from incident_actions.text.wording import Wording

TIMELINE_LINES = 6
"""How many lines of the timeline the terminal shows; the log itself has all of them."""


def status_values(account: SimulatedIncident, process: Process, wording: Wording, now: datetime) -> dict[str, Any]:
    """Return severity, status, roles, next step, running timers, and the log's refused and unreadable lines."""
    incident = account.incident
    running = incident.phase in RUNNING
    rank = process.rank(incident.severity)
    held = [role for role in process.roles if role.key in incident.roles]
    return {
        "incident": incident,
        "now": now,
        "definition": process.severities[rank - 1].definition if rank else "",
        "severities": len(process.severities),
        "running": running,
        "next": expected_step(incident, process),
        "roles": [(role.name, incident.roles[role.key]) for role in held if role.key != "commander"],
        "unclaimed": unclaimed_roles(incident, process) if running else (),
        "dues": running_timers(incident, process, now),
        "postmortem_due": due_by(incident, process) if is_owed(incident, process) else None,
        "lines": timeline.lines(account.entries, wording, process)[-TIMELINE_LINES:],
        "flaws": account.log.flaws,
        "refused": [(each.line, [wording.word_message(why) for why in each.refusals]) for each in account.refused],
        "waiting": account.waiting,
    }


def first_minutes(account: SimulatedIncident, process: Process, now: datetime) -> dict[str, Any]:
    """Return what the first minutes need: people on call and to notify, the checklist, and texts to send."""
    incident = account.incident
    severity = process.severity(incident.severity)
    words = ready_words.for_stages(("declared",), incident, process)
    return {
        "on_call": contact_details((ON_CALL, SECONDARY), incident, process, now),
        "tell": contact_details(severity.tell, incident, process, now) if severity else (),
        "steps": checklists.to_steps(checklists.for_phase("declared", incident, process)),
        "ready": ready_words.fill_announcements(words, incident, process, now),
        "questions": process.triage.questions if not incident.severity else (),
        "levels": process.severities,
        "links": process.links,
    }


def people_to_page(
    entries: Iterable[e.Entry], incident: Incident, process: Process, now: datetime
) -> tuple[ContactDetails, ...]:
    """Return whom commands would have paged on GitHub, with how to reach each."""
    found: list[ContactDetails] = []
    for entry in entries:
        if isinstance(entry, e.PeoplePaged):
            contact = next((each for each in process.contacts.values() if each.name == entry.whom), None)
            found.append(ContactDetails(entry.whom, contact.reach if contact else "", with_details(entry.to, process)))
        if isinstance(entry, e.Escalated):
            page = next((rung.page for rung in process.ladder if rung.name == entry.rung), ())
            found += contact_details(page, incident, process, now) or (
                ContactDetails("", "", with_details(entry.to, process)),
            )
    return tuple(found)
