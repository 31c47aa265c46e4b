"""The report as Markdown for GitHub: tables, charts by Mermaid, and the incidents behind each number in footnotes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.milestone import DURATIONS
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.reports.figures import FigureGroup, Figures
from incident_actions.reports.groups import NOT_SET, UNKNOWN
from incident_actions.reports.item_facts import ItemState
from incident_actions.reports.number_sets import NumberSets
from incident_actions.reports.permalinks import Permalinks
from incident_actions.reports.report_page import length, percent

TEMPLATE = "report/report.md"
MOST_MONTHS = 12
"""How many months a chart shows."""

DANGEROUS = lazy_pattern(r"[^\w .:/+-]")
"""What would end a name in a chart, or be read as its language."""

COLOURS = ("#cf222e", "#e16f24", "#d4a72c", "#2da44e", "#218bff", "#8250df")
"""The colours of severities in a chart, the worst first."""

GREY = "#8c959f"
UNRATED = (NOT_SET, UNKNOWN)
MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Room:
    """How much a page lists: incidents in its table, and in each footnote."""

    rows: int
    in_footnote: int


ROOMS = (Room(500, 100), Room(100, 50), Room(25, 25), Room(0, 10), Room(0, 0))
"""From the largest page to the smallest."""

ISSUE_LIMIT = 65_000
"""The most characters of an issue's body, with some to spare."""

FILE_LIMIT = 450_000
"""The most characters of a file that GitHub still renders, with some to spare."""


def render_markdown(
    figures: Figures, render: Callable[[str, dict[str, Any]], str], limit: int = FILE_LIMIT, full_url: str = ""
) -> str:
    """Return the page with as many incidents as the limit allows; `full_url` is where a longer one is."""
    text = ""
    for room in ROOMS:
        text = render(TEMPLATE, _values(figures, room, full_url))
        if len(text) <= limit:
            break
    return f"{text[:limit]}\n"


def _values(figures: Figures, room: Room, full_url: str) -> dict[str, Any]:
    sets = NumberSets()
    months = figures.groups["month"]
    return {
        "figures": figures,
        "durations": DURATIONS,
        "states": tuple(ItemState),
        "length": length,
        "percent": percent,
        "links": Permalinks(figures.url),
        "note": lambda numbers, title: f"[^{key}]" if room.in_footnote and (key := sets.key(numbers, title)) else "",
        "sets": sets,
        "room": room,
        "full_url": full_url,
        "months": [(month_name(each.name), len(each.numbers)) for each in months[-MOST_MONTHS:]],
        "lines": dict(_lines(months)),
        "colours": COLOURS[: sum(each.name not in UNRATED for each in figures.groups["severity"])] + (GREY,) * 2,
        "severities": [(chart_name(each.name), len(each.numbers)) for each in figures.groups["severity"]],
    }


def _lines(months: Sequence[FigureGroup]) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Yield the medians of a duration, month by month, where at least two months have one."""
    for duration in ("time to acknowledge", "time to resolve"):
        known = ((each.name, each.durations[duration].median) for each in months[-MOST_MONTHS:])
        points = [(month_name(name), round(value, 1)) for name, value in known if value is not None]
        if len(points) > 1:
            yield duration, points


def month_name(month: str) -> str:
    """Return a month as a short name for an axis: `May 26`."""
    year, _, number = month.partition("-")
    return f"{MONTHS[int(number)]} {year[-2:]}"


def chart_name(name: str) -> str:
    """Return a name as Mermaid takes it between quotes."""
    return " ".join(DANGEROUS.sub(" ", name).split())[:40] or "other"
