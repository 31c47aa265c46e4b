"""Write the figures of a bench into `docs/performance.md`, each table between its two marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any]
PATH = re.compile(r" \(/.*\)")
"""Where a program is on the machine: of no use to a reader."""

VERDICTS = {True: "holds", False: "**exceeded**", None: ""}


def write_figures(page: Path, found: Mapping[str, Any]) -> None:
    """Replace the tables of a page that were measured; raises ValueError if the page lacks the marks of one."""
    text = page.read_text(encoding="utf-8")
    for name, write in SECTIONS.items():
        if name in found:
            text = _replace(text, name, write(found[name]))
    page.write_text(text, encoding="utf-8")


def _replace(text: str, name: str, section: str) -> str:
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    if not marks.search(text):
        raise ValueError(f"the page has no marks for {name}")
    return marks.sub(lambda each: f"{each[1]}\n{section}\n\n{each[2]}", text)


def _machine(machine: Row) -> str:
    versions = "\n".join(f"- {name}: {PATH.sub('', str(value))}" for name, value in machine.items())
    return f"Measured on {datetime.now(UTC):%Y-%m-%d}:\n\n{versions}"


def _cases(rows: Iterable[Row]) -> str:
    results = [row for row in rows if "case" in row]
    comparisons = [row for row in rows if "ours" in row]
    tables = [
        f"With {distance} ms more for each request:\n\n{_results(results, distance)}"
        for distance in sorted({row["distance_ms"] for row in results})
    ]
    return "\n\n".join([*tables, *([f"Ours / theirs:\n\n{_comparisons(comparisons)}"] if comparisons else [])])


def _results(rows: Iterable[Row], distance: int) -> str:
    head = (
        "", "requests", "limit", "until the reaction", "limit", "seconds", "least to most", "until the reaction",
        "CPU seconds", "MB", "limit", "writes a minute", "",
    )  # fmt: skip
    return _table(head, (_result(row) for row in rows if row["distance_ms"] == distance))


def _result(row: Row) -> tuple[object, ...]:
    seconds, reaction = row["seconds"], row["seconds_until_reaction"]
    limited = row["requests"]["limit"] is not None
    return (
        row["case"],
        row["requests"]["most"],
        row["requests"]["limit"],
        row["requests_until_reaction"]["most"],
        row["requests_until_reaction"]["limit"],
        f"{median(seconds):.3f}",
        f"{min(seconds):.3f} to {max(seconds):.3f}",
        f"{median(reaction):.3f}" if reaction else None,
        f"{median(row['cpu_seconds']):.3f}",
        f"{row['megabytes']['most']:.0f}",
        row["megabytes"]["limit"],
        row["writes_a_minute"]["most"],
        VERDICTS[row["holds"] if limited else None],
    )


def _comparisons(rows: Iterable[Row]) -> str:
    head = ("", "ms", "wall", "limit", "until the reaction", "requests", "limit", "CPU", "memory", "")
    return _table(
        head,
        (
            (
                f"{row['ours']} / {row['theirs']}",
                f"+{row['distance_ms']}",
                _ratio(row["ratios"]["wall"]),
                _ratio(row["limits"]["wall"]),
                _ratio(row["ratios"]["wall_until_reaction"]),
                _ratio(row["ratios"]["requests"]),
                _ratio(row["limits"]["requests"]),
                _ratio(row["ratios"]["cpu"]),
                _ratio(row["ratios"]["memory"]),
                VERDICTS[row["holds"]],
            )
            for row in rows
        ),
    )


def _floor(rows: Iterable[Row]) -> str:
    shown = ((row["imports"], f"{median(row['seconds']):.3f}", f"{row['megabytes']:.0f}") for row in rows)
    return _table(("a process that imports", "seconds", "MB"), shown)


def _ratios(rows: Iterable[Row]) -> str:
    shown = ((row["case"], _ratio(row["ratio"]), row["limit"], VERDICTS[row["holds"]]) for row in rows)
    return _table(("CPU time of one over that of a small one", "ratio", "limit", ""), shown)


def _scale(rows: Iterable[Row]) -> str:
    shown = (
        (
            row["case"],
            figure["counted"],
            f"{figure['value']:g}",
            f"{figure['limit']:g}",
            VERDICTS[figure["value"] <= figure["limit"]],
        )
        for row in rows
        for figure in row["figures"]
    )
    return _table(("", "counted", "value", "limit", ""), shown)


def _runner(rows: Iterable[Row]) -> str:
    shown = (
        (row["case"], row["seconds"]["median"], row["seconds"]["limit"], VERDICTS[row["holds"]])
        for row in rows
    )  # fmt: skip
    return _table(("", "seconds", "limit", ""), shown)


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    names = list(head)
    lines = [names, ["---"] * len(names), *(["" if cell is None else str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _ratio(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f}"


SECTIONS: Mapping[str, Callable[[Any], str]] = {
    "machine": _machine,
    "cases": _cases,
    "floor": _floor,
    "ratios": _ratios,
    "scale": _scale,
    "runner": _runner,
}
