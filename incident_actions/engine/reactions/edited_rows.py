"""Take over the row of an action item that somebody edited in the merged post-mortem, and nothing that is unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from incident_actions.contract import accounts
from incident_actions.contract.decision import Context, Decision, EntryFields
from incident_actions.contract.questions import IsAssignable
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import day_text
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.postmortem.items import ItemRow, read_items
from incident_actions.postmortem.links import FileLinks
from incident_actions.text.messages import RowChange, RowGone, RowTaken

FIELDS = ("text", "owner", "due", "type")
"""The fields of a row, in the order of its digests."""


@dataclass(frozen=True)
class _Taken:
    """What became of one field of an edited row."""

    name: str
    before: str
    after: str
    entry: e.Entry | None = None
    """None for the text and the type, which the entry of the row itself has."""
    problem: str = ""
    """Why it could not be taken over."""


def differs(item: ActionItem, number: int, rows: Sequence[ItemRow], repository: str, place: int = -1) -> bool:
    """Return whether a file has another row for an open item than the one that was last applied.

    `place` is where the row is if it has no number and another text; -1 if that is not known.
    """
    if item.state != "open" or not item.row:
        return False
    row = _row_of(item, number, rows, repository, place)
    return _is_gone(item, row, rows) if row is None else item.row_gone or row.digests != item.row


def apply_row(item: ActionItem, entries: Iterable[e.Entry], context: Context) -> Decision:
    """Return what an edited row changes. Where no row was applied yet, what the file has now is the basis."""
    snapshot, text = context.snapshot, context.snapshot.postmortem_text
    if not text or item.state != "open":
        return Decision()
    rows = read_items(text, context.process)
    row = _row_of(item, snapshot.issue.number, rows, snapshot.repository, snapshot.postmortem_row)
    if row is None:
        return _say_gone(item, context) if _is_gone(item, row, rows) else Decision()
    if row.digests == item.row and not item.row_gone:
        return Decision()
    return _take_over(item, row, sum(isinstance(each, e.RowApplied) for each in entries), context)


def _row_of(item: ActionItem, number: int, rows: Sequence[ItemRow], repository: str, place: int) -> ItemRow | None:
    """Return the row that names the item's issue, else one without a number with the item's text or at its place."""
    ours = (each for each in rows if each.repository.casefold() in ("", repository.casefold()))
    named = next((each for each in ours if each.issue == number), None)
    same = next((each for each in rows if not each.issue and each.digests[:1] == item.row[:1]), None)
    return named or same or (rows[place] if 0 <= place < len(rows) else None)


def _is_gone(item: ActionItem, row: ItemRow | None, rows: Sequence[ItemRow]) -> bool:
    """Return whether the file has the row no more. A row without a number may be the item's, in other words."""
    return row is None and bool(item.row) and not item.row_gone and all(each.issue for each in rows)


def _say_gone(item: ActionItem, context: Context) -> Decision:
    gone = e.RowApplied(**_stamp(context), row=item.row, gone=True)
    return Decision((gone,), (RowGone(item.postmortem, _url(item, context)),), "row-gone")


def _take_over(item: ActionItem, row: ItemRow, count: int, context: Context) -> Decision:
    """Return the entries of the fields that somebody edited, and one comment about them."""
    before = item.row or row.digests
    edited = {name for name, old, new in zip(FIELDS, before, row.digests, strict=True) if old != new}
    taken = tuple(_fields(item, row, edited, context))
    good = {each.name: each.after for each in taken if not each.problem}
    applied = e.RowApplied(
        **_stamp(context), row=row.digests, text=row.text if "text" in good else "", type=good.get("type", "")
    )
    more = tuple(each.entry for each in taken if each.entry)
    if not taken:
        return Decision((applied,))
    changes = tuple(RowChange(each.name, each.before, each.after, each.problem) for each in taken)
    return Decision((applied, *more), (RowTaken(item.postmortem, _url(item, context), changes),), f"row:{count}")


def _fields(item: ActionItem, row: ItemRow, edited: set[str], context: Context) -> Iterator[_Taken]:
    """Yield what becomes of each edited field that says something else than the item."""
    if "text" in edited and row.text != item.text:
        yield _Taken("text", item.text, row.text)
    if "owner" in edited and row.owner_given and row.owner.casefold() != (item.owner or "-").casefold():
        yield _owner(item, row, context)
    if "due" in edited and row.due_given:
        today = context.now.astimezone(context.zone).date()
        due = row.due or day_text.split_day(row.due_given, today)[0]
        if due is None or due != item.due:
            yield _due(item, row, due, context)
    if "type" in edited and row.type and row.type != item.type:
        yield _Taken("type", item.type, row.type)


def _owner(item: ActionItem, row: ItemRow, context: Context) -> _Taken:
    if not row.owner or not context.ask(IsAssignable(row.owner)):
        return _Taken("owner", item.owner, row.owner or row.owner_given, problem="not assignable")
    known = accounts.account_id(row.owner, context)
    return _Taken("owner", item.owner, row.owner, e.OwnerSet(**_stamp(context), to=row.owner, to_id=known))


def _due(item: ActionItem, row: ItemRow, due: date | None, context: Context) -> _Taken:
    before = f"{item.due}" if item.due else ""
    if due is None:
        return _Taken("due", before, row.due_given, problem="not a date")
    return _Taken("due", before, f"{due}", e.DueSet(**_stamp(context), to=due))


def _stamp(context: Context) -> EntryFields:
    return EntryFields(at=context.now, accepted=context.now, by="", by_id=0, comment=0, index=0)


def _url(item: ActionItem, context: Context) -> str:
    snapshot = context.snapshot
    path = snapshot.postmortem_path or item.postmortem
    return FileLinks(snapshot.server, snapshot.repository).file_url("blob", snapshot.default_branch, path)
