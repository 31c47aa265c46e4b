"""A scenario is lived with the mouse in a real browser, from its first page to its score."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from incident_actions.drill.game_day.score_page import PAGE
from incident_actions.drill.game_day.server import GameDayChoice
from tests.chromium import browser, open_page
from tests.drill.game_day.perfect_responder import Responder, responding

__all__ = ["browser"]

pytestmark = pytest.mark.rest

PATIENCE = 60_000
"""Milliseconds until what a workflow does must be on the page."""


@pytest.fixture
def responder(tmp_path: Path) -> Iterator[Responder]:
    with responding(tmp_path / "github", GameDayChoice(tmp_path / "day", scenario="false-alarm")) as found:
        yield found


def move_clock(page: Page, responder: Responder, leap: str) -> None:
    """Move the clock with its menu, and wait until it has arrived."""
    page.locator("#clock-menu > summary").click()
    page.locator("#clock-menu").get_by_role("button", name=leap).click()
    page.wait_for_load_state()
    responder.sandbox.passage.wait()


def test_a_false_alarm_is_lived_with_the_mouse_to_its_score(responder: Responder, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    visit = open_page(context)
    page = visit.page
    page.goto(responder.sandbox.url)
    page.get_by_role("link", name="Game day").click()
    page.get_by_role("button", name="Start the game day").click()
    expect(page.locator("#game-day")).to_contain_text("Nothing yet.")
    move_clock(page, responder, "To the next timer")
    expect(page.locator("#game-day")).to_contain_text("The alert “The probe of checkout fails” fired", timeout=PATIENCE)

    page.get_by_role("link", name=re.compile("^The probe of checkout fails")).click()
    page.get_by_label("Comment", exact=True).fill("/ack\n/false-alarm The probe has an old address")
    page.get_by_role("button", name="Comment", exact=True).first.click()
    expect(page.locator("#issue-head")).to_contain_text("Closed", timeout=PATIENCE)
    page.get_by_role("link", name="Game day").click()
    move_clock(page, responder, "+1 hour")
    day = page.locator("#game-day")

    expect(day).to_contain_text("Your score", timeout=PATIENCE)
    expect(day).to_contain_text("2 of 2 targets of the process default met.", timeout=PATIENCE)
    expect(day).to_contain_text("What a good response does here", timeout=PATIENCE)
    expect(day.get_by_role("row", name="Acknowledge Met")).to_be_visible()
    day.get_by_role("row", name="Acknowledge Met").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/acme/shop/issues/1#issuecomment-\d+$"))
    assert visit.console == []
    context.close()


@pytest.mark.parametrize("stage", ["before", "lived"])
def test_axe_finds_nothing_and_the_page_fits(responder: Responder, browser: Browser, stage: str) -> None:
    if stage == "lived":
        responder.ends = "/false-alarm The probe has an old address"
        responder.live()
    wrong = []
    for colours, width in (("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)):
        context = browser.new_context(color_scheme=colours, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(responder.sandbox.url + PAGE)
        found = Axe().run(page, options={"preload": False}).response["violations"]
        wrong += [(colours, width, each["id"], each["nodes"][0]["html"][:200]) for each in found]
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        wrong += [(colours, width, "too wide", wide)] if wide > 0 else []
        context.close()

    assert wrong == [], "\n".join(map(str, wrong))
