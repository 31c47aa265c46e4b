"""The rows of a torture as a Markdown table, with their totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.laboratory.torture.row import Row

HEAD = ("What", "Cases", "Faults survived", "Bad inputs tried", "Lost", "Twice", "Failed", "Note")


def table(rows: Sequence[Row]) -> str:
    """Write the table."""
    lines = [HEAD, ("---", *("---:" for _ in HEAD[1:-1]), "---")]
    lines += [_cells(row) for row in rows]
    lines.append(tuple(f"**{cell}**" if cell else "" for cell in _cells(_total(rows))))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cells(row: Row) -> tuple[str, ...]:
    numbers = (row.cases, row.faults, row.bad, row.lost, row.twice, len(row.failures))
    return (
        row.name.replace("|", "\\|"),
        *(f"{number:,}" for number in numbers),
        row.note.replace("|", "\\|").replace("\n", " "),
    )


def _total(rows: Sequence[Row]) -> Row:
    return replace(
        Row("In all", sum(row.cases for row in rows)),
        faults=sum(row.faults for row in rows),
        bad=sum(row.bad for row in rows),
        lost=sum(row.lost for row in rows),
        twice=sum(row.twice for row in rows),
        failures=tuple(failure for row in rows for failure in row.failures),
    )
