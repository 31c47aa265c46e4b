"""`/page [who] [reason]`: page somebody now, by name, by role, or whoever is on call."""

from __future__ import annotations

import re
from itertools import islice

from incident_actions.contract.accounts import known_id
from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command, full_text, wrong_form
from incident_actions.engine.commands.lifecycle import incident_of
from incident_actions.engine.commands.roles import LOGIN, SHORT_NAMES, named_person
from incident_actions.engine.commands.situation import describe_situation
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.entry import PeoplePaged
from incident_actions.model.incident.incident import Incident
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.plain_width import to_plain_width
from incident_actions.model.process.process import ON_CALL, SECONDARY, SERVICE_OWNER, Process
from incident_actions.text.messages import NobodyToCall, OutsideDrill, PageSent
from incident_actions.text.slash_grammar import SlashCommand
from incident_actions.timers import recipients as whom
from incident_actions.timers.firing import reachable_people
from incident_actions.timers.schedule import is_for_severity

USAGE = "/page [who] [reason]"
ACCOUNT = lazy_pattern(r"@([A-Za-z0-9][A-Za-z0-9_-]{0,38}(?:/[A-Za-z0-9._-]*[A-Za-z0-9_-])?)[:,.;]?(?:\s+|\Z)")
ESCALATION = "escalation"
LONGEST_NAME = 2
"""How many words a name has at most. A longer text that begins with no known name is the reason."""

MOST = 10
"""How many accounts one command can page. Each has to be looked up."""


@dataclass(frozen=True)
class PageRequest:
    """Whom somebody wants to page, and why."""

    people: tuple[str, ...]
    whom: str
    """The name that the process has for them. Empty if accounts were named."""
    reason: str


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Page the people, with the incident's situation; if nobody can be paged, refuse and list whom one can page."""
    incident = incident_of(request)
    wanted = _page_request(asked, request, incident)
    ids = () if wanted.whom else tuple(known_id(person, request.context) for person in wanted.people)
    known = ids if any(ids) else ()
    paged = PeoplePaged(
        **request.entry_fields(), to=wanted.people, ids=known, whom=wanted.whom, reason=cut_text(wanted.reason)
    )
    described = describe_situation(incident, request.process)
    sent = PageSent(paged.to, paged.whom, request.asker, paged.reason, described)
    return Decision((paged,), (sent,))


def _page_request(asked: SlashCommand, request: CommandRequest, incident: Incident) -> PageRequest:
    text = full_text(asked)
    if to_plain_width(text[:1]) == "@":
        text = f"@{text[1:]}"
        return _by_account(text, asked, request, incident)
    for name, reason in _possible_names(text):
        key = _contact_key(name, request.process)
        if key:
            return _by_name(key, reason, asked, request, incident)
    if text and len(text.split(maxsplit=LONGEST_NAME)) <= LONGEST_NAME:
        raise _nobody_to_page(text, asked, request, incident, account=text if LOGIN.fullmatch(text) else "")
    return _on_call(text, asked, request, incident)


def _by_account(text: str, asked: SlashCommand, request: CommandRequest, incident: Incident) -> PageRequest:
    """Return the accounts and teams that the text begins with."""
    people: dict[str, str] = {}
    while found := ACCOUNT.match(text):
        name, text = found[1], text[found.end() :]
        person = _team(name, asked, request, incident) if "/" in name else _account(name, asked, request)
        people.setdefault(person.casefold(), person)
        if len(people) > MOST:
            raise wrong_form(asked, f"{USAGE}, {MOST} people at the most")
    if not people:
        raise _nobody_to_page(text.split(maxsplit=1)[0], asked, request, incident)
    return PageRequest(tuple(people.values()), "", text)


def _account(name: str, asked: SlashCommand, request: CommandRequest) -> str:
    """Return a login. Whoever the process names can be paged, and of others only people who may run commands."""
    configured = name.casefold() in map(str.casefold, named_people(request.process))
    return named_person(name, asked, request, USAGE, only_access=configured)


def _team(name: str, asked: SlashCommand, request: CommandRequest, incident: Incident) -> str:
    """Return a team's name. Only teams that the process names can be paged."""
    known = {each.casefold(): each for each in named_people(request.process)}
    if incident.drill:
        raise Refused(OutsideDrill(asked.word, name))
    if name.casefold() not in known:
        raise _nobody_to_page(f"@{name}", asked, request, incident)
    return known[name.casefold()]


def _by_name(key: str, reason: str, asked: SlashCommand, request: CommandRequest, incident: Incident) -> PageRequest:
    people = reachable_people(
        whom.resolve(key, incident, request.process, request.context.now), incident, request.context
    )
    if not people:
        raise _nobody_to_page(request.process.contact_name(key), asked, request, incident)
    return PageRequest(people, request.process.contact_name(key), reason)


def _on_call(reason: str, asked: SlashCommand, request: CommandRequest, incident: Incident) -> PageRequest:
    """Page whoever is on call; else the first step of the ladder that has anybody; else the `escalation` contacts.

    Whoever asks is here already. If they are on call themselves, they want the next person.
    """
    process, myself = request.process, request.asker.casefold()
    severity = process.severity_or_worst(incident.severity)
    ladder = (rung for rung in process.ladder if rung.after and is_for_severity(rung, severity, process))
    rungs = (rung.page for rung in sorted(ladder, key=lambda rung: rung.after or 0))
    for names in ((ON_CALL,), (SECONDARY,), *rungs):
        people = reachable_people(
            whom.resolve_all(names, incident, process, request.context.now), incident, request.context
        )
        if others := tuple(each for each in people if each.casefold() != myself):
            return PageRequest(others, ", ".join(process.contact_name(name) for name in names), reason)
    if not process.escalation:
        raise _nobody_to_page("", asked, request, incident)
    return PageRequest(process.escalation, ESCALATION, reason)


def _possible_names(text: str) -> list[tuple[str, str]]:
    """Return the ways to split a text into a name and the rest, the longest name first."""
    ends = [found.end() for found in islice(re.finditer(r"\S+", text), 6)]
    return [(text[:end].rstrip(":,.;"), text[end:].strip()) for end in reversed(ends)]


def _contact_key(name: str, process: Process) -> str:
    """Return the process's key for a name, or an empty string if it knows nobody by that name."""
    plain = _folded(SHORT_NAMES.get(name.lower(), name))
    known = {_folded(each): role.key for role in process.roles for each in (role.name, role.key)}
    known |= {_folded(each): key for key, contact in process.contacts.items() for each in (contact.name, key)}
    known |= {_folded(each): each for each in (ON_CALL, SECONDARY, SERVICE_OWNER)}
    return known.get(plain, "")


def _folded(name: str) -> str:
    return "".join(name.casefold().replace("-", " ").split())


def named_people(process: Process) -> tuple[str, ...]:
    """Return every account and team that the process names."""
    contacts = (person for contact in process.contacts.values() for person in contact.people)
    owners = (owner for service in process.services for owner in service.owner)
    rungs = (name.removeprefix("@") for rung in process.ladder for name in rung.page if name.startswith("@"))
    return tuple(dict.fromkeys((*contacts, *owners, *rungs, *process.people, *process.escalation)))


def _nobody_to_page(
    given: str, asked: SlashCommand, request: CommandRequest, incident: Incident, account: str = ""
) -> Refused:
    """Return the refusal, with everybody who can be paged at this moment."""
    process = request.process
    names = (*process.contacts, ON_CALL, SECONDARY, SERVICE_OWNER, *(role.key for role in process.roles))
    there = (name for name in names if whom.resolve(name, incident, process, request.context.now))
    return Refused(NobodyToCall(asked.word, given, tuple(dict.fromkeys(there)), account))


PAGE = Command("page", USAGE, "page somebody now; without a name, whoever is on call", decide)
