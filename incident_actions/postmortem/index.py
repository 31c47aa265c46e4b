"""The index of all post-mortems, `docs/incidents/README.md`: one table row an incident, the newest first."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import durations
from incident_actions.postmortem.file import DIRECTORY, INDEX, start_time
from incident_actions.postmortem.links import FileLinks
from incident_actions.text.safe_markdown import escape_cell, escape_link_text
from incident_actions.text.wording import format_length

PATH = f"{DIRECTORY}/{INDEX}"
OPENING = "<!-- incident-actions:index -->"
CLOSING = "<!-- /incident-actions:index -->"
TITLE = "# Incidents\n\n"
OPENING_WORDS = "Every incident with a post-mortem, the newest first. The titles link to the post-mortems.\n\n"
ROWS = re.compile(r"\A(?:\n\|[^\n]*)*")
"""The table, where somebody deleted the marker at its end."""

COLUMNS = ("Date", "Incident", "Issue", "Severity", "Services", "Duration", "Action items")
HEAD = (f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}")
OLDER_COLUMNS = ("Date", "Incident", "Severity", "Duration", "Review")
"""The columns before the title linked to the file."""

PIPE = re.compile(r"(?<!\\)\|")
LINK_AT_END = re.compile(r"\]\((?P<target>[^()\s]+)\)\s*\Z")
OLDER_INCIDENT = re.compile(r"#(?P<number>[1-9]\d{0,9})(?:\s+(?P<title>.*))?\Z", re.ASCII)
ISSUE = re.compile(r"\A\[?#(?P<number>[1-9]\d{0,9})\b", re.ASCII)


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

    A table in the older form gets the columns of today, and keeps every row.
    """
    text = text if text is not None else empty_index()
    before, opening, rest = text.partition(OPENING)
    if not opening:
        before, rest = f"{text.rstrip()}\n\n", f"\n{CLOSING}\n"
    if CLOSING not in rest:
        rest = ROWS.sub(rf"\g<0>{CLOSING}", rest, count=1)
    table, _, after = rest.partition(CLOSING)
    name = PurePosixPath(path).name
    others = [row for row in _rows(table, links) if _file_of(_cells(row)) != name]
    rows = sorted([*others, _row(incident, name, links)], reverse=True)
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


def _row(incident: Incident, name: str, links: FileLinks) -> str:
    lasted = durations(incident.milestones).get("time to resolve")
    values = (
        f"{start_time(incident):%Y-%m-%d}",
        f"[{escape_link_text(incident.title) or f'Incident {incident.number}'}]({name})",
        links.issue(incident.number),
        escape_cell(incident.severity) or "not set",
        escape_cell(", ".join(incident.services)),
        format_length(lasted) if lasted is not None else "not known",
        ", ".join(links.issue(each.issue) for each in incident.actions) or "none",
    )
    return f"| {' | '.join(values)} |"
