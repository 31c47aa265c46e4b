"""The action items of a merged post-mortem: they get issues, or are linked to the issues that they name."""

from __future__ import annotations

from datetime import datetime

from incident_actions.action_items.opening import ItemDraft, link_item, open_item
from incident_actions.contract.decision import Context, EntryFields
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, Postmortem
from incident_actions.postmortem.items import ItemRow, ReadItems, read_lines, repeated_rows
from incident_actions.postmortem.later_rows import is_ours, later_rows, named_issue
from incident_actions.text.safe_markdown import plain_line

MOST_LATER = 20
"""The most items that one sweep opens for rows that were added to a file later."""


@dataclass(frozen=True)
class MergedItems:
    """What became of the lines of a merged file, by the places of its items."""

    path: str
    text: str
    opened: dict[int, e.ActionOpened]
    linked: dict[int, e.ActionOpened]
    """The items that name an issue which the record does not have yet."""
    repeats: dict[int, int]
    """The place of each item that says what an earlier one says, with the place of that one."""
    numbered: set[int]
    """The places of items whose rows have the numbers already, from a run that died."""
    unread: tuple[str, ...]
    """The lines that look like items and were not read."""

    @property
    def entries(self) -> tuple[e.ActionOpened, ...]:
        """The items that are new to the record, in the order of the file."""
        return tuple(each for _, each in sorted({**self.opened, **self.linked}.items()))

    @property
    def numbers(self) -> dict[int, int]:
        """The issue of each item that has no number in the file yet."""
        known = {place: each.issue for place, each in self.opened.items() if place not in self.numbered}
        repeated = {place: known[first] for place, first in self.repeats.items() if first in known}
        return {**known, **repeated}


def open_items(
    incident: Incident, text: str, postmortem: Postmortem, merged: datetime, context: Context
) -> MergedItems:
    """Open an issue for each item of the merged file that has none, and link the others.

    The file of a correction has rows that are known, also without their numbers where the branch is protected.
    A due date such as `next friday` counts from the day of the merge, so that every run reads the same.
    """
    read = read_lines(text, context.process)
    which = f"-{postmortem.follow_up}" if postmortem.follow_up else ""
    key = f"postmortem:{incident.number}{which}"
    result = MergedItems(postmortem.path, text, {}, {}, repeated_rows(read.rows), set(), _unread_lines(read))
    is_correction = bool(postmortem.follow_up and incident.rows_kept_since)
    new = later_rows(read.rows, incident, context.snapshot.repository) if is_correction else range(len(read.rows))
    for place, row in ((place, read.rows[place]) for place in new):
        if place not in result.repeats:
            draft = replace(_draft(row, incident, merged, context), key=f"{key}.{place + 1}")
            _take_row(place, (row, draft), result, incident, context)
    return result


def open_later_items(incident: Incident, path: str, text: str, context: Context) -> MergedItems:
    """Open or link the items of the rows that the record does not have, at most `MOST_LATER` of them."""
    rows = read_lines(text, context.process).rows
    result = MergedItems(path, text, {}, {}, repeated_rows(rows), set(), ())
    for place in later_rows(rows, incident, context.snapshot.repository)[:MOST_LATER]:
        key = f"postmortem:{incident.number}.{'-'.join(rows[place].digests[:2])}"
        draft = replace(_draft(rows[place], incident, context.now, context), key=key, since=incident.rows_kept_since)
        _take_row(place, (rows[place], draft), result, incident, context)
    return result


def is_key_of_row(key: str) -> bool:
    """Return whether an item was opened for a row that was added later."""
    return key.startswith("postmortem:") and "-" in key.partition(".")[2]


def _take_row(
    place: int, found: tuple[ItemRow, ItemDraft], items: MergedItems, incident: Incident, context: Context
) -> None:
    """Link the issue that a row names, unless the record has it, or open one."""
    stamp = EntryFields(at=context.now, accepted=context.now, by="", by_id=0, comment=0, index=0)
    (row, draft), repository = found, context.snapshot.repository
    draft = replace(draft, postmortem=items.path)
    known = {each.issue for each in incident.actions} | {each.issue for each in items.linked.values()}
    ours, issue = is_ours(row, repository), named_issue(row, incident, repository)
    if ours and row.issue in known:
        return
    if issue in context.snapshot.opened_for_rows:
        items.numbered.add(place)
    if issue and place not in items.numbered:
        items.linked[place] = link_item(draft, issue, context, stamp)
    else:
        elsewhere = f" ({row.repository}#{row.issue})" if row.issue and not ours else ""
        items.opened[place] = open_item(replace(draft, text=row.text + elsewhere), incident, context, stamp)


def _draft(row: ItemRow, incident: Incident, merged: datetime, context: Context) -> ItemDraft:
    day = merged.astimezone(context.zone).date()
    due = row.due_from(day, incident.severity, context.process)
    return ItemDraft("", row.text, row.owner or row.team, due, row.type, merged, row=row.digests)


def _unread_lines(read: ReadItems) -> tuple[str, ...]:
    """Return the lines that look like items and were not read, and the paragraphs that name a person or a date."""
    unread = [(each.line, each.text) for each in read.unread]
    prose = [(each.line, each.text) for each in read.prose if each.is_promise]
    return tuple(plain_line(text) for _, text in sorted(unread + prose))
