"""The report in a real browser, from loopback: in both colours, wide and narrow, clicked through, and as axe sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from incident_actions.gateway.repository import templates
from incident_actions.reports.collected_facts import collect_facts
from incident_actions.reports.compute import ReportOptions, compute_figures
from incident_actions.reports.item_facts import ItemFacts, ItemState
from incident_actions.reports.report_page import render_page
from incident_actions.text.html_wording import HtmlWording
from tests.chromium import Visit, browser, served, visit
from tests.html_validator import find_html_mistakes
from tests.reports.made_incidents import NOW, PROCESS, SEVERITIES, made_rows, record_of

__all__ = ["browser", "visit"]

pytestmark = pytest.mark.rest


def report_on(url: str) -> str:
    """Return the page of a report on sixty incidents, whose links lead to a server."""
    facts = [collect_facts(record_of(row), PROCESS, NOW, row.preset) for row in made_rows(60)]
    items = [ItemFacts(900 + place, 7, f"Item {place}", state) for place, state in enumerate(ItemState)]
    options = ReportOptions(severities=SEVERITIES, load=True, hourly_cost=100, currency="EUR")
    figures = compute_figures(("acme/shop", url), facts, items, NOW, options)
    return render_page(figures, HtmlWording(templates.load_template))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A report whose links lead to the same server."""
    folder = tmp_path_factory.mktemp("report")
    with served(folder) as url:
        (folder / "index.html").write_text(report_on(url), encoding="utf-8")
        yield url


def test_the_report_is_valid_html(tmp_path: Path) -> None:
    assert find_html_mistakes({"report.html": report_on("http://127.0.0.1")}, tmp_path) == []


def test_the_report_is_quiet_asks_no_other_host_and_axe_finds_nothing(visit: Visit, address: str) -> None:
    visit.page.goto(f"{address}/index.html")

    width = visit.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    found = Axe().run(visit.page, options={"preload": False})

    assert visit.console == []
    assert width[0] <= width[1]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []
    assert [url for url in visit.requests if not url.startswith((f"{address}/", "data:"))] == []


def test_a_number_leads_to_its_incidents_and_a_duration_to_its_two_events(visit: Visit, address: str) -> None:
    page = visit.page
    page.goto(f"{address}/index.html")

    page.locator("a[href^='#n']").first.click()
    listed = page.locator(":target")

    assert listed.is_visible()
    listed.locator("a[href^='#i']").first.click()
    incident = page.locator("tr:target")
    assert incident.is_visible()
    assert incident.locator("a[href*='/issues/']").count() > 0
    events = page.locator("a[href*='#issuecomment-']")
    assert events.count() > 100
    assert str(events.first.get_attribute("href")).startswith(f"{address}/issues/")
