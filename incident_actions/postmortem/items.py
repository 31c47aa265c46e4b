"""Read a post-mortem's action items back from the merged file, as people left them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from incident_actions.neutral import line
from incident_actions.postmortem import outline
from incident_actions.process.process import Process
from incident_actions.scene import kept

ISSUE = re.compile(r"(?<!\s)\s*\(\[?#(\d{1,10})\]?(?:\([^()]*\))?\)\s*\Z")
FIELD = re.compile(r"(?<!\s)\s+[—–-]{1,2}\s+(?=Owner:|Due:|Deadline:|Type:)")
# Not the organization of a team (`@acme/shop`); people whom an enterprise manages have a `_` in their login:
# https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
OWNER = re.compile(r"@([A-Za-z0-9][A-Za-z0-9-]{0,38}(?:_[A-Za-z0-9]{1,8})?)(?![A-Za-z0-9_/-])")
DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
BLANK = re.compile(r"[\s.…_<>\[\]()-]*")


@dataclass(frozen=True, slots=True)
class Row:
    """One action item as it stands in the file; `issue` is 0 where it has none yet, `line` counts from 1."""

    text: str
    owner: str
    due: date | None
    type: str
    issue: int
    line: int = field(default=0, compare=False)


def fallback(today: date, process: Process) -> date:
    """The due date of an item that names none."""
    return today + timedelta(days=process.actions.due_in_days)


def rows(text: str, process: Process) -> tuple[Row, ...]:
    """Find the action items: the table, or the check-list lines, in the section whose content is action items."""
    return rows_in(outline.read(text), process)


def rows_in(read: outline.Outline, process: Process) -> tuple[Row, ...]:
    """Find the action items of a file that was read already."""
    found = []
    mine = (section.title for section in process.postmortem.sections if section.content == "action items")
    for heading in dict.fromkeys(each for title in mine for each in (title, line(title))):
        for part in read.parts(heading):
            found += [row for at, cells in _cells(part) if (row := _row(cells, at, process)) is not None]
    return tuple(found)


def _cells(part: outline.Part) -> Iterator[tuple[int, dict[str, str]]]:
    """Each item's cells by the names of their columns, with its line."""
    columns: tuple[str, ...] = ()
    for row in part.rows:
        values = tuple(each.shown for each in row)
        match row[0].kind:
            case "head":
                columns = values
            case "cell":
                yield row[0].line, dict(zip(columns, values, strict=False))
            case "text" if values[0].startswith(("[ ] ", "[x] ", "[X] ")):
                yield row[0].line, _check_line(values[0][4:])


def _check_line(text: str) -> dict[str, str]:
    """`measure — Owner: @who — Due: YYYY-MM-DD`."""
    first, *rest = FIELD.split(text.split("\n", maxsplit=1)[0])
    named = (part.partition(":") for part in rest)
    return {"Item": first, **{name.strip(): value.strip() for name, _, value in named}}


NAMES = {
    "item": "item",
    "action": "item",
    "measure": "item",
    "owner": "owner",
    "due": "due",
    "deadline": "due",
    "type": "type",
}


def _row(cells: dict[str, str], line: int, process: Process) -> Row | None:
    by_name = {NAMES.get(column.casefold(), column.casefold()): value for column, value in cells.items()}
    item = by_name.get("item", "").strip()
    issue = ISSUE.search(item)
    text = (item[: issue.start()] if issue else item).replace("\\|", "|").strip()
    if BLANK.fullmatch(text):
        return None
    owner = OWNER.search(by_name.get("owner", ""))
    day = DAY.search(by_name.get("due", ""))
    kind = by_name.get("type", "").strip().casefold()
    known = next((name for name in process.actions.types if name.casefold() == kind), "")
    return Row(
        kept(text), owner[1] if owner else "", _day(day[1]) if day else None, known, int(issue[1]) if issue else 0, line
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
