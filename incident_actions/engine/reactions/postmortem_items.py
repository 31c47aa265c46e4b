"""The action items of a merged post-mortem: they get issues, or are linked to the issues that they name."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from incident_actions.action_items.opening import ItemDraft, link_item, open_item
from incident_actions.contract.decision import Context, EntryFields
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, Postmortem
from incident_actions.postmortem.items import ItemRow, ReadItems, read_lines, repeated_rows
from incident_actions.text.safe_markdown import plain_line


@dataclass(frozen=True, slots=True)
class MergedItems:
    """What became of the lines of a merged file, by the places of its items."""

    opened: dict[int, e.ActionOpened]
    linked: dict[int, e.ActionOpened]
    """The items that name an issue which the record does not have yet."""
    repeats: dict[int, int]
    """The place of each item that says what an earlier one says, with the place of that one."""
    unread: tuple[str, ...]
    """The lines that look like items and were not read."""

    @property
    def entries(self) -> tuple[e.ActionOpened, ...]:
        """The items that are new to the record, in the order of the file."""
        return tuple(each for _, each in sorted({**self.opened, **self.linked}.items()))

    @property
    def numbers(self) -> dict[int, int]:
        """The issue of each item that has no number in the file yet."""
        known = {place: each.issue for place, each in self.opened.items()}
        repeated = {place: known[first] for place, first in self.repeats.items() if first in known}
        return {**known, **repeated}


def open_items(
    incident: Incident, text: str, postmortem: Postmortem, merged: datetime, context: Context
) -> MergedItems:
    """Open an issue for each item of the merged file that has none, and link the others.

    A due date such as `next friday` counts from the day of the merge, so that every run reads the same.
    """
    read = read_lines(text, context.process)
    which = f"-{postmortem.follow_up}" if postmortem.follow_up else ""
    key = f"postmortem:{incident.number}{which}"
    repeats, known = repeated_rows(read.rows), {action.issue for action in incident.actions}
    result = MergedItems({}, {}, repeats, _unread_lines(read))
    for place, row in enumerate(read.rows):
        ours = row.repository.casefold() in ("", context.snapshot.repository.casefold())
        draft = replace(_draft(row, incident, merged, context), key=f"{key}.{place + 1}", postmortem=postmortem.path)
        stamp = EntryFields(at=context.now, accepted=context.now, by="", by_id=0, comment=0, index=0)
        if (row.issue in known and ours) or place in repeats:
            continue
        if row.issue and ours and row.issue not in (incident.number, postmortem.pull):
            result.linked[place] = link_item(draft, row.issue, context, stamp)
            known.add(row.issue)
        else:
            elsewhere = f" ({row.repository}#{row.issue})" if row.issue and not ours else ""
            result.opened[place] = open_item(replace(draft, text=row.text + elsewhere), incident, context, stamp)
    return result


def _draft(row: ItemRow, incident: Incident, merged: datetime, context: Context) -> ItemDraft:
    day = merged.astimezone(context.zone).date()
    due = row.due_from(day, incident.severity, context.process)
    return ItemDraft("", row.text, row.owner or row.team, due, row.type, merged, row=row.digests)


def _unread_lines(read: ReadItems) -> tuple[str, ...]:
    """Return the lines that look like items and were not read, and the paragraphs that name a person or a date."""
    unread = [(each.line, each.text) for each in read.unread]
    prose = [(each.line, each.text) for each in read.prose if each.is_promise]
    return tuple(plain_line(text) for _, text in sorted(unread + prose))
