"""Take the rows of a long table out of a file before its Markdown is parsed, since each takes the parser 0.1 ms.

The timeline of a long incident has a thousand rows. A row is taken out only where a look at it tells its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern

PLAIN_ROW = lazy_pattern(r"\|(?: [^|\x00-\x1f\x85]* \|)+")
"""A row whose cells end at its signs: a space stands before each, so none is escaped."""

KEPT = 3
"""How many rows of a table stay: its head, the line below it, and a row by which Markdown shows that it is a table."""

LONG = 20
"""From how many rows on it is worth the while."""


@dataclass(frozen=True)
class ShortenedText:
    """A text without the rows of long tables: the number of each line that is left, and the rows that came after it."""

    text: str
    numbers: tuple[int, ...]
    rows: Mapping[int, tuple[tuple[str, ...], ...]]


def keep_tables(text: str) -> ShortenedText:
    """Return a text with all of its rows."""
    return ShortenedText(text, tuple(range(1, text.count("\n") + 2)), {})


def shorten_tables(text: str) -> ShortenedText:
    """Return a text without the rows of long tables, where they may be in one."""
    lines = text.split("\n")
    rows = {start + KEPT: (start + KEPT, end) for start, end in _runs(lines) if end - start >= LONG}
    left, number = list[int](), 1
    while number <= len(lines):
        left.append(number)
        number = rows[number][1] + 1 if number in rows else number + 1
    return ShortenedText(
        "\n".join(lines[number - 1] for number in left),
        tuple(left),
        {number: tuple(map(_cells, lines[first:end])) for number, (first, end) in rows.items()},
    )


def _runs(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where plain rows of the same width follow each other: the index of the first, and behind the last."""
    start, width = 0, 0
    for index, line in enumerate([*lines, ""]):
        cells = line.count("|") if line[:2] == "| " and PLAIN_ROW.fullmatch(line) else 0
        if cells != width:
            if width:
                yield start, index
            start, width = index, cells


def _cells(row: str) -> tuple[str, ...]:
    return tuple(map(str.strip, row[1:-1].split("|")))
