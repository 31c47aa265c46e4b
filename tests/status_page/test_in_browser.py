"""The site in a real browser, from loopback: in both colours, wide and narrow, by keyboard, and as axe sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from incident_actions.gateway.repository import templates
from incident_actions.model.incident import entry as e
from incident_actions.status_page.maintenance import PublicMaintenance
from incident_actions.status_page.site_files import make_site
from tests.chromium import Visit, browser, open_page, served, visit
from tests.html_validator import find_html_mistakes
from tests.status_page.made_pages import DAY, NOW, SECOND, THIRD, at, damaged, make_process, page_of, recorded

__all__ = ["browser", "visit"]

pytestmark = pytest.mark.rest

SERVICES = [f"Service {number}" for number in range(20)]
RULES = "site: { title: Acme, about: All of it, since: 2026-01-01, links: { Help: 'https://help.example' } }"
MOST_MILLISECONDS = 200


@pytest.fixture(scope="module")
def files() -> Mapping[str, str]:
    """A site with everything that a site can have."""
    over = [
        recorded(
            e.UpdatePublished(**at(-days * 1440), text=f"Incident {days}\n\n- **bold**\n- [link](https://x.example)"),
            e.Resolved(**at(-days * 1440 + 90)),
            number=days,
            begin=-days * 1440 - 5,
            severity=(SECOND, THIRD)[days % 2],
            services=(SERVICES[days % 20],),
        )
        for days in range(3, 80, 4)
    ]
    down = recorded(
        e.UpdatePublished(**at(-40), text="Checkout is down\n\nWe are on it."),
        e.UpdatePublished(**at(-20), text="We know why."),
        number=100,
        services=tuple(SERVICES[:2]),
    )
    broken = damaged(recorded(e.UpdatePublished(**at(-30), text="Odd"), number=101, services=(SERVICES[5],)))
    planned = PublicMaintenance("m1", "Upgrade", "We **upgrade**.", NOW + DAY, NOW + 2 * DAY, (SERVICES[3],), NOW)
    current = PublicMaintenance("m2", "Move", "We move.", NOW - DAY, NOW + DAY, (SERVICES[4],), NOW - 3 * DAY)
    page = page_of(*over, down, broken, process=make_process(RULES, str(SERVICES)), maintenance=(planned, current))
    return make_site(page, templates.load_template).files


@pytest.fixture(scope="module")
def address(files: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site on a port of the loopback interface."""
    folder = tmp_path_factory.mktemp("site")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    with served(folder) as url:
        yield url


def test_every_kind_of_page_is_quiet_asks_no_other_host_and_axe_finds_nothing(visit: Visit, address: str) -> None:
    kinds = ("index.html", "history.html", "history/2026-02.html", "incidents/2026-03-04-142000.html", "404.html")
    for path in (*kinds, "maintenance/m1.html", "incidents/2026-03-01-150000.html"):
        visit.page.goto(f"{address}/{path}")
        seen = list(visit.console)
        width = visit.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        found = Axe().run(visit.page, options={"preload": False})

        assert seen == [], path
        assert width[0] <= width[1], path
        assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == [], path
    assert [url for url in visit.requests if not url.startswith((f"{address}/", "data:"))] == []


def test_every_page_is_valid_html(files: Mapping[str, str], tmp_path: Path) -> None:
    pages = {path.replace("/", "-"): text for path, text in files.items() if path.endswith(".html")}

    assert len(pages) > 20
    assert find_html_mistakes(pages, tmp_path) == []


def test_people_click_from_the_first_page_to_an_incident_the_history_and_back(visit: Visit, address: str) -> None:
    page = visit.page
    page.goto(f"{address}/index.html")
    assert page.locator("h1").inner_text() == "Major outage"

    page.get_by_role("link", name="Checkout is down").click()
    assert page.locator("h1").inner_text() == "Checkout is down"
    assert page.locator(".updates li").count() == 2
    page.get_by_role("link", name="Back to the current status").click()
    page.get_by_role("navigation").get_by_role("link", name="Incident history").click()
    page.get_by_role("link", name="February 2026").first.click()
    assert page.locator("h1").inner_text() == "February 2026"


def test_the_keyboard_reaches_the_content_and_each_day_with_an_incident(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = open_page(context).page
    page.goto(f"{address}/index.html")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    days = page.locator(".bars a")
    days.first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement, '::after').content").startswith('"')
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/*.html")
    context.close()


def test_without_scripts_the_page_is_the_same_and_it_loads_at_once(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = open_page(context).page
    timing = "(() => { const t = performance.getEntriesByType('navigation')[0]; return t.loadEventEnd })()"
    lengths = []
    for _ in range(5):
        page.goto(f"{address}/index.html")
        lengths.append(page.evaluate(timing))
    context.close()

    assert min(lengths) < MOST_MILLISECONDS, lengths
    plain = browser.new_context(java_script_enabled=False)
    page = open_page(plain).page
    page.goto(f"{address}/index.html")
    assert page.locator(".service").count() == len(SERVICES)
    plain.close()
