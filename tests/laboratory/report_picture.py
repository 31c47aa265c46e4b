"""The picture of a report's page: sixty made incidents of half a year, always the same ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from incident_actions.gateway.repository import templates
from incident_actions.reports.collected_facts import collect_facts
from incident_actions.reports.compute import ReportOptions, compute_figures
from incident_actions.reports.figures import Figures
from incident_actions.reports.incident_facts import IncidentFacts, Moment, ReviewFacts
from incident_actions.reports.report_page import render_page
from incident_actions.text.html_wording import HtmlWording
from tests.laboratory.photograph import photograph
from tests.reports.made_incidents import NOW, PROCESS, SEVERITIES, made_rows, record_of

WIDTH = 1180
TITLES = (
    "Checkout returns HTTP 500",
    "Search returns nothing",
    "Login fails for single sign-on",
    "API answers after 5 s",
    "Invoices were sent twice",
)


def example_figures() -> Figures:
    """Return the figures of sixty incidents."""
    options = ReportOptions(severities=SEVERITIES)
    return compute_figures(("acme/shop", "https://github.com/acme/shop"), _facts(), (), NOW, options)


def _facts() -> Iterator[IncidentFacts]:
    chance = random.Random(5)  # noqa: S311  the same incidents each time
    for row in made_rows(60):
        facts = collect_facts(record_of(row), PROCESS, NOW, row.preset)
        due = facts.declared + timedelta(days=5)
        merged = Moment(due + timedelta(days=chance.choice((-2, -1, 1)))) if facts.is_over else None
        review = ReviewFacts(required=True, due=due, merged=merged)
        yield replace(facts, title=chance.choice(TITLES), review=review)


def draw_report(to: Path, *, dark: bool = False) -> None:
    """Draw the top of the page into a PNG file."""
    page = render_page(example_figures(), HtmlWording(templates.load_template))
    if dark:
        page = page.replace("(prefers-color-scheme: dark)", "all")
    photograph(page, to, width=WIDTH)
