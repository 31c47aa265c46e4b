"""Rebuild an action item's damaged or deleted record from the record of its incident."""

from __future__ import annotations

from incident_actions.action_items import item as items
from incident_actions.contract.decision import Context
from incident_actions.contract.issue import Issue
from incident_actions.contract.questions import RecordOf
from incident_actions.model.incident import entry as e
from incident_actions.model.incident import entry_json
from incident_actions.model.incident.entry import Damage
from incident_actions.model.incident.incident import fold
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text import record
from incident_actions.text.seal import Seal

NUMBER = lazy_pattern(r"#([1-9][0-9]{0,8})\b")


def record_damage(issue: Issue, seal: Seal) -> Damage | None:
    """Return what happened to the record in an action item's body, or None."""
    block = record.read_block(issue.body, seal)
    if block is None or not any(entry_json.kind_of(entry) == e.ItemOpened.kind for entry in block.entries):
        return Damage.DELETED
    return None if seal.accepts(block.trust) else Damage.DAMAGED


def rebuild_record(context: Context) -> tuple[tuple[e.Entry, ...], Damage | None]:
    """Return the record of an action item and what happened to it; empty where it is lost."""
    issue = context.snapshot.issue
    harm = record_damage(issue, context.snapshot.item_seal)
    if harm is None:
        return items.item_entries(issue, context.snapshot.bot), None
    opened = _opened(context)
    if opened is None:
        return items.item_entries(issue, context.snapshot.bot), harm
    return (opened,), harm


def _opened(context: Context) -> e.ItemOpened | None:
    """Return how the item began, by its incident: the parent issue on GitHub, or else the one in the text."""
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
        severity=incident.severity,
        lead=incident.roles.get("commander", ""),
        lead_id=incident.role_ids.get("commander", 0),
        postmortem=incident.postmortem.path if incident.postmortem and begun.key.startswith("postmortem:") else "",
    )
