"""An action item as a list of issues shows it."""

from __future__ import annotations

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.entry import Entry


@dataclass(frozen=True)
class ListedItem:
    """An action item in a list of issues."""

    number: int
    item: ActionItem
    recent: tuple[Entry, ...] = ()
    """What was put on its record this week."""
