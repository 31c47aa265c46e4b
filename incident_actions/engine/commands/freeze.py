"""`/freeze [reason]` and `/unfreeze [reason]`: stop merges while an incident runs, and allow them again."""

from __future__ import annotations

from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command, full_text
from incident_actions.engine.commands.lifecycle import incident_of, running_incident
from incident_actions.engine.reactions.merge_freeze import is_frozen_by_rule
from incident_actions.model.incident.entry import CommandAnswered, MergesFrozen, MergesUnfrozen
from incident_actions.text.messages import FreezeNotSetUp, NothingFrozen
from incident_actions.text.slash_grammar import SlashCommand

FREEZE, UNFREEZE = "/freeze [reason]", "/unfreeze [reason]"


def freeze_merges(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Freeze merges until `/unfreeze` or the resolution. Without a new reason, a second freeze changes nothing."""
    incident = running_incident(asked, request)
    if request.process.freeze is None:
        raise Refused(FreezeNotSetUp(asked.word))
    reason, frozen = cut_text(full_text(asked)), incident.freeze
    if frozen and frozen.by and reason in ("", frozen.reason):
        return Decision((CommandAnswered(**request.entry_fields(), word=asked.word),))
    return Decision((MergesFrozen(**request.entry_fields(), reason=reason),))


def allow_merges(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Allow merges again, and keep the configuration from freezing them until the incident is reopened."""
    incident = incident_of(request)
    if incident.freeze is None and not is_frozen_by_rule(incident, request.process):
        raise Refused(NothingFrozen(asked.word, request.process.labels.freeze))
    return Decision((MergesUnfrozen(**request.entry_fields(), reason=cut_text(full_text(asked))),))


FREEZE_COMMANDS = (
    Command("freeze", FREEZE, "stop merges, except of this incident's hotfixes", freeze_merges),
    Command("unfreeze", UNFREEZE, "allow merges again", allow_merges),
)
