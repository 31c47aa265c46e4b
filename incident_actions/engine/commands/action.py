"""`/action @owner <due> text [type]`: open an action item while it is on everybody's mind."""

from __future__ import annotations

import re
from datetime import date, timedelta

from incident_actions.action_items.opening import ItemDraft, open_item
from incident_actions.action_items.vague_texts import better_shape
from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.contract.questions import RoleOf
from incident_actions.engine.commands.command import Command, full_text, wrong_form
from incident_actions.engine.commands.due_limit import refuse_beyond_limit
from incident_actions.engine.commands.item_commands import EXAMPLE_AHEAD
from incident_actions.engine.commands.lifecycle import incident_of
from incident_actions.engine.commands.roles import RESPONDER_WORDS
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import day_text
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.check_rules import RuleName
from incident_actions.model.process.permission import is_enough, lowest_role
from incident_actions.text.messages import ActionItemReady, AtMissing, DayNotUnderstood, DayPassed, ItemVague
from incident_actions.text.safe_markdown import plain_line
from incident_actions.text.slash_grammar import SlashCommand

USAGE = "/action @owner <due> <text> [type]"
VAGUE: RuleName = "item-not-verifiable"
"""The rule of the post-mortem check that holds here as well."""

OWNER = lazy_pattern(r"[@\uff20]([A-Za-z0-9][A-Za-z0-9_-]{0,38})[:,]?(?:\s+|$)")
LOGIN = lazy_pattern(r"([A-Za-z0-9][A-Za-z0-9-]{0,38})[:,]?\s+")


@dataclass(frozen=True)
class _Typed:
    """An action item as it was typed."""

    owner: str
    due: date | None
    day: str
    """The text that the due date was read from."""
    text: str


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Open the action item's issue, and reply with what was understood.

    A missing owner or due date gets a default, so that no item is lost.
    """
    incident = incident_of(request)
    today = request.comment.created.astimezone(request.context.zone).date()
    typed = _read(full_text(asked), today, asked, request)
    if typed.due and typed.due < today:
        raise Refused(DayPassed(asked.word, typed.due))
    text, type_name = _type(typed.text, request.process.actions.types)
    if not plain_line(text):
        raise wrong_form(asked, USAGE)
    if request.process.postmortem.rules.get(VAGUE, "error") == "error" and (shape := better_shape(text)):
        raise Refused(ItemVague(asked.word, text, shape))
    days = request.process.due_in_days(incident.severity)
    refuse_beyond_limit(asked, typed.due, today, incident.severity, request)
    draft = ItemDraft(
        key=request.key,
        text=cut_text(text),
        owner=typed.owner,
        due=typed.due or today + timedelta(days=days),
        type=type_name,
        since=request.comment.created,
    )
    opened = open_item(draft, incident, request.context, request.entry_fields())
    ready = ActionItemReady(opened.issue, draft.text, opened.owner, typed.owner, draft.due, typed.day, days)
    return Decision((opened,), (ready,))


def _read(text: str, today: date, asked: SlashCommand, request: CommandRequest) -> _Typed:
    """Return the parts of an item, its owner before or after its due date.

    Raises Refused if the text begins with what looks like a date or a login and can't be one.
    """
    owner, rest = _split_owner(text)
    due, words = day_text.split_day(rest, today)
    if due is None and (given := day_text.unreadable_day(rest)):
        raise Refused(DayNotUnderstood(asked.word, given, today + EXAMPLE_AHEAD))
    day = rest[: len(rest) - len(words)].strip(" :,.;-–") if due else ""
    if due and not owner:
        owner, words = _split_owner(words)
    if not owner and not due and _is_login(rest, today, request):
        raise Refused(AtMissing(asked.word, f"/{asked.word} @{' '.join(rest.split())[:150]}"))
    return _Typed(owner, due, day, words)


def _split_owner(text: str) -> tuple[str, str]:
    found = OWNER.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def _is_login(text: str, today: date, request: CommandRequest) -> bool:
    """Return whether a text begins with a login that lacks its @.

    That is a person whom this issue shows, or somebody who may run commands here and whose name precedes a date.
    """
    found = LOGIN.match(text)
    if found is None:
        return False
    if found[1].casefold() in request.context.accounts.ids:
        return True
    after = text[found.end() :]
    if day_text.split_day(after, today)[0] is None and not day_text.unreadable_day(after):
        return False
    return is_enough(request.context.ask(RoleOf(found[1])), lowest_role(RESPONDER_WORDS, request.process))


def _type(text: str, types: tuple[str, ...]) -> tuple[str, str]:
    """Split off the longest type that ends the text: `… prevent`, `… (prevent)`, `… [better alerts]`."""
    for name in sorted(types, key=len, reverse=True):
        found = re.search(rf"(?<=\S)\s+[(\[]?{re.escape(name)}[)\]]?\s*\Z", text, re.IGNORECASE)
        if found:
            return text[: found.start()], name
    return text, ""


ACTION = Command("action", USAGE, "open an action item with an owner and a due date", decide)
