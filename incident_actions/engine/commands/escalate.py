"""`/escalate [reason]`: go to the next step of the escalation ladder now."""

from __future__ import annotations

from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command, full_text
from incident_actions.engine.commands.lifecycle import running_incident
from incident_actions.engine.commands.situation import describe_situation
from incident_actions.model.incident.entry import Escalated
from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.ladder import Rung
from incident_actions.model.process.process import Process
from incident_actions.text.messages import EscalatedByHand, NowhereToEscalate
from incident_actions.text.slash_grammar import SlashCommand
from incident_actions.timers import recipients
from incident_actions.timers.firing import reachable_people
from incident_actions.timers.schedule import is_for_severity, reached_rungs


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Page the people of the next step. If it has nobody, or was the last one, page the `escalation` contacts."""
    incident, process, now = running_incident(asked, request), request.process, request.context.now
    rung = next_rung(incident, process)
    page = rung.page if rung else ()
    people = (
        reachable_people(recipients.resolve_all(page, incident, process, now), incident, request.context)
        or process.escalation
    )
    if not (rung or people):
        raise Refused(NowhereToEscalate(asked.word))
    climb = Escalated(
        **request.entry_fields(), rung=rung.name if rung else "", to=people, reason=cut_text(full_text(asked))
    )
    said = EscalatedByHand(
        people,
        named=tuple(process.contact_name(name) for name in page),
        missing=recipients.missing_people(page, incident, process, now),
        also=rung.also if rung else (),
        by=request.asker,
        reason=climb.reason,
        situation=describe_situation(incident, process),
    )
    return Decision((climb,), (said,))


def next_rung(incident: Incident, process: Process) -> Rung | None:
    """Return the next step that nobody was paged for: first those for blocked responders, then by their minutes."""
    severity, done = process.severity_or_worst(incident.severity), reached_rungs(incident, process)
    left = (rung for rung in process.ladder if rung.name not in done and is_for_severity(rung, severity, process))
    return min(left, key=lambda rung: rung.after or 0, default=None)


ESCALATE = Command("escalate", "/escalate [reason]", "page the next step of the escalation ladder", decide)
