"""An action item: a value folded from the entries on its own issue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce
from typing import assert_never

from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident import entry as e


@dataclass(frozen=True)
class ActionItem:
    """A follow-up that somebody took on after an incident."""

    incident: int
    key: str
    text: str
    owner: str
    wanted: str
    """The requested owner, where that account could not be assigned."""
    due: date | None
    type: str
    lead: str
    """The commander of the incident."""
    opened: datetime
    owner_id: int = 0
    lead_id: int = 0
    state: str = "open"
    reason: str = ""
    snoozed_until: date | None = None
    reminded: frozenset[str] = frozenset()
    repaired: e.RecordRepaired | None = None
    postmortem: str = ""
    """The path of the post-mortem that it comes from; empty for one from a command."""
    severity: str = ""
    """The severity of its incident when it was opened."""
    first_due: date | None = None
    moves: int = 0
    lacks_evidence: bool = False
    """Whether it was closed without evidence, so that it counts as open."""
    accepted: e.ItemAccepted | None = None
    """Who accepted it without evidence."""
    row: tuple[str, ...] = ()
    """The digests of its row in the post-mortem as it was last applied, field by field; empty if that is not known."""
    row_gone: bool = False
    offered: frozenset[int] = frozenset()
    """The merged pull requests that were mentioned on it."""
    """How often its due date was moved."""


def fold(entries: Iterable[e.Entry]) -> ActionItem | None:
    """Fold entries into an action item; None before it was opened."""
    start: ActionItem | None = None
    return reduce(fold_entry, entries, start)


def fold_entry(item: ActionItem | None, entry: e.Entry) -> ActionItem | None:
    """Return the item with one more entry of any kind; None before it was opened."""
    if isinstance(entry, e.ItemOpened):
        return item or ActionItem(
            entry.incident,
            entry.key,
            entry.text,
            entry.owner,
            entry.wanted,
            entry.due,
            entry.type,
            entry.lead,
            entry.at,
            entry.owner_id,
            entry.lead_id,
            postmortem=entry.postmortem,
            severity=entry.severity,
            first_due=entry.due,
            row=entry.row,
        )
    if item is None or not isinstance(entry, e.ItemEntry):
        return item
    return apply_entry(item, entry)


def apply_entry(item: ActionItem, entry: e.ItemEntry) -> ActionItem:
    """Return the item with one more of its own entries."""
    match entry:
        case e.RowApplied():
            text, kind = entry.text or item.text, entry.type or item.type
            return replace(item, row=entry.row, row_gone=entry.gone, text=text, type=kind)
        case e.DueSet():
            return replace(item, due=entry.to, moves=item.moves + (entry.to != item.due))
        case e.OwnerSet():
            return replace(item, owner=entry.to, owner_id=entry.to_id, wanted="")
        case e.ItemDone():
            return replace(item, state="done", reason=entry.evidence, lacks_evidence=entry.unproven, accepted=None)
        case e.ItemAccepted():
            return replace(item, lacks_evidence=False, accepted=entry)
        case e.EvidenceOffered():
            return replace(item, offered=item.offered.union(entry.pulls))
        case e.ItemDropped():
            return replace(item, state="dropped", reason=entry.reason, lacks_evidence=False, accepted=None)
        case e.ItemReopened():
            return replace(item, state="open", reason="", lacks_evidence=False, accepted=None)
        case e.RemindersSnoozed():
            return replace(item, snoozed_until=entry.until)
        case e.ReminderPosted():
            return replace(item, reminded=item.reminded | {entry.timer})
        case e.RecordRepaired():
            return replace(item, repaired=entry)
        case e.ItemOpened() | e.ManualChangeUndone() | e.CommandRefused() | e.CommandAnswered():
            return item
    assert_never(entry)
