"""Each action item has one person, a date, a type, and a text that shows when it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from incident_actions.action_items.vague_texts import better_shape
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.process import Process
from incident_actions.postmortem.checks import front_matter
from incident_actions.postmortem.columns import item_form
from incident_actions.postmortem.finding import (
    Finding,
    ItemDateRelative,
    ItemInProse,
    ItemNotVerifiable,
    ItemRepeated,
    ItemRowTooWide,
    ItemUnread,
    ItemWithoutDate,
    ItemWithoutOwner,
    ItemWithoutType,
    OwnerNotChecked,
    OwnerUnknown,
)
from incident_actions.postmortem.item_values import KnownPeople
from incident_actions.postmortem.items import ItemRow, ReadItems, items_in, repeated_rows, sort_lines
from incident_actions.postmortem.outline import Outline


def find_problems(outline: Outline, process: Process, people: Mapping[str, bool | None]) -> Iterator[Finding]:
    """Find what action items are missing; `people` maps owners to whether they exist, None if unknown."""
    found, contents = sort_lines(outline, process), process.postmortem.column_contents
    others = (*front_matter.role_holders(outline), *(login for login, exists in people.items() if exists))
    names = _Names(KnownPeople(process), others)
    for row in found.rows:
        if shape := better_shape(row.text):
            yield ItemNotVerifiable(row.line, row.text, shape)
        if row.surplus:
            yield ItemRowTooWide(row.line, row.text, row.surplus)
        if not row.is_only_a_link:
            yield from _owner(row, contents, people, names)
            yield from _due_date(row, contents)
            if not row.type and process.actions.types and "type" in contents:
                yield ItemWithoutType(row.line, row.text, process.actions.types)
    for place, first in repeated_rows(found.rows).items():
        row = found.rows[place]
        yield ItemRepeated(row.line, row.text, found.rows[first].line)
    yield from _unread_lines(found, process)


def owners(outline: Outline, process: Process) -> tuple[str, ...]:
    """Return the owners of the action items."""
    return tuple(dict.fromkeys(row.owner for row in items_in(outline, process) if row.owner))


@dataclass(frozen=True)
class _Names:
    """The people whom a mistyped name can mean."""

    known: KnownPeople
    others: tuple[str, ...]

    def nearest(self, given: str) -> str:
        return self.known.nearest(given, self.others) if given else ""


def _owner(
    row: ItemRow, contents: tuple[str, ...], people: Mapping[str, bool | None], names: _Names
) -> Iterator[Finding]:
    if not row.owner:
        if "owner" in contents:
            given = f"@{row.team}" if row.team else row.owner_given
            nearest = names.nearest(given) if not row.team else ""
            yield ItemWithoutOwner(row.line, row.text, given, nearest)
    elif row.owner in people and people[row.owner] is None:
        yield OwnerNotChecked(row.line, row.owner)
    elif not people.get(row.owner, True):
        nearest = names.nearest(row.owner)
        yield OwnerUnknown(row.line, row.owner, nearest if nearest.casefold() != row.owner.casefold() else "")


def _due_date(row: ItemRow, contents: tuple[str, ...]) -> Iterator[Finding]:
    if row.is_due_relative:
        yield ItemDateRelative(row.line, row.text, row.due_given)
    elif row.due is None and "due" in contents:
        yield ItemWithoutDate(row.line, row.text, row.due_given)


def _unread_lines(found: ReadItems, process: Process) -> Iterator[Finding]:
    """Find lines that look like items, and paragraphs that may be one: all of them where there are no items."""
    form = item_form(process)
    yield from (ItemUnread(each.line, each.text, each.reason, form) for each in found.unread)
    yield from (ItemInProse(each.line, each.text, form) for each in found.prose if each.is_promise or not found.rows)
