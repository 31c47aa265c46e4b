"""Commands that report something: `/update`, `/publish`, `/note`, `/impact`, `/affects`."""

from __future__ import annotations

import re

from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command, full_text, wrong_form
from incident_actions.engine.commands.lifecycle import incident_of
from incident_actions.engine.commands.milestones import SLACK, split_time
from incident_actions.model.incident.entry import ImpactSet, NoteAdded, ServicesSet, UpdatePosted, UpdatePublished
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.plain_width import to_plain_signs
from incident_actions.model.process.service_list import services_in
from incident_actions.text.messages import ServicesNow, TextPublished, TimeAhead
from incident_actions.text.slash_grammar import SlashCommand

UPDATE = "/update <text>"
PUBLISH = "/publish <text>"
NOTE = "/note [time] <text>"
IMPACT = "/impact <text>"
AFFECTS = "/affects <service>, <service>"
_ONLY = lazy_pattern(r"only\s+|=\s*", re.IGNORECASE)


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
    rules = request.process.site
    is_drill = request.incident is not None and request.incident.drill is not None
    reply = TextPublished(text, request.process.page_address, built=rules is not None, is_drill=is_drill)
    return Decision((UpdatePublished(**request.entry_fields(), text=text),), (reply,))


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
    """Add affected services, or remove or replace some, and reply which count now."""
    text = full_text(asked)
    only = _ONLY.match(text)
    named = services_in(text[only.end() :] if only else text)
    if not named:
        raise wrong_form(asked, AFFECTS)
    before = incident_of(request).services
    signed = [(to_plain_signs(name[:1]), name) for name in named]
    added = tuple(name.removeprefix("+").strip() for sign, name in signed if sign != "-")
    gone = {name[1:].strip().casefold() for sign, name in signed if sign == "-"}
    known = {name.casefold(): name for name in request.process.service_names}
    spelled = {name.casefold(): known.get(name.casefold(), name) for name in (*(() if only else before), *added)}
    services = tuple(name for folded, name in spelled.items() if name and folded not in gone)
    unknown = tuple(name for name in services if known and name.casefold() not in known)
    return Decision((ServicesSet(**request.entry_fields(), to=services),), (ServicesNow(before, services, unknown),))


UPDATE_COMMANDS = (
    Command("update", UPDATE, "post an update, which restarts the update timer", post_update),
    Command("publish", PUBLISH, "write an update for the public, for your status page", publish_update),
    Command("note", NOTE, "add a line to the timeline", add_note),
    Command("affects", AFFECTS, "add affected services; `only web` replaces them, `-web` removes one", set_services),
    Command("impact", IMPACT, "set who is affected, and how", set_impact),
)
