"""Answer somebody who types a command on an issue that is not an incident: once per issue, in one line."""

from __future__ import annotations

from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context
from incident_actions.engine.commands import suggestion
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.commands.waiting_comments import DECLARING_WORDS, may_run_commands, tool_commands
from incident_actions.text.messages import NotAnIncident
from incident_actions.text.slash_grammar import SlashCommand

KEY = "not-an-incident"
"""The key of the reply, so that an issue gets it once."""


def explain_plain_issue(context: Context) -> NotAnIncident | None:
    """Return the reply to this run's comment on an ordinary issue, or None if it gets none.

    It gets one only if it holds a command of the tool and its author may run commands. Other bots use slash commands
    on ordinary issues, too. Raises NeedsAnswer until the author's role is known.
    """
    comment = context.snapshot.event_comment
    snapshot = context.snapshot
    if comment is None or comment.author.bot or KEY in card_comment.posted_keys(snapshot.comments, snapshot):
        return None
    asked = next((each for each in tool_commands(comment, context.process) if _is_ours(each, context)), None)
    if asked is None or not may_run_commands(comment.author, context):
        return None
    drill = "" if asked.word in BY_WORD else _meant(asked, context)
    return NotAnIncident(asked.typed_as or asked.word, drill=drill if drill.startswith("/drill") else "")


def _is_ours(asked: SlashCommand, context: Context) -> bool:
    """Return whether a command is the tool's own, or one that was probably meant to declare an incident."""
    return asked.word in BY_WORD or _meant(asked, context).lstrip("/").partition(" ")[0] in DECLARING_WORDS


def _meant(asked: SlashCommand, context: Context) -> str:
    """Return the line that was probably meant by an unknown command."""
    return suggestion.suggest_command(asked, "incident", BY_WORD, context.process)
