"""`/ack`: somebody is on it."""

from incident_actions.contract.decision import CommandRequest, Decision
from incident_actions.engine.commands.command import Command
from incident_actions.model.incident.entry import Acknowledged
from incident_actions.text.slash_grammar import SlashCommand


def decide(_: SlashCommand, request: CommandRequest) -> Decision:
    """Acknowledge the incident. The first acknowledgement counts for the time to acknowledge."""
    return Decision((Acknowledged(**request.entry_fields()),))


ACK = Command("ack", "/ack", "acknowledge: you are on it", decide)
