"""All commands, as listed by `/help` and the README."""

from __future__ import annotations

from incident_actions.contract.decision import CommandRequest, Decision
from incident_actions.engine.commands.ack import ACK
from incident_actions.engine.commands.action import ACTION
from incident_actions.engine.commands.command import Command, Place
from incident_actions.engine.commands.declare import DECLARE
from incident_actions.engine.commands.drill import DRILL
from incident_actions.engine.commands.escalate import ESCALATE
from incident_actions.engine.commands.freeze import FREEZE_COMMANDS
from incident_actions.engine.commands.handoff import HANDOFF
from incident_actions.engine.commands.hotfix import HOTFIX
from incident_actions.engine.commands.item_commands import ITEM_COMMANDS
from incident_actions.engine.commands.lifecycle import LIFECYCLE_COMMANDS
from incident_actions.engine.commands.line_marks import MARK_COMMANDS
from incident_actions.engine.commands.link import LINK
from incident_actions.engine.commands.maintenance import MAINTENANCE
from incident_actions.engine.commands.milestones import MILESTONE_COMMANDS
from incident_actions.engine.commands.pace import PACE_COMMANDS
from incident_actions.engine.commands.page import PAGE
from incident_actions.engine.commands.postmortem import POSTMORTEM_COMMANDS
from incident_actions.engine.commands.private import PRIVATE
from incident_actions.engine.commands.replay import replay_command
from incident_actions.engine.commands.reviewed import REVIEWED
from incident_actions.engine.commands.roles import ROLE_COMMANDS, names_known_role
from incident_actions.engine.commands.rollback import ROLLBACK
from incident_actions.engine.commands.room import ROOM
from incident_actions.engine.commands.selftest import SELFTEST
from incident_actions.engine.commands.sev import SEV
from incident_actions.engine.commands.updates import UPDATE_COMMANDS
from incident_actions.model.incident.entry import CommandAnswered
from incident_actions.model.process.process import Process
from incident_actions.text.messages import Help
from incident_actions.text.slash_grammar import SlashCommand


def show_help(_: SlashCommand, request: CommandRequest) -> Decision:
    """Show the commands that work on this kind of issue."""
    return Decision(
        (CommandAnswered(**request.entry_fields(), word="help"),),
        (list_commands("action item" if request.item else "incident", request.process),),
    )


def list_commands(place: Place, process: Process) -> Help:
    """Return the commands that work on an incident or on an action item."""
    return Help(tuple((command.usage, command.meaning) for command in usable_commands(place, process)))


def usable_commands(place: Place, process: Process) -> tuple[Command, ...]:
    """Return the commands that work there, apart from those for roles that the process does not have."""
    return tuple(each for each in COMMANDS if each.works_on(place) and names_known_role(each.word, process))


HELP = Command("help", "/help", "list the commands", show_help, "any issue")

BY_WORD: dict[str, Command] = {}
"""Every command by its word."""

# fmt: off
COMMANDS = (
    DECLARE, DRILL, SEV, ACK, *LIFECYCLE_COMMANDS, *MILESTONE_COMMANDS, *ROLE_COMMANDS, HANDOFF, *UPDATE_COMMANDS,
    MAINTENANCE, LINK, ROOM, PAGE, ESCALATE, *PACE_COMMANDS, ROLLBACK, HOTFIX, *FREEZE_COMMANDS, ACTION, *MARK_COMMANDS,
    *POSTMORTEM_COMMANDS, REVIEWED, PRIVATE, replay_command(BY_WORD), *ITEM_COMMANDS, SELFTEST, HELP,
)
# fmt: on
"""Every command, in the order in which `/help` lists them."""

BY_WORD |= {command.word: command for command in COMMANDS}
