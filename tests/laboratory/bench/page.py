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
        f"{_where(distance)}, with limits in brackets:\n\n{_results(results, distance)}"
        for distance in sorted({row["distance_ms"] for row in results})
    ]
    if comparisons:
        tables.append(f"Ours / theirs, with limits in brackets:\n\n{_comparisons(comparisons)}")
    return "\n\n".join(tables)


def _where(distance: int) -> str:
    return f"With {distance} ms more for each request" if distance else "Near the server"


def _results(rows: Iterable[Row], distance: int) -> str:
    times = ("seconds", "least to most", "until the reaction", "CPU seconds")
    head = ("", "requests", "until the reaction", *times, "MB", "writes a minute", "")
    return _table(head, (_result(row) for row in rows if row["distance_ms"] == distance))


def _result(row: Row) -> tuple[object, ...]:
    seconds, reaction = row["seconds"], row["seconds_until_reaction"]
    limited = row["requests"]["limit"] is not None
    return (
        row["case"],
        _limited(row["requests"]),
        _limited(row["requests_until_reaction"]),
        f"{median(seconds):.3f}",
        f"{min(seconds):.3f} to {max(seconds):.3f}",
        f"{median(reaction):.3f}" if reaction else None,
        f"{median(row['cpu_seconds']):.3f}",
        _limited(row["megabytes"]),
        _limited(row["writes_a_minute"]),
        VERDICTS[row["holds"] if limited else None],
    )


def _limited(figure: Row) -> str | None:
    """Return a figure with its limit in brackets."""
    if figure["most"] is None:
        return None
    return f"{figure['most']:.0f}" + (f" ({figure['limit']:.0f})" if figure["limit"] is not None else "")


def _comparisons(rows: Iterable[Row]) -> str:
    head = ("", "ms", "wall", "until the reaction", "requests", "CPU", "memory", "")
    return _table(head, map(_comparison, rows))


def _comparison(row: Row) -> tuple[object, ...]:
    ratios, limits = row["ratios"], row["limits"]
    return (
        f"{row['ours']} / {row['theirs']}",
        f"+{row['distance_ms']}",
        _ratio(ratios["wall"], limits["wall"]),
        _ratio(ratios["wall_until_reaction"], limits["wall_until_reaction"]),
        _ratio(ratios["requests"], limits["requests"]),
        _ratio(ratios["cpu"]),
        _ratio(ratios["memory"]),
        VERDICTS[row["holds"]],
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
        (
            row["case"],
            f"{row['median']:.2f} {row['unit']}",
            row["limit"],
            VERDICTS[row["holds"]] if row["limit"] else "",
        )
        for row in rows
    )
    return _table(("", "median", "limit", ""), shown)


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    names = list(head)
    lines = [names, ["---"] * len(names), *(["" if cell is None else str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _ratio(value: float | None, limit: float | None = None) -> str | None:
    """Return a ratio with its limit in brackets."""
    if value is None:
        return None
    return f"{value:.2f}" + (f" ({limit:.2f})" if limit is not None else "")


SECTIONS: Mapping[str, Callable[[Any], str]] = {
    "machine": _machine,
    "cases": _cases,
    "floor": _floor,
    "ratios": _ratios,
    "scale": _scale,
    "runner": _runner,
}
