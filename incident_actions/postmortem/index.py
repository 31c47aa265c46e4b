"""The index of all post-mortems, `docs/incidents/README.md`: one table row an incident, the newest first."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import field
from datetime import date
from pathlib import PurePosixPath
from textwrap import shorten

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import durations
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.postmortem.file import DIRECTORY, INDEX, start_time
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.numbers import LineChange
from incident_actions.postmortem.parts import Part
from incident_actions.text.safe_markdown import escape_cell, escape_link_text
from incident_actions.text.wording import format_length

PATH = f"{DIRECTORY}/{INDEX}"
OPENING = "<!-- incident-actions:index -->"
CLOSING = "<!-- /incident-actions:index -->"
TITLE = "# Incidents\n\n"
OPENING_WORDS = "Every incident with a post-mortem, the newest first. The titles link to the post-mortems.\n\n"
ROWS = lazy_pattern(r"\A(?:\n\|[^\n]*)*")
"""The table, where somebody deleted the marker at its end."""

COLUMNS = ("Date", "Incident", "Issue", "Severity", "Services", "Duration", "Action items")
HEAD = (f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}")
OLDER_COLUMNS = ("Date", "Incident", "Severity", "Duration", "Review")
"""The columns before the title linked to the file."""

LONGEST_REASON = 200
"""The most characters of the reason for a waiver."""

PIPE = lazy_pattern(r"(?<!\\)\|")
LINK_AT_END = lazy_pattern(r"\]\((?P<target>[^()\s]+)\)\s*\Z")
OLDER_INCIDENT = lazy_pattern(r"#(?P<number>[1-9]\d{0,9})(?:\s+(?P<title>.*))?\Z", re.ASCII)
TARGET = lazy_pattern(r"\]\([^()\s]*\)\s*\Z")
FILE_NAME = lazy_pattern(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*\.md")
"""A path that stays in the directory and is safe in a link."""
ISSUE = lazy_pattern(r"\A\[?#(?P<number>[1-9]\d{0,9})\b", re.ASCII)


def is_postmortem(path: str) -> bool:
    """Whether a path is that of a post-mortem: Markdown in their folder, apart from the index."""
    name = PurePosixPath(path)
    inside = name.parts[:2] == PurePosixPath(DIRECTORY).parts and ".." not in name.parts
    return inside and name.suffix.lower() == ".md" and name.name != INDEX


def empty_index() -> str:
    """Return the index of a repository without post-mortems."""
    return "\n".join([f"{TITLE}{OPENING_WORDS}{OPENING}", *HEAD, CLOSING, ""])


def free_path(text: str | None, incident: Incident, path: str) -> str:
    """Return the path, with the incident's number where another incident's post-mortem has it in the index."""
    name = PurePosixPath(path).name
    rows = [row for line in (text or "").splitlines() if _file_of(row := _cells(line)) == name]
    taken = any(_number_of(row) != incident.number for row in rows)
    return f"{path.removesuffix('.md')}-{incident.number}.md" if taken else path


def with_row(text: str | None, incident: Incident, path: str, links: FileLinks) -> str:
    """Return the index with the incident's row, new or replaced; the rest of the file stays as it is.

    The row of a waiver gives way to it. A table in the older form gets the columns of today, and keeps every row.
    """
    return _with_row(text, file_row(incident, path, links), incident.number, PurePosixPath(path).name, links)


def with_reason(text: str | None, incident: Incident, links: FileLinks) -> str:
    """Return the index with the reason why an incident has no post-mortem, or one with errors, in its row."""
    return _with_row(text, reason_row(incident, links), incident.number, _file_name(incident), links)


def replace_row(text: str, path: str, row: str, written: Collection[str]) -> str:
    """Return the index with another row for a file, if its row is still one that the tool wrote."""
    name = PurePosixPath(path).name
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    mine = [line for line in lines if _file_of(_cells(line)) == name]
    if len(mine) != 1 or row_digest(mine[0]) not in written:
        return text
    return text.replace(mine[0], row, 1)


def row_digest(row: str) -> str:
    """Return the digest by which the tool knows its own row again."""
    return Part("", row).digest


def changed_lines(before: str, after: str) -> tuple[LineChange, ...] | None:
    """Return how lines of an index change, where at most one is new; None where more than that is different.

    A new line is part of the change to the line beside it, which must be the only one of its kind.
    """
    old, new = ([line.removesuffix("\r") for line in text.split("\n")] for text in (before, after))
    if len(old) == len(new):
        return tuple((was, becomes) for was, becomes in zip(old, new, strict=True) if was != becomes)
    place = next((at for at, (was, becomes) in enumerate(zip(old, new, strict=False)) if was != becomes), 0)
    if not place or old != [*new[:place], *new[place + 1 :]]:
        return None
    above, below = old[place - 1], old[place]
    if old.count(above) == 1:
        return ((above, f"{above}\n{new[place]}"),)
    return ((below, f"{new[place]}\n{below}"),) if old.count(below) == 1 else None


def _with_row(text: str | None, row: str, number: int, name: str, links: FileLinks) -> str:
    text = text if text is not None else empty_index()
    before, opening, rest = text.partition(OPENING)
    if not opening:
        before, rest = f"{text.rstrip()}\n\n", f"\n{CLOSING}\n"
    if CLOSING not in rest:
        rest = ROWS.sub(rf"\g<0>{CLOSING}", rest, count=1)
    table, _, after = rest.partition(CLOSING)
    others = [each for each in _rows(table, links) if not _is_replaced(_cells(each), number, name)]
    rows = sorted([*others, row], reverse=True)
    before = f"{TITLE}{OPENING_WORDS}" if before == TITLE else before
    return "\n".join([f"{before}{OPENING}", *HEAD, *rows, f"{CLOSING}{after}"])


def _rows(table: str, links: FileLinks) -> list[str]:
    """Return the rows of a table without its head, in the form of today."""
    lines = [line for line in table.splitlines() if line.startswith("|")]
    rows = [line for line in lines if not line.startswith(("| Date", "|--"))]
    older = any(_cells(line) == OLDER_COLUMNS for line in lines)
    return [_renewed(line, links) for line in rows] if older else rows


def _renewed(line: str, links: FileLinks) -> str:
    """Return a row of the older form with the columns of today; one of another width stays."""
    cells = _cells(line)
    if len(cells) != len(OLDER_COLUMNS):
        return line
    day, incident, severity, lasted, review = cells
    ours, link = OLDER_INCIDENT.match(incident), LINK_AT_END.search(review)
    title = (ours["title"] or f"Incident {ours['number']}") if ours else incident
    words = f"[{escape_link_text(title)}]({link['target']})" if link else f"{title} {review}".strip()
    issue = links.issue(int(ours["number"])) if ours else ""
    return f"| {day} | {words} | {issue} | {severity} |  | {lasted} |  |"


def _cells(row: str) -> tuple[str, ...]:
    """Return the cells of a row, as they are written; none for any other line."""
    if not row.startswith("|"):
        return ()
    cells = tuple(cell.strip() for cell in PIPE.split(row)[1:])
    return cells[:-1] if cells[-1] == "" else cells


def _file_of(cells: tuple[str, ...]) -> str:
    """Return the file that a row links to: from its title, or in its last cell in the older form."""
    linking = cells[-1:] if len(cells) == len(OLDER_COLUMNS) else cells[1:2]
    found = LINK_AT_END.search(linking[0]) if linking else None
    return found["target"] if found else ""


def _number_of(cells: tuple[str, ...]) -> int:
    """Return the incident's number in a row; 0 where it has none."""
    telling = cells[1:2] if len(cells) == len(OLDER_COLUMNS) else cells[2:3]
    found = ISSUE.match(telling[0]) if telling else None
    return int(found["number"]) if found else 0


def _is_replaced(cells: tuple[str, ...], number: int, name: str) -> bool:
    """Whether a row is of the same file, or is the waiver of the same incident, which links to no file."""
    file = _file_of(cells)
    return file == name if file else len(cells) == len(COLUMNS) and _number_of(cells) == number


def file_row(incident: Incident, path: str, links: FileLinks) -> str:
    """Return the row of an incident's post-mortem."""
    title = escape_link_text(incident.title) or f"Incident {incident.number}"
    accepted = f" (accepted: {_cut_reason(incident.postmortem_accepted, links)})" * bool(incident.postmortem_accepted)
    return _row(incident, f"[{title}]({PurePosixPath(path).name}){accepted}", links)


def reason_row(incident: Incident, links: FileLinks) -> str:
    """Return the row of an incident whose post-mortem was waived, or accepted with errors, with the reason."""
    if incident.postmortem_accepted and incident.postmortem:
        return file_row(incident, incident.postmortem.path, links)
    title = escape_cell(incident.title) or f"Incident {incident.number}"
    return _row(incident, f"{title} (post-mortem waived: {_cut_reason(incident.postmortem_waived, links)})", links)


def _file_name(incident: Incident) -> str:
    listed = incident.postmortem if incident.postmortem_accepted else None
    return PurePosixPath(listed.path).name if listed else ""


def _cut_reason(reason: str, links: FileLinks) -> str:
    return links.references(escape_cell(shorten(reason, LONGEST_REASON, placeholder=" …")))


def _row(incident: Incident, title: str, links: FileLinks) -> str:
    lasted = durations(incident.milestones).get("time to resolve")
    values = (
        f"{start_time(incident):%Y-%m-%d}",
        title,
        links.issue(incident.number),
        escape_cell(incident.severity) or "not set",
        escape_cell(", ".join(incident.services)),
        format_length(lasted) if lasted is not None else "not known",
        ", ".join(links.issue(each.issue) for each in incident.actions) or "none",
    )
    return f"| {' | '.join(values)} |"


@dataclass(frozen=True)
class IndexedPostmortem:
    """An incident as its row in the index has it."""

    number: int
    title: str
    services: tuple[str, ...]
    path: str
    """The path of the file in the repository."""
    items: frozenset[int] = field(default=frozenset(), compare=False)
    """The issues of its action items."""
    day: date | None = field(default=None, compare=False)
    """The day on which the incident began."""


def indexed_postmortems(text: str) -> tuple[IndexedPostmortem, ...]:
    """Return the incidents of an index that link to a file, the newest first; none of a table in the older form."""
    rows = ((_cells(line), _file_of(_cells(line))) for line in text.splitlines())
    return tuple(
        IndexedPostmortem(
            number,
            _title_of(cells[1]),
            _services_of(cells[4]),
            f"{DIRECTORY}/{file}",
            _items_of(cells[6]),
            _day_of(cells[0]),
        )
        for cells, file in rows
        if len(cells) == len(COLUMNS) and (number := _number_of(cells)) and FILE_NAME.fullmatch(file)
    )


def _day_of(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def _title_of(cell: str) -> str:
    return TARGET.sub("", cell).removeprefix("[")


def _items_of(cell: str) -> frozenset[int]:
    return frozenset(int(each["number"]) for each in map(ISSUE.match, cell.split(", ")) if each)


def _services_of(cell: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in cell.split(",") if each.strip())


def has_row(text: str, name: str) -> bool:
    """Whether the index links to a file."""
    return any(_file_of(_cells(line)) == name for line in text.splitlines())


def with_other_row(text: str | None, row: str, links: FileLinks) -> str:
    """Return the index with a row for a file that no incident of the tool has."""
    return _with_row(text, row, -1, _file_of(_cells(row)), links)
