"""Commands that report something: `/update`, `/publish`, `/note`, `/impact`, `/affects`."""

from __future__ import annotations

from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command, full_text, wrong_form
from incident_actions.engine.commands.milestones import SLACK, split_time
from incident_actions.model.incident.entry import ImpactSet, NoteAdded, ServicesSet, UpdatePosted, UpdatePublished
from incident_actions.model.process.services import services_in
from incident_actions.text.messages import TimeAhead
from incident_actions.text.slash_grammar import SlashCommand

UPDATE = "/update <text>"
PUBLISH = "/publish <text>"
NOTE = "/note [time] <text>"
IMPACT = "/impact <text>"
AFFECTS = "/affects <service>, <service>"


def post_update(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Post an update. The card then shows when the next one is due."""
    text = cut_text(full_text(asked))
    if not text:
        raise wrong_form(asked, UPDATE)
    return Decision((UpdatePosted(**request.entry_fields(), text=text),))


def publish_update(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Publish an update: the only texts that reach the public status page. It counts as an internal update as well."""
    text = cut_text(full_text(asked))
    if not text:
        raise wrong_form(asked, PUBLISH)
    return Decision((UpdatePublished(**request.entry_fields(), text=text),))


def add_note(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Add a line to the timeline, backdated if the text starts with a time."""
    at, text = split_time(asked, request)
    if not text.strip():
        raise wrong_form(asked, NOTE)
    if at and at > request.comment.created + SLACK:
        raise Refused(TimeAhead(asked.word, at))
    return Decision((NoteAdded(**request.entry_fields(at), text=cut_text(text)),))


def set_impact(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Set who is affected, and how."""
    text = cut_text(full_text(asked))
    if not text:
        raise wrong_form(asked, IMPACT)
    return Decision((ImpactSet(**request.entry_fields(), text=text),))


def set_services(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Set which services are affected, replacing the earlier list."""
    services = services_in(full_text(asked))
    if not services:
        raise wrong_form(asked, AFFECTS)
    known = {name.casefold(): name for name in request.process.service_names}
    return Decision(
        (ServicesSet(**request.entry_fields(), to=tuple(known.get(name.casefold(), name) for name in services)),)
    )


UPDATE_COMMANDS = (
    Command("update", UPDATE, "give an update; restarts the update clock", post_update),
    Command("publish", PUBLISH, "tell the public: the only words that reach the status page", publish_update),
    Command("note", NOTE, "put a line on the timeline", add_note),
    Command("affects", AFFECTS, "which services are affected", set_services),
    Command("impact", IMPACT, "who is affected, and how", set_impact),
)
