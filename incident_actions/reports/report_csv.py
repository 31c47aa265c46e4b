"""The incidents of a report as CSV: one row each, for spreadsheets and data frames."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from incident_actions.model.incident.milestone import DURATIONS, ORDER
from incident_actions.reports.figures import Figures
from incident_actions.reports.incident_facts import IncidentFacts
from incident_actions.reports.permalinks import Permalinks

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would carry out.

https://owasp.org/www-community/attacks/CSV_Injection
"""

COLUMNS = (
    "number",
    "url",
    "title",
    "readable",
    "phase",
    "severity",
    "services",
    "process",
    *ORDER,
    *(f"{name.replace(' ', '_')}_minutes" for name in DURATIONS),
    "updates_promised",
    "updates_on_time",
    "longest_silence_minutes",
    "reopened",
    "people",
)


def as_csv(figures: Figures) -> str:
    """Return one row for each incident, newest first; a value that is not known is empty."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    links = Permalinks(figures.url)
    for each in figures.incidents:
        writer.writerow([_safe(cell) for cell in _cells(each, figures, links)])
    return file.getvalue()


def _cells(facts: IncidentFacts, figures: Figures, links: Permalinks) -> Iterator[object]:
    yield from (facts.number, links.issue(facts.number), facts.title, "yes" if facts.legible else "no")
    yield from (facts.phase, facts.severity, ", ".join(facts.services), facts.preset)
    for name in ORDER:
        moment = facts.moments.get(name)
        yield f"{moment.at:%Y-%m-%dT%H:%M:%SZ}" if moment else ""
    durations = facts.durations(figures.made)
    for name in DURATIONS:
        yield round(durations[name].minutes, 2) if name in durations else ""
    if facts.legible:
        yield from (facts.promised, facts.kept, round(facts.silence, 2), facts.reopened, facts.people)
    else:
        yield from [""] * 5


def _safe(cell: object) -> object:
    """Return a text so that no spreadsheet takes it for a formula, on one line."""
    if not isinstance(cell, str):
        return cell
    text = " ".join(cell.replace("\x00", "").split())
    return f"'{text}" if text.startswith(FORMULAS) else text
