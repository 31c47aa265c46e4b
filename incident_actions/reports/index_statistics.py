"""The statistics in the index of post-mortems: a block of its own above the table, which each report replaces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from incident_actions.model.incident.milestone import DURATIONS
from incident_actions.postmortem import index
from incident_actions.reports.figures import Figures
from incident_actions.reports.item_facts import ItemState
from incident_actions.reports.permalinks import Permalinks
from incident_actions.reports.report_page import length

OPENING = "<!-- incident-actions:statistics -->"
CLOSING = "<!-- /incident-actions:statistics -->"
TEMPLATE = "report/index.md"
MOST_ITEMS = 30
"""How many action items that are left to do are named."""


def with_statistics(text: str | None, figures: Figures, render: Callable[[str, dict[str, Any]], str]) -> str:
    """Return the index with the figures of today; the rest of the file stays as it is.

    A block whose end somebody deleted gives way to a new one, and what follows it stays.
    """
    text = text if text is not None else index.empty_index()
    block = f"{OPENING}\n{render(TEMPLATE, _values(figures))}\n{CLOSING}"
    before, opening, rest = text.partition(f"{OPENING}\n")
    if opening:
        _, closing, after = rest.partition(CLOSING)
        return f"{before}{block}{after if closing else f'{chr(10) * 2}{rest}'}"
    before, table, after = text.partition(index.OPENING)
    return f"{before}{block}\n\n{table}{after}" if table else f"{text.rstrip()}\n\n{block}\n"


def _values(figures: Figures) -> dict[str, Any]:
    states = figures.items.states
    left = (*states[ItemState.OVERDUE], *states[ItemState.OPEN], *states[ItemState.UNPROVEN])
    return {
        "figures": figures,
        "durations": DURATIONS,
        "length": length,
        "links": Permalinks(figures.url),
        "states": tuple(ItemState),
        "left": left[:MOST_ITEMS],
        "more": max(0, len(left) - MOST_ITEMS),
    }
