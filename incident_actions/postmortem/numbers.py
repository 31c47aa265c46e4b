"""Write the numbers of new action items into the rows of a post-mortem, as changed lines that were read back."""

from __future__ import annotations

from collections.abc import Mapping

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.process import Process
from incident_actions.postmortem.item_text import ItemText
from incident_actions.postmortem.items import ItemRow, read_items
from incident_actions.postmortem.links import FileLinks

PIPE = lazy_pattern(r"(?<!\\)\|")
NEXT_BLOCK = lazy_pattern(r"\s*(?:[-+*]\s|\d{1,9}[.)]\s|#|\||$)")
"""A line that does not continue the list item above it."""

MOST_LINES = 20
"""How many lines of one list item are looked through."""

LineChange = tuple[str, str]
"""A line as it was, and as it becomes."""


def number_rows(text: str, numbers: Mapping[int, int], process: Process, links: FileLinks) -> dict[int, LineChange]:
    """Return the lines that get numbers, by the place of their item; `numbers` has each item's issue.

    An item is left out where its number would not be read back from its changed line.
    """
    rows, item_text = read_items(text, process), ItemText(process)
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    changed: dict[int, tuple[int, str]] = {}
    for place, number in numbers.items():
        at, line = _with_number(lines, rows[place], f"({links.issue(number)})", item_text)
        changed[place] = (at, line)
    after = list(lines)
    for at, line in changed.values():
        after[at] = line
    read = read_items("\n".join(after), process)
    if len(read) != len(rows):
        return {}
    good = [place for place in changed if (read[place].text, read[place].issue) == (rows[place].text, numbers[place])]
    return {place: (lines[changed[place][0]], changed[place][1]) for place in good}


def _with_number(lines: list[str], row: ItemRow, number: str, item_text: ItemText) -> tuple[int, str]:
    """Return the index of the line that an item's text ends in, and that line with the number behind the text."""
    at = row.line - 1
    if row.cell >= 0:
        return at, _in_cell(lines[at], row.cell, number)
    for line in lines[at : at + MOST_LINES]:
        end = item_text.text_end(line)
        if end < len(line) or at + 1 >= len(lines) or NEXT_BLOCK.match(lines[at + 1]):
            break
        at += 1
    line = lines[at]
    end = item_text.text_end(line)
    return at, f"{line[:end].rstrip()} {number}{line[end:]}"


def _in_cell(line: str, cell: int, number: str) -> str:
    """Return a row of a table with the number at the end of one of its cells."""
    parts = PIPE.split(line)
    place = cell + line.lstrip().startswith("|")
    if place >= len(parts):
        return line
    padding = " " if place < len(parts) - 1 else ""
    parts[place] = f"{parts[place].rstrip()} {number}{padding}"
    return "|".join(parts)
