"""`/private`: move a sensitive incident to the private repository."""

from __future__ import annotations

from incident_actions.contract.decision import CommandRequest, Decision
from incident_actions.engine.commands.command import Command
from incident_actions.engine.commands.lifecycle import incident_of
from incident_actions.engine.private_move import move_incident
from incident_actions.text.slash_grammar import SlashCommand

WORD = "private"


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Move the incident. Whatever is typed after the word is not kept."""
    incident, stamp = incident_of(request), request.entry_fields()
    return move_incident(asked.word, incident, request.entries, stamp, request.context)


PRIVATE = Command(WORD, "/private", "move the incident to the private repository", decide)
