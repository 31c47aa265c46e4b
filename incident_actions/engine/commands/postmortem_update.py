"""`/postmortem` once there is one: ask for its update or its correction, if the record has anything new."""

from __future__ import annotations

from incident_actions.contract.decision import CommandRequest, Decision, Refused
from incident_actions.contract.issue import Comment
from incident_actions.engine.reactions.postmortem_refresh import is_current
from incident_actions.model.incident.entry import CommandAnswered, PostmortemAsked
from incident_actions.model.incident.incident import Incident, Postmortem
from incident_actions.postmortem.versions import differing_facts, incident_in_file
from incident_actions.text.messages import Message, PostmortemCurrent, PostmortemOlder, PostmortemStands
from incident_actions.text.slash_grammar import SlashCommand


def update_postmortem(
    asked: SlashCommand,
    postmortem: Postmortem,
    incident: Incident,
    request: CommandRequest,
    remarks: tuple[Message, ...],
) -> Decision:
    """Ask for an update of the open post-mortem, or for a correction of the merged one, if there is anything new."""
    file = incident.postmortem_file
    if postmortem.state == "merged":
        shown = incident_in_file(incident.number, request.entries)
        if shown is None and _was_accepted(request.comment):
            return Decision((PostmortemAsked(**request.entry_fields()),), remarks)  # a rebuilt record knows no version
        if shown is None or not differing_facts(shown, incident):
            raise Refused(PostmortemStands(asked.word, postmortem.pull, postmortem.path))
    elif file is None or not file.offered:
        raise Refused(PostmortemOlder(asked.word, postmortem.pull, postmortem.path, postmortem.branch))
    elif is_current(incident, request.entries, request.context):
        answered = CommandAnswered(**request.entry_fields(), word=asked.word)
        return Decision((answered,), (PostmortemCurrent(postmortem.pull, postmortem.path), *remarks))
    return Decision((PostmortemAsked(**request.entry_fields()),), remarks)


def _was_accepted(comment: Comment) -> bool:
    """Return whether a comment has the reaction of accepted commands, although the record lacks it."""
    return comment.is_acknowledged and "confused" not in (comment.reactions or ())
