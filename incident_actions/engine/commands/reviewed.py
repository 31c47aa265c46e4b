"""`/reviewed [what was decided]`: the review meeting has discussed the incident, which leaves its list."""

from __future__ import annotations

from incident_actions.contract.decision import CommandRequest, Decision, cut_text
from incident_actions.engine.commands.command import Command, full_text
from incident_actions.engine.commands.lifecycle import ended_incident
from incident_actions.model.incident.entry import IncidentReviewed
from incident_actions.text.slash_grammar import SlashCommand


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Record the review. An incident that still runs, or that was dismissed, has nothing to review."""
    ended_incident(asked, request)
    return Decision((IncidentReviewed(**request.entry_fields(), text=cut_text(full_text(asked))),))


REVIEWED = Command("reviewed", "/reviewed [what was decided]", "the review meeting has discussed the incident", decide)
