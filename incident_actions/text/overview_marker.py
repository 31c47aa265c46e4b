"""The first line of the overview, and the lines that divide what each kind of run writes into it."""

from __future__ import annotations

FIRST_LINE = "<!-- incident-actions:overview -->"
KEY = "overview"
"""The key that opens the overview once."""

REST = "<!-- incident-actions:overview-rest -->"
"""Divides the open incidents, which every run writes, from what only a sweep writes."""

FIGURES = "<!-- incident-actions:overview-figures -->"
"""Divides that from the figures, which a sweep writes every few hours."""

END = "<!-- incident-actions:overview-end -->"
"""Ends the figures."""


def is_marked(body: str) -> bool:
    """Return whether an issue's first line is that of the overview."""
    return body.partition("\n")[0].strip() == FIRST_LINE


def key_in(body: str) -> str:
    """Return the key that the overview was opened with; empty for any other text."""
    return KEY if is_marked(body) else ""


def parts_in(body: str) -> tuple[str, str]:
    """Return what a sweep wrote into the visible part of the overview: the rest, and the figures."""
    _, _, later = body.replace("\r\n", "\n").partition(REST)
    rest, _, figures = later.partition(FIGURES)
    return rest.strip(), figures.partition(END)[0].strip()
