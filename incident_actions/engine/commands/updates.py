"""What people tell: `/update`, `/publish`, `/note`, `/impact`, `/affects`."""

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
    """An update; the card then says when the next one is due."""
    text = cut_text(full_text(asked))
    if not text:
        raise wrong_form(asked, UPDATE)
    return Decision((UpdatePosted(**request.entry_fields(), text=text),))


def publish_update(asked: SlashCommand, request: CommandRequest) -> Decision:
    """The only words that ever reach the public status page; they count as an update as well."""
    text = cut_text(full_text(asked))
    if not text:
        raise wrong_form(asked, PUBLISH)
    return Decision((UpdatePublished(**request.entry_fields(), text=text),))


def add_note(asked: SlashCommand, request: CommandRequest) -> Decision:
    """A line on the timeline, back-dated where a time stands first."""
    at, text = split_time(asked, request)
    if not text.strip():
        raise wrong_form(asked, NOTE)
    if at and at > request.comment.created + SLACK:
        raise Refused(TimeAhead(asked.word, at))
    return Decision((NoteAdded(**request.entry_fields(at), text=cut_text(text)),))


def set_impact(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Who is affected, and how."""
    text = cut_text(full_text(asked))
    if not text:
        raise wrong_form(asked, IMPACT)
    return Decision((ImpactSet(**request.entry_fields(), text=text),))


def set_services(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Which services are affected; the list replaces the one before."""
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
