"""What a report needs of one action item."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from incident_actions.contract.issue import Issue
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem, fold


class ItemState(StrEnum):
    """What became of an action item."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done with evidence"
    ACCEPTED = "accepted without evidence"
    UNPROVEN = "closed without evidence"
    DROPPED = "dropped"


@dataclass(frozen=True)
class ItemFacts:
    """What a report needs of one action item."""

    number: int
    incident: int
    text: str
    state: ItemState
    owner: str = ""
    due: date | None = None
    moves: int = 0
    """How often its due date was moved."""
    opened: datetime | None = None


def collect_item(issue: Issue, entries: Sequence[e.Entry], today: date) -> ItemFacts | None:
    """Return the facts about an action item; None where its record can't be read."""
    item = fold(entries)
    if item is None:
        return None
    owner = issue.assignees[0] if issue.assignees else item.owner
    return ItemFacts(
        issue.number, item.incident, item.text, _state(item, today), owner, item.due, item.moves, item.opened
    )


def _state(item: ActionItem, today: date) -> ItemState:
    if item.state == "dropped":
        return ItemState.DROPPED
    if item.state == "done":
        proven = ItemState.ACCEPTED if item.accepted else ItemState.DONE if item.reason else ItemState.UNPROVEN
        return ItemState.UNPROVEN if item.lacks_evidence else proven
    return ItemState.OVERDUE if item.due is not None and item.due < today else ItemState.OPEN
