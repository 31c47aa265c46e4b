"""Each action item has one person, a date, a type, and a text that shows when it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from incident_actions.action_items.vague_texts import better_shape
from incident_actions.model.process.process import Process
from incident_actions.postmortem.finding import (
    Finding,
    ItemNotVerifiable,
    ItemWithoutDate,
    ItemWithoutOwner,
    ItemWithoutType,
    OwnerNotChecked,
    OwnerUnknown,
)
from incident_actions.postmortem.items import ItemRow, items_in
from incident_actions.postmortem.outline import Outline


def find_problems(outline: Outline, process: Process, people: Mapping[str, bool | None]) -> Iterator[Finding]:
    """Find what action items are missing; `people` maps owners to whether they exist, None if unknown."""
    for row in items_in(outline, process):
        yield from _owner(row, process, people)
        if row.due is None and "due" in process.postmortem.column_contents:
            yield ItemWithoutDate(row.line, row.text)
        if not row.type and process.actions.types and "type" in process.postmortem.column_contents:
            yield ItemWithoutType(row.line, row.text, process.actions.types)
        if shape := better_shape(row.text):
            yield ItemNotVerifiable(row.line, row.text, shape)


def owners(outline: Outline, process: Process) -> tuple[str, ...]:
    """Return the owners of the action items."""
    return tuple(dict.fromkeys(row.owner for row in items_in(outline, process) if row.owner))


def _owner(row: ItemRow, process: Process, people: Mapping[str, bool | None]) -> Iterator[Finding]:
    if not row.owner:
        if "owner" in process.postmortem.column_contents:
            yield ItemWithoutOwner(row.line, row.text)
    elif row.owner in people and people[row.owner] is None:
        yield OwnerNotChecked(row.line, row.owner)
    elif not people.get(row.owner, True):
        yield OwnerUnknown(row.line, row.owner)
