"""Draw the charts of a page as SVG, with the colours that the page's own style sheet sets.

They are drawn by pygal, which is the extra `report`. What it would add for a page of its own, such as scripts, styles
and tooltips, is taken out; each mark has its value as a title instead, which browsers show and screen readers read.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.text.html_wording import visible_text
from incident_actions.text.wording import format_length

WIDTH, WIDE, HEIGHT = 560, 1120, 250
BAR_MARGIN = 0.18
"""The part of a bar's place that stays free on each side."""

TICKS = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 5760, 10080, 20160, 43200)
"""The steps, in minutes, between the lines of an axis of durations."""

DEAD_TAGS = ("defs", "desc")
DEAD_GROUPS = ("titles", "plot text-overlay", "plot tooltip-overlay")
SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True)
class Mark:
    """One value of a chart; None where there is none."""

    value: float | None
    title: str
    """What browsers show when somebody points to it."""
    href: str = ""


def draw_bars(names: Sequence[str], series: Mapping[str, Sequence[Mark]], title: str, width: int = WIDTH) -> Markup:
    """Draw bars of counts, stacked where there are several series."""
    top = max((sum(each[place].value or 0 for each in series.values()) for place in range(len(names))), default=0)
    chart = _chart("StackedBar", names, y_labels=_count_ticks(top), rounded_bars=2, width=width)
    chart._series_margin = BAR_MARGIN  # noqa: SLF001  there is no other way to make bars narrower
    return _draw(chart, series, title)


def draw_durations(names: Sequence[str], series: Mapping[str, Sequence[Mark]], title: str) -> Markup:
    """Draw lines of durations in minutes, with a dot for each value."""
    values = [each.value for marks in series.values() for each in marks if each.value is not None]
    ticks = [{"value": each, "label": _tick(each)} for each in _duration_ticks(max(values, default=0))]
    chart = _chart(
        "Line",
        names,
        y_labels=ticks,
        dots_size=4,
        width=WIDTH,
        allow_interruptions=False,
        range=(0, ticks[-1]["value"]),
    )
    return _draw(chart, series, title)


def _load_pygal() -> Any:
    """Load pygal without its import hook: it is only for maps, and warns at every import that follows."""
    pygal = import_module("pygal")
    sys.meta_path[:] = [each for each in sys.meta_path if type(each).__module__ != "pygal"]
    return pygal


def _chart(kind: str, names: Sequence[str], **how: Any) -> Any:
    pygal = _load_pygal()
    plain = {"background": "transparent", "plot_background": "transparent", "font_family": "inherit"}
    every = max(1, -(-len(names) // 8))
    shown = [name if (len(names) - 1 - place) % every == 0 else "" for place, name in enumerate(names)]
    return getattr(pygal, kind)(
        style=import_module("pygal.style").Style(label_font_size=11, major_label_font_size=11, **plain),
        height=HEIGHT,
        js=[],
        css=[],
        show_legend=False,
        show_x_guides=False,
        margin=6,
        spacing=6,
        x_labels=shown,
        truncate_label=-1,
        **how,
    )


def _draw(chart: Any, series: Mapping[str, Sequence[Mark]], title: str) -> Markup:
    for place, marks in enumerate(series.values()):
        chart.add(str(place), [_value(each) for each in marks])
    root = ET.fromstring(chart.render())  # noqa: S314  what the library has just made
    _clean(root)
    root.attrib.pop("id", None)
    root.set("role", "group")
    root.set("aria-label", title)
    root.set("class", "chart")
    ET.register_namespace("", SVG[1:-1])
    return Markup(ET.tostring(root, encoding="unicode", short_empty_elements=True))  # noqa: S704  escaped as it was written


def _value(mark: Mark) -> dict[str, Any] | None:
    if mark.value is None:
        return None
    link = {"xlink": {"href": mark.href, "target": "_self"}} if mark.href else {}
    return {"value": mark.value, "label": visible_text(mark.title), **link}


def _clean(node: ET.Element) -> None:
    """Take out what is for a page of the library's own, and give each mark its title."""
    texts = {child.get("class"): child.text or "" for child in node if child.tag == f"{SVG}desc"}
    if node.tag != f"{SVG}a" and (found := node.find(f"{SVG}a")) is not None:
        node = found if len(node) == 1 else node
        texts = {child.get("class"): child.text or "" for child in node if child.tag == f"{SVG}desc"}
    for child in list(node):
        tag = str(child.tag).removeprefix(SVG)
        if tag in DEAD_TAGS or child.get("class") in DEAD_GROUPS or (tag == "title" and "label" not in texts):
            node.remove(child)
    if label := texts.get("label", ""):
        title = ET.Element(f"{SVG}title")
        title.text = label
        node.insert(0, title)
    if (href := node.attrib.pop(LINK, None)) is not None:
        node.set("href", href)
        node.attrib.pop("target", None)
    for child in node:
        _clean(child)


def _count_ticks(top: float) -> list[int]:
    """Return a few whole numbers from 0 to the top or just above."""
    step = next(step * 10**power for power in range(9) for step in (1, 2, 5) if top <= step * 10**power * 5)
    return list(range(0, max(1, -int(-top // step)) * step + 1, step))


def _duration_ticks(top: float) -> list[int]:
    step = next((each for each in TICKS if top <= each * 5), -int(-top // 5))
    return [place * step for place in range(max(1, -int(-top // step)) + 1)]


def _tick(minutes: int) -> str:
    return format_length(minutes) if minutes else "0"
