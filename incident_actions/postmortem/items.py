"""Read a post-mortem's action items back from the merged file, as people left them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from incident_actions.process.process import Process
from incident_actions.scene import kept

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

ISSUE = re.compile(r"\(\[?#(\d{1,10})\]?(?:\([^()]*\))?\)\Z")
OWNER = re.compile(r"@([A-Za-z0-9][A-Za-z0-9-]{0,38})")
DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
BLANK = re.compile(r"[\s.…_<>\[\]()-]*")


@dataclass(frozen=True, slots=True)
class Row:
    """One action item as it stands in the file; `issue` is 0 where it has none yet."""

    text: str
    owner: str
    due: date | None
    type: str
    issue: int


def fallback(today: date, process: Process) -> date:
    """The due date of an item that names none."""
    return today + timedelta(days=process.actions.due_in_days)


def rows(text: str, process: Process) -> tuple[Row, ...]:
    """Find the action items: the table, or the check-list lines, in the section whose content is action items."""
    titles = {section.title.casefold() for section in process.postmortem.sections if section.content == "action items"}
    found = []
    for cells in _cells(text, titles):
        row = _row(cells, process)
        if row is not None:
            found.append(row)
    return tuple(found)


def _cells(text: str, titles: set[str]) -> Iterator[dict[str, str]]:
    inside, depth, heading = False, 0, 0
    columns, cells = [""], [""]
    in_head = in_table = False
    for token in _blocks().parse(_body(text)):
        match token.type:
            case "heading_open":
                heading = int(token.tag[1:])
            case "heading_close":
                heading = 0
            case "thead_open":
                in_head, in_table, columns = True, True, []
            case "thead_close":
                in_head = False
            case "table_close":
                in_table = False
            case "tr_open":
                cells = []
            case "tr_close" if inside and not in_head:
                yield dict(zip(columns, cells, strict=False))
            case "inline" if heading:
                if not inside or heading <= depth:
                    inside, depth = token.content.strip().casefold() in titles, heading
            case "inline" if in_table:
                (columns if in_head else cells).append(_said(token))
            case "inline" if inside and token.content.startswith(("[ ] ", "[x] ", "[X] ")):
                yield _check_line(token.content[4:])


def _blocks() -> MarkdownIt:
    """GitHub's block structure alone: cells are read as their source has them, and inline rules may be slow."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  only a merge reads a post-mortem

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _body(text: str) -> str:
    """The file without its front matter, which Markdown would read as a heading."""
    if not text.startswith("---\n"):
        return text
    return text.partition("\n---\n")[2]


def _said(token: Token) -> str:
    """A cell's text as its source has it, less HTML comments."""
    text, shown, position = token.content, "", 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        shown, position = shown + text[position:start], end + 3
    return (shown + text[position:]).strip()


def _check_line(text: str) -> dict[str, str]:
    """`measure — Owner: @who — Due: YYYY-MM-DD`."""
    first, *rest = re.split(r"(?<!\s)\s+[—–-]{1,2}\s+(?=Owner:|Due:|Deadline:|Type:)", text.split("\n", maxsplit=1)[0])
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


def _row(cells: dict[str, str], process: Process) -> Row | None:
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
        kept(text), owner[1] if owner else "", _day(day[1]) if day else None, known, int(issue[1]) if issue else 0
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
