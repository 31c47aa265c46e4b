"""`/done <evidence>`: close an action item with what shows that it is done; `/accept <reason>` does without."""

from __future__ import annotations

from incident_actions.action_items.evidence_references import EvidenceReference, NamedEvidence, find_evidence
from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.contract.evidence_state import EvidenceState
from incident_actions.contract.questions import EvidenceOf, RoleOf
from incident_actions.engine.commands.command import Command, full_text
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.entry import ItemAccepted, ItemDone
from incident_actions.model.process.permission import is_enough, needed_role
from incident_actions.text.messages import (
    EvidenceNotAwaited,
    EvidenceNotGood,
    EvidenceWanted,
    ItemDoneAlready,
    LinkWithoutReason,
    ReasonMissing,
)
from incident_actions.text.slash_grammar import SlashCommand

USAGE = "/done <evidence: pull request, commit or link>"
ACCEPT_USAGE = "/accept <reason>"

MOST_LOOKED_UP = 5
"""How many references of one command are looked up, with a request each. The first good one is enough."""


def finish_item(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Close the item. With words alone it counts as open until there is evidence, and the reply asks for it once."""
    text, item = full_text(asked), request.item
    if not text:
        raise Refused(ReasonMissing(asked.word, USAGE))
    proven = request.process.actions.evidence == "optional" or item is None or _is_evidence(text, asked, item, request)
    done = ItemDone(**request.entry_fields(), evidence=cut_text(text), unproven=not proven)
    if proven:
        return Decision((done,))
    if item and item.state == "done" and not item.lacks_evidence:
        raise Refused(ItemDoneAlready(asked.word, item.reason))
    return Decision((done,), (EvidenceWanted(request.asker, needed_role("accept", request.process), by_hand=False),))


def _is_evidence(text: str, asked: SlashCommand, item: ActionItem, request: CommandRequest) -> bool:
    """Return whether a text is evidence, or words alone; raises Refused for what is no evidence, or not yet."""
    snapshot = request.context.snapshot
    named = find_evidence(text, snapshot.server, snapshot.repository, request.process.repositories)
    own = (snapshot.issue.number, item.incident)
    references = [each for each in named.references if each.repository or each.number not in own]
    problems, links = list[tuple[str, EvidenceState]](), list(named.elsewhere)
    for each in references[:MOST_LOOKED_UP]:
        state = _look_up(each, request)
        if state.is_good:
            return True
        if state is EvidenceState.NOT_CHECKED:
            links.append(each.given)
        else:
            problems.append((each.given, state))
    if links:
        return _with_reason(links, named, asked)
    if problems:
        raise Refused(EvidenceNotGood(asked.word, tuple(problems), snapshot.default_branch))
    return False


def _with_reason(links: list[str], named: NamedEvidence, asked: SlashCommand) -> bool:
    if not named.has_words:
        raise Refused(LinkWithoutReason(asked.word, links[0]))
    return True


def _look_up(named: EvidenceReference, request: CommandRequest) -> EvidenceState:
    """Return the state of what is named; in another repository, only for people who can see it themselves."""
    if named.repository:
        role = request.context.ask(RoleOf(request.asker, named.repository))
        if not is_enough(role, "read"):
            return EvidenceState.NOT_CHECKED
    return request.context.ask(EvidenceOf(named.number, named.commit, named.repository))


def accept_item(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Accept an action item that was closed without evidence."""
    item, reason = request.item, full_text(asked)
    if item is None or not item.lacks_evidence:
        raise Refused(EvidenceNotAwaited(asked.word))
    if not reason:
        raise Refused(ReasonMissing(asked.word, ACCEPT_USAGE))
    return Decision((ItemAccepted(**request.entry_fields(), reason=cut_text(reason)),))


DONE = Command("done", USAGE, "close it as done, with evidence", finish_item, "action item")
