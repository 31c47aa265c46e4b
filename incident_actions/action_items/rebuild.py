"""An action item whose record was damaged or deleted is built again, from the record of its incident."""

from __future__ import annotations

import re

from incident_actions.action_items import item as items
from incident_actions.contract.decision import Context
from incident_actions.contract.issue import Issue
from incident_actions.contract.questions import RecordOf
from incident_actions.model.incident import entry as e
from incident_actions.model.incident import entry_json
from incident_actions.model.incident.entry import Damage
from incident_actions.model.incident.incident import fold
from incident_actions.text import record
from incident_actions.text.seal import Seal

NUMBER = re.compile(r"#([1-9][0-9]{0,8})\b")


def record_damage(issue: Issue, seal: Seal) -> Damage | None:
    """What happened to the record in an action item's body, if anything did."""
    block = record.read_block(issue.body, seal)
    if block is None or not any(entry_json.kind_of(entry) == e.ItemOpened.kind for entry in block.entries):
        return Damage.DELETED
    return None if seal.accepts(block.trust) else Damage.DAMAGED


def rebuild_record(context: Context) -> tuple[tuple[e.Entry, ...], Damage | None]:
    """The record of an action item, and what happened to it; empty where it cannot be found any more."""
    issue = context.snapshot.issue
    harm = record_damage(issue, context.snapshot.item_seal)
    if harm is None:
        return items.item_entries(issue, context.snapshot.bot), None
    opened = _opened(context)
    if opened is None:
        return items.item_entries(issue, context.snapshot.bot), harm
    return (opened,), harm


def _opened(context: Context) -> e.ItemOpened | None:
    """How the item began, as its incident tells it: GitHub knows the incident as the parent, else the text names it."""
    issue = context.snapshot.issue
    named = NUMBER.search(issue.body)
    parent = issue.parent or (int(named[1]) if named else 0)
    if not parent or parent == issue.number:
        return None
    entries = context.ask(RecordOf(parent))
    incident = fold(parent, entries)
    begun = next((each for each in entries if isinstance(each, e.ActionOpened) and each.issue == issue.number), None)
    if incident is None or begun is None:
        return None
    return e.ItemOpened(
        at=begun.accepted,
        accepted=context.now,
        incident=parent,
        key=begun.key,
        text=begun.text,
        owner=begun.owner,
        owner_id=begun.owner_id,
        due=begun.due,
        type=begun.type,
        lead=incident.roles.get("commander", ""),
        lead_id=incident.role_ids.get("commander", 0),
    )
