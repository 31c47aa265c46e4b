"""`/room [name or link]`: set where the responders meet."""

from __future__ import annotations

from incident_actions.contract.decision import CommandRequest, Decision
from incident_actions.engine.commands.command import Command, wrong_form
from incident_actions.engine.commands.lifecycle import incident_of
from incident_actions.model.incident.entry import RoomOpened
from incident_actions.text.slash_grammar import SlashCommand

USAGE = "/room [name or link]"
LONGEST = 200
"""How many characters of a room's name or link are kept."""


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Set the room. Without a text, the process's own pattern names it."""
    incident = incident_of(request)
    room = asked.rest[:LONGEST] or request.process.room_name(incident.number, incident.declared.date())
    if not room:
        raise wrong_form(asked, "/room <name or link>")
    return Decision((RoomOpened(**request.entry_fields(), room=room),))


ROOM = Command("room", USAGE, "set where the responders meet", decide)
