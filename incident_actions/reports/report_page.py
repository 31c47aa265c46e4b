"""The report as one page of HTML, which loads nothing and needs no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from incident_actions.model.incident.milestone import DURATIONS
from incident_actions.reports import charts
from incident_actions.reports.charts import Mark
from incident_actions.reports.figures import FigureGroup, Figures
from incident_actions.reports.incident_facts import IncidentFacts
from incident_actions.reports.item_facts import ItemState
from incident_actions.reports.number_sets import NumberSets
from incident_actions.reports.permalinks import Permalinks
from incident_actions.text.html_wording import HtmlWording
from incident_actions.text.wording import format_length

TEMPLATE = "report/page.html"
MOST_MONTHS = 18
"""How many months a chart shows; the table has all."""

MOST_ROWS = 500
"""How many incidents the table has, the newest; links to others lead to GitHub."""

SEVERITY_COLOURS = 6
"""How many severities have a colour of their own."""


def render_page(figures: Figures, wording: HtmlWording) -> str:
    """Return the page. Without pygal, it has no charts."""
    sets, links = NumberSets(), Permalinks(figures.url)
    titles = {each.number: each.title for each in figures.incidents}
    rows = figures.incidents[:MOST_ROWS]
    shown = {each.number for each in rows}
    values = {
        "figures": figures,
        "durations": DURATIONS,
        "states": tuple(ItemState),
        "length": length,
        "links": links,
        "sets": sets,
        "key": sets.key,
        "rows": rows,
        "charts": dict(_charts(figures, sets)),
        "legend": _legend(figures),
        "titles": titles,
        "shown": shown,
        "percent": percent,
        "colours": _colours(figures),
        "widest": {
            kind: max((len(each.numbers) for each in those), default=1) for kind, those in figures.groups.items()
        },
        "colour_of": lambda facts: _colours(figures).get(severity_name(facts), "none"),
    }
    return wording.render(TEMPLATE, values)


def length(minutes: float | None) -> str:
    """Format minutes for people; a dash where they are not known."""
    return "–" if minutes is None else "< 1 min" if minutes < 1 else format_length(int(minutes))


def percent(part: int, whole: int) -> str:
    """Return a share as a whole percentage, which is 100 only for all and 0 only for none; a dash of nothing."""
    if not whole:
        return "–"
    share = round(100 * part / whole)
    return f"{min(99, max(1, share)) if 0 < part < whole else share} %"


def severity_name(facts: IncidentFacts) -> str:
    """Return the name of the group that an incident's severity puts it into."""
    return (facts.severity or "not set") if facts.legible else "unknown"


def _colours(figures: Figures) -> dict[str, str]:
    """Return the place of each severity among the colours; those that are not known have none."""
    names = [each.name for each in figures.groups["severity"] if each.name not in ("unknown", "not set")]
    return {name: str(min(place, SEVERITY_COLOURS - 1)) for place, name in enumerate(names)}


def _legend(figures: Figures) -> list[tuple[str, str]]:
    colours = _colours(figures)
    return [(each.name, colours.get(each.name, "none")) for each in figures.groups["severity"]]


def _charts(figures: Figures, sets: NumberSets) -> Iterator[tuple[str, Markup]]:
    """Yield the charts by name; none without pygal, and none of nothing."""
    months = figures.groups["month"][-MOST_MONTHS:]
    names = [each.name for each in months]
    if not months:
        return
    try:
        counts = dict(_by_severity(figures, months, sets))
        yield "months", charts.draw_bars(names, counts, "Incidents per month", charts.WIDE)
        yield "narrow", charts.draw_bars(names, counts, "Incidents per month")
        for duration in ("time to acknowledge", "time to resolve"):
            marks = _duration_marks(duration, months, sets)
            if any(each.value is not None for each in marks["median"]):
                yield duration, charts.draw_durations(names, marks, f"{duration} per month".capitalize())
    except ModuleNotFoundError as missing:
        if missing.name != "pygal":
            raise


def _by_severity(figures: Figures, months: Sequence[FigureGroup], sets: NumberSets) -> Iterator[tuple[str, list[Mark]]]:
    for group in figures.groups["severity"]:
        numbers = set(group.numbers)
        yield group.name, [_count_mark(month, group.name, numbers, sets) for month in months]


def _count_mark(month: FigureGroup, name: str, numbers: set[int], sets: NumberSets) -> Mark:
    both = tuple(each for each in month.numbers if each in numbers)
    title = f"{name}, {month.name}"
    return Mark(len(both), f"{title}: {len(both)}", f"#{sets.key(both, title)}") if both else Mark(None, title)


def _duration_marks(duration: str, months: Sequence[FigureGroup], sets: NumberSets) -> Mapping[str, list[Mark]]:
    def mark(month: FigureGroup, value: float | None, name: str) -> Mark:
        title = f"{duration}, {month.name}".capitalize()
        key = sets.key(month.durations[duration].known, title)
        return Mark(value, f"{month.name}, {name}: {length(value)}", f"#{key}" if key else "")

    return {
        "p90": [mark(each, each.durations[duration].p90, "90th percentile") for each in months],
        "median": [mark(each, each.durations[duration].median, "median") for each in months],
    }
