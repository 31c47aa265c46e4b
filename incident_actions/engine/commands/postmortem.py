"""`/postmortem`: open the post-mortem, or bring it up to date; `/postmortem waive` and `/accept`: do without."""

from __future__ import annotations

import re

from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command, full_text
from incident_actions.engine.commands.done import ACCEPT_USAGE, accept_item
from incident_actions.engine.commands.lifecycle import incident_of
from incident_actions.model.incident.entry import (
    PostmortemAccepted,
    PostmortemAsked,
    PostmortemWaived,
)
from incident_actions.model.incident.incident import Incident
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.messages import (
    Message,
    NothingToAccept,
    PostmortemNameKept,
    PostmortemStands,
    ReasonMissing,
)
from incident_actions.text.slash_grammar import SlashCommand
from incident_actions.text.slug import make_slug

USAGE = "/postmortem [waive <reason>] [as <short-name>]"
WAIVE = "/postmortem waive <reason>"
NAMED = lazy_pattern(r"as\s+(?P<name>.+)", re.IGNORECASE)


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Ask for the post-mortem, ask for its update, or waive it."""
    incident = incident_of(request)
    word, _, reason = asked.rest.partition(" ")
    if word.lower() == "waive":
        return _waive(asked, f"{reason}\n{asked.more}", incident, request)
    typed = NAMED.fullmatch(asked.rest.strip())
    name = make_slug(typed["name"], "") if typed else ""
    kept = incident.postmortem_file.path if name and incident.postmortem_file else ""
    remarks: tuple[Message, ...] = (PostmortemNameKept(kept),) if kept else ()
    postmortem = incident.postmortem
    if postmortem and postmortem.pull and postmortem.state != "rejected":
        from incident_actions.engine.commands.postmortem_update import update_postmortem  # noqa: PLC0415  it fills the file

        return update_postmortem(asked, postmortem, incident, request, remarks)
    return Decision((PostmortemAsked(**request.entry_fields(), name="" if kept else name),), remarks)


def _waive(asked: SlashCommand, reason: str, incident: Incident, request: CommandRequest) -> Decision:
    """Waive the post-mortem, which is not possible once it is merged."""
    postmortem = incident.postmortem
    if postmortem and (postmortem.state == "merged" or postmortem.follow_up):
        raise Refused(PostmortemStands(asked.word, postmortem.pull, postmortem.path))
    if not reason.strip():
        raise Refused(ReasonMissing(asked.word, WAIVE))
    to_list = incident_of(request).drill is None
    return Decision((PostmortemWaived(**request.entry_fields(), reason=cut_text(reason), to_list=to_list),))


def accept(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Accept a merged post-mortem in spite of its errors, or an action item that was closed without evidence."""
    if request.item:
        return accept_item(asked, request)
    incident = incident_of(request)
    if not incident.postmortem_errors:
        raise Refused(NothingToAccept(asked.word))
    reason = full_text(asked)
    if not reason:
        raise Refused(ReasonMissing(asked.word, ACCEPT_USAGE))
    return Decision((PostmortemAccepted(**request.entry_fields(), reason=cut_text(reason)),))


POSTMORTEM_COMMANDS = (
    Command(
        "postmortem",
        USAGE,
        "open or update the post-mortem, or waive it with a reason",
        decide,
        branches=("accept",),
    ),
    Command(
        "accept",
        ACCEPT_USAGE,
        "accept a merged post-mortem with errors, or an action item that was closed without evidence",
        accept,
        "both",
    ),
)
