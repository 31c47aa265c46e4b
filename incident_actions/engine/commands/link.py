"""`/link <pull request, issue, commit or workflow run>`: follow it on the timeline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from incident_actions.action_items.evidence_references import find_evidence
from incident_actions.contract.decision import CommandRequest, Decision, Refused
from incident_actions.contract.evidence_state import EvidenceState
from incident_actions.contract.questions import EvidenceOf
from incident_actions.engine.commands.command import Command, full_text, wrong_form
from incident_actions.engine.commands.fix_repository import choose_repository, has_role_in
from incident_actions.engine.commands.lifecycle import incident_of
from incident_actions.model.incident.entry import CommandAnswered, ThingLinked
from incident_actions.model.incident.link import LinkName
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.messages import NotLinked
from incident_actions.text.slash_grammar import SlashCommand

USAGE = "/link <pull request, issue, commit or link to a workflow run>"

MOST = 10
"""How many things one command links. Each is looked up with a request."""

RUN = lazy_pattern(
    r"<?(?P<server>https?://[^\s/<>]{1,100})/(?P<repository>[A-Za-z0-9][\w-]{0,38}/[\w.-]{1,100})"
    r"/actions/runs/(?P<run>[1-9]\d{0,15})[^\s<>]*>?",
    re.IGNORECASE,
)


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Follow what the text names. What is followed already stays as it is."""
    text = full_text(asked)
    if not text:
        raise wrong_form(asked, USAGE)
    incident = incident_of(request)
    names = tuple(dict.fromkeys(_names(asked, text, request)))[:MOST]
    if not names:
        raise Refused(NotLinked(asked.word, text.split("\n")[0][:80], tuple(sorted(request.process.repositories))))
    known = {each.name for each in incident.links}
    new = [each for each in names if each not in known]
    for each in new:
        _check(asked, each, request)
    stamp = request.entry_fields()
    entries = tuple(ThingLinked(**stamp, what=each.what, name=each.name, repository=each.repository) for each in new)
    return Decision(entries or (CommandAnswered(**stamp, word=asked.word),))


def _names(asked: SlashCommand, text: str, request: CommandRequest) -> Iterator[LinkName]:
    """Yield what a text names, in this repository and those of the configuration."""
    incident, snapshot = incident_of(request), request.context.snapshot
    for run in RUN.finditer(text):
        if run["server"].casefold() == snapshot.server.casefold():
            yield LinkName("run", run["run"], choose_repository(asked, run["repository"], incident, request))
    named = find_evidence(RUN.sub(" ", text), snapshot.server, snapshot.repository, request.process.repositories)
    for each in named.references:
        itself = each.number == incident.number and not each.repository
        if not itself:
            what = "number" if each.number else "commit"
            yield LinkName(what, str(each.number or each.commit), each.repository)


def _check(asked: SlashCommand, name: LinkName, request: CommandRequest) -> None:
    """Raise Refused if there is no such thing, or if the person has no role where it is."""
    seen = not name.repository or has_role_in(asked, name.repository, request)
    if seen and name.what == "run":
        return
    number, commit = (int(name.name), "") if name.what == "number" else (0, name.name)
    asking = EvidenceOf(number, commit, name.repository)
    if not seen or request.context.ask(asking) is EvidenceState.MISSING:
        raise Refused(NotLinked(asked.word, str(name), tuple(sorted(request.process.repositories))))


LINK = Command("link", USAGE, "follow it: its merge, checks and deployments get lines on the timeline", decide)
