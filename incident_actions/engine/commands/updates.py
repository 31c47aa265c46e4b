"""What people tell: `/update`, `/publish`, `/note`, `/impact`, `/affects`."""

from __future__ import annotations

from incident_actions.contract.decision import CommandRequest, Decision, Refused, kept
from incident_actions.engine.commands.command import Command, text_of, wrong_form
from incident_actions.engine.commands.milestones import SLACK, told
from incident_actions.model.incident.entry import ImpactSet, NoteAdded, ServicesSet, UpdatePosted, UpdatePublished
from incident_actions.model.process.services import services_in
from incident_actions.text.messages import TimeAhead
from incident_actions.text.slash_grammar import SlashCommand

UPDATE = "/update <text>"
PUBLISH = "/publish <text>"
NOTE = "/note [time] <text>"
IMPACT = "/impact <text>"
AFFECTS = "/affects <service>, <service>"


def update(asked: SlashCommand, request: CommandRequest) -> Decision:
    """An update; the card then says when the next one is due."""
    text = kept(text_of(asked))
    if not text:
        raise wrong_form(asked, UPDATE)
    return Decision((UpdatePosted(**request.stamp(), text=text),))


def publish(asked: SlashCommand, request: CommandRequest) -> Decision:
    """The only words that ever reach the public status page; they count as an update as well."""
    text = kept(text_of(asked))
    if not text:
        raise wrong_form(asked, PUBLISH)
    return Decision((UpdatePublished(**request.stamp(), text=text),))


def note(asked: SlashCommand, request: CommandRequest) -> Decision:
    """A line on the timeline, back-dated where a time stands first."""
    at, text = told(asked, request)
    if not text.strip():
        raise wrong_form(asked, NOTE)
    if at and at > request.comment.created + SLACK:
        raise Refused(TimeAhead(asked.word, at))
    return Decision((NoteAdded(**request.stamp(at), text=kept(text)),))


def impact(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Who is affected, and how."""
    text = kept(text_of(asked))
    if not text:
        raise wrong_form(asked, IMPACT)
    return Decision((ImpactSet(**request.stamp(), text=text),))


def affects(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Which services are affected; the list replaces the one before."""
    services = services_in(text_of(asked))
    if not services:
        raise wrong_form(asked, AFFECTS)
    known = {name.casefold(): name for name in request.process.service_names}
    return Decision((ServicesSet(**request.stamp(), to=tuple(known.get(name.casefold(), name) for name in services)),))


TELLING = (
    Command("update", UPDATE, "give an update; restarts the update clock", update),
    Command("publish", PUBLISH, "tell the public: the only words that reach the status page", publish),
    Command("note", NOTE, "put a line on the timeline", note),
    Command("affects", AFFECTS, "which services are affected", affects),
    Command("impact", IMPACT, "who is affected, and how", impact),
)
