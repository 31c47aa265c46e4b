"""Two people at the same page, the back button, double clicks, and Markdown that attacks, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from incident_actions.sandbox import Sandbox
from tests.chromium import EVERY_LOOK, Visit, browser, open_page
from tests.sandbox.client import Client

__all__ = ["browser"]

pytestmark = pytest.mark.rest

PATIENCE = 30_000
"""Milliseconds until what somebody did must be on the page."""
ATTACK = """\
<script>window.attacked = 1</script> <img src=x onerror="window.attacked = 2"> <svg onload="window.attacked = 3"></svg>
[link](javascript:window.attacked=4) <a href="javascript:window.attacked=5">link</a>
<iframe src="https://example.com"></iframe> ![picture](https://example.com/tracker.png)
<form action="/acme/shop/issues/1/comments" method="post"><button>Comment</button></form>
<style>body { display: none }</style> <div style="position: fixed; inset: 0" id="merge">cover</div>
"""


@pytest.fixture
def visits(browser: Browser, sandbox: Sandbox, ada: Client) -> Iterator[tuple[Visit, Visit]]:
    """Two people who have the same issue open, each in a browser."""
    ada.issue("Checkout is down", body=ATTACK + "> " * 500 + "deep\n" + "x" * 5000)
    contexts = [browser.new_context(color_scheme=color, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
                for color, width in (EVERY_LOOK[0], EVERY_LOOK[-1])]  # fmt: skip
    opened = [open_page(context) for context in contexts]
    for context, visit in zip(contexts, opened, strict=True):
        context.set_default_timeout(PATIENCE)
        visit.page.goto(f"{sandbox.url}/acme/shop/issues/1")
    yield opened[0], opened[1]
    for context in contexts:
        context.close()


def write(page: Page, text: str, *, twice: bool = False) -> None:
    page.get_by_label("Comment", exact=True).fill(text)
    page.get_by_role("button", name="Comment", exact=True).first.click(click_count=2 if twice else 1)


def test_what_one_person_writes_arrives_while_another_is_typing(visits: tuple[Visit, Visit]) -> None:
    mine, theirs = (visit.page for visit in visits)
    draft = mine.get_by_label("Comment", exact=True)
    draft.fill("A thought that is half")

    write(theirs, "I have rolled back.")

    expect(mine.locator("#conversation")).to_contain_text("I have rolled back.", timeout=PATIENCE)
    expect(draft).to_have_value("A thought that is half")
    expect(draft).to_be_focused()


def test_a_double_click_comments_and_merges_once_and_back_leads_back(
    sandbox: Sandbox, ada: Client, visits: tuple[Visit, Visit]
) -> None:
    page = visits[0].page
    write(page, "Once", twice=True)
    expect(page.locator("#conversation")).to_contain_text("Once", timeout=PATIENCE)
    ada.branch("fix", {"fix.txt": "x\n"})
    number = ada.pull("fix")["number"]
    page.goto(f"{sandbox.url}/acme/shop/pull/{number}")
    page.get_by_role("button", name="Merge pull request").dblclick()
    expect(page.locator("#merge")).to_contain_text("ada merged this pull request", timeout=PATIENCE)
    page.go_back()

    assert [each["body"] for each in ada.json("GET", "issues/1/comments")] == ["Once"]
    assert len(ada.json("GET", "commits")) == 3
    expect(page.locator("#merge, #conversation").first).to_be_visible()


def test_a_second_edit_of_the_same_file_is_refused_and_keeps_its_text(
    sandbox: Sandbox, visits: tuple[Visit, Visit]
) -> None:
    pages = [visit.page for visit in visits]
    for page in pages:
        page.goto(f"{sandbox.url}/acme/shop/edit/main/README.md")
    for page, text in zip(pages, ("First", "Second"), strict=True):
        page.get_by_label("Content").fill(text)
        page.get_by_role("button", name="Commit changes").click()

    expect(pages[1].locator("main")).to_contain_text("Nothing was changed.")
    assert "Second" in pages[1].content()


def test_markdown_that_attacks_runs_nothing_covers_nothing_and_loads_nothing(
    sandbox: Sandbox, visits: tuple[Visit, Visit]
) -> None:
    for visit in visits:
        assert visit.page.evaluate("window.attacked") is None
        assert visit.page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
        assert visit.page.locator("#first .markdown form, #first .markdown iframe, #first [style*=fixed]").count() == 0
        assert [each for each in visit.requests if not each.startswith(sandbox.url)] == []
