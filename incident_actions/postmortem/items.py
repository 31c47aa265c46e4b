"""Read a post-mortem's action items from the merged file, as people left them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import date, timedelta

from incident_actions.contract.decision import cut_text
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.process import Process
from incident_actions.postmortem import outline
from incident_actions.postmortem.columns import BOX, Columns

ISSUE = lazy_pattern(r"(?<!\s)\s*\(\[?#(\d{1,10})\]?(?:\([^()]*\))?\)\s*\Z")
# Not the organization of a team (`@acme/shop`); managed users of an enterprise have a `_` in their login:
# https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
OWNER = lazy_pattern(r"@([A-Za-z0-9][A-Za-z0-9-]{0,38}(?:_[A-Za-z0-9]{1,8})?)(?![A-Za-z0-9_/-])")
DAY = lazy_pattern(r"\b(\d{4}-\d{2}-\d{2})\b")
BLANK = lazy_pattern(r"[\s.…_<>\[\]()-]*")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One action item in the file."""

    text: str
    owner: str
    due: date | None
    type: str
    issue: int
    """The number of its issue, or 0."""
    line: int = field(default=0, compare=False)
    """The line in the file, from 1."""
    cell: int = field(default=-1, compare=False)
    """The place of its text among the cells of a table's row; -1 for a line of a list."""


def default_due(today: date, process: Process) -> date:
    """Return the due date of an item that has none."""
    return today + timedelta(days=process.actions.due_in_days)


def read_items(text: str, process: Process) -> tuple[ItemRow, ...]:
    """Return the action items in a text: table rows and list lines in the section for action items."""
    return items_in(outline.read_outline(text), process)


def items_in(read: outline.Outline, process: Process) -> tuple[ItemRow, ...]:
    """Return the action items of a file that was parsed already."""
    columns, found = Columns(process), []
    mine = [section for section in process.postmortem.sections if section.content == "action items"]
    for section in {each.title.casefold(): each for each in mine}.values():
        for part in read.parts(section.title):
            left = {id(each) for each in columns.remaining_prompts(part, section)}
            there = (row for row in part.rows if not any(id(each) in left for each in row))
            cells = _cells(there, columns, bare=process.postmortem.items == "list")
            found += [row for at, place, each in cells if (row := _row(each, at, place, process)) is not None]
    return tuple(found)


def _cells(
    rows: Iterable[tuple[outline.Passage, ...]], columns: Columns, *, bare: bool
) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Return each item's cells by their content, with its line and the place of its text among the cells.

    A bullet is an item where it has a box or a field; where items are a list, a `bare` one is an item, too.
    """
    names: tuple[str, ...] = ()
    for row in rows:
        first = row[0]
        match first.kind:
            case "head":
                names = tuple(columns.contents.get(each.visible_text.casefold(), "") for each in row)
            case "cell":
                place = names.index("item") if "item" in names else -1
                yield first.line, place, dict(zip(names, (each.visible_text for each in row), strict=False))
            case "text":
                text = " ".join(first.visible_text.split())
                cells = columns.split_line(BOX.sub("", text))
                if BOX.match(text) or (first.item and len(cells) > 1) or (first.item == 1 and bare):
                    yield first.line, -1, cells


def _row(cells: dict[str, str], line: int, place: int, process: Process) -> ItemRow | None:
    item = cells.get("item", "").strip()
    issue = ISSUE.search(item)
    text = (item[: issue.start()] if issue else item).replace("\\|", "|").strip()
    if BLANK.fullmatch(text):
        return None
    owner = OWNER.search(cells.get("owner", ""))
    day = DAY.search(cells.get("due", ""))
    kind = cells.get("type", "").strip().casefold()
    known = next((name for name in process.actions.types if name.casefold() == kind), "")
    return ItemRow(
        cut_text(text),
        owner[1] if owner else "",
        _day(day[1]) if day else None,
        known,
        int(issue[1]) if issue else 0,
        line,
        place,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
