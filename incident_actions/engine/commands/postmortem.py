"""`/postmortem`: ask for one that is not required; `/postmortem waive <reason>`: waive one that is."""

from __future__ import annotations

from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command
from incident_actions.engine.commands.lifecycle import incident_of
from incident_actions.model.incident.entry import PostmortemAsked, PostmortemWaived
from incident_actions.text.messages import PostmortemStands, ReasonMissing
from incident_actions.text.slash_grammar import SlashCommand

USAGE = "/postmortem [waive <reason>]"


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Ask for the post-mortem or waive it. Neither is possible once it is merged."""
    postmortem = incident_of(request).postmortem
    word, _, reason = asked.rest.partition(" ")
    waived = word.lower() == "waive"
    if postmortem and (postmortem.state == "merged" or (postmortem.state == "open" and postmortem.pull and not waived)):
        raise Refused(PostmortemStands(asked.word, postmortem.pull, postmortem.path))
    if not waived:
        return Decision((PostmortemAsked(**request.entry_fields()),))
    reason = f"{reason}\n{asked.more}"
    if not reason.strip():
        raise Refused(ReasonMissing(asked.word, USAGE))
    return Decision((PostmortemWaived(**request.entry_fields(), reason=cut_text(reason)),))


POSTMORTEM = Command("postmortem", USAGE, "open the post-mortem now, or waive it with a reason", decide)
