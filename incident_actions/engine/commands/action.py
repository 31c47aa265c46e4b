"""`/action @owner <due> text [type]`: open an action item while it is on everybody's mind."""

from __future__ import annotations

import re
from datetime import timedelta

from incident_actions.action_items.opening import ItemDraft, open_item
from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command, full_text, wrong_form
from incident_actions.engine.commands.lifecycle import incident_of
from incident_actions.model.incident import time_text
from incident_actions.text.messages import DayPassed
from incident_actions.text.safe_markdown import plain_line
from incident_actions.text.slash_grammar import SlashCommand

USAGE = "/action @owner <due> <text> [type]"
OWNER = re.compile(r"@([A-Za-z0-9][A-Za-z0-9_-]{0,38})(?:\s+|$)")


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Open the action item's issue. A missing owner or due date gets a default, so that no item is lost."""
    incident = incident_of(request)
    rest = full_text(asked)
    owner = OWNER.match(rest)
    today = request.comment.created.astimezone(request.context.zone).date()
    due, text = time_text.split_day(rest[owner.end() :] if owner else rest, today)
    if due and due < today:
        raise Refused(DayPassed(asked.word, due))
    text, type_name = _type(text, request.process.actions.types)
    if not plain_line(text):
        raise wrong_form(asked, USAGE)
    draft = ItemDraft(
        key=request.key,
        text=cut_text(text),
        owner=owner[1] if owner else "",
        due=due or today + timedelta(days=request.process.actions.due_in_days),
        type=type_name,
        since=request.comment.created,
    )
    return Decision((open_item(draft, incident, request.context, request.entry_fields()),))


def _type(text: str, types: tuple[str, ...]) -> tuple[str, str]:
    """Split off the longest type that ends the text: `… prevent`, `… (prevent)`, `… [better alerts]`."""
    for name in sorted(types, key=len, reverse=True):
        found = re.search(rf"(?<=\S)\s+[(\[]?{re.escape(name)}[)\]]?\s*\Z", text, re.IGNORECASE)
        if found:
            return text[: found.start()], name
    return text, ""


ACTION = Command("action", USAGE, "open an action item with owner and due date", decide)
