"""`/postmortem`: write it now, though none is required; `/postmortem waive <reason>`: none will be written."""

from __future__ import annotations

from incident_actions.commands.command import Command, text_of
from incident_actions.commands.grammar import Asked
from incident_actions.commands.lifecycle import incident_of
from incident_actions.incident.entry import PostmortemAsked, PostmortemWaived
from incident_actions.messages import PostmortemStands, ReasonMissing
from incident_actions.scene import Decision, Refused, Scene, kept

USAGE = "/postmortem [waive <reason>]"


def decide(asked: Asked, scene: Scene) -> Decision:
    """Ask for it or waive it; a merged one can be neither."""
    postmortem = incident_of(scene).postmortem
    if postmortem and (postmortem.state == "merged" or (postmortem.state == "open" and not asked.rest)):
        raise Refused(PostmortemStands(asked.word, postmortem.pull, postmortem.path))
    word, _, reason = text_of(asked).partition(" ")
    if word.lower() != "waive":
        return Decision((PostmortemAsked(**scene.stamp()),))
    if not reason.strip():
        raise Refused(ReasonMissing(asked.word, USAGE))
    return Decision((PostmortemWaived(**scene.stamp(), reason=kept(reason)),))


POSTMORTEM = Command("postmortem", USAGE, "open the post-mortem now, or waive it for a reason", decide)
