"""A whole incident lived with the mouse in a real browser, on a page that keeps itself up to date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from incident_actions.drill.adopter import files_of_adopter
from incident_actions.drill.installed_tool import INSTALLED_TOOL, SOURCE
from incident_actions.drill.rehearsal.written_file import fill_in
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.sandbox import Sandbox
from tests.chromium import Visit, browser, visit
from tests.html_validator import OLD_ATTRIBUTE, find_html_mistakes
from tests.sandbox.client import Client
from tests.sandbox.conftest import NOON
from tests.sandbox.pages.visitor import Visitor
from tests.stories.team import in_process

__all__ = ["browser", "visit"]

pytestmark = pytest.mark.rest

PEOPLE = {"ada": "admin", "grace": "write", "linus": "triage"}
CONFIGURATION = "extends: default\n"
PATIENCE = 30_000
"""Milliseconds until what a workflow does must be on the page."""


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=in_process) as sandbox:
        sandbox.create_repository("acme/shop", files_of_adopter(CONFIGURATION, SOURCE), collaborators=PEOPLE)
        Client(sandbox, sandbox.token("ada"))("POST", "labels", {"name": "incident"})
        yield sandbox


@dataclass
class Screen:
    """A page that somebody has open, and what its console reported."""

    page: Page
    reported: list[str] = field(default_factory=list)

    def comment(self, text: str) -> None:
        """Comment on the issue that is shown, and mark the page, so that a reload shows."""
        self.page.get_by_label("Comment", exact=True).fill(text)
        self.page.get_by_role("button", name="Comment", exact=True).first.click()
        self.page.wait_for_load_state()
        self.page.evaluate("window.stays = true")

    def choose(self, menu: str, name: str) -> None:
        """Open one of the menus at the top, and choose from it."""
        self.page.locator(f"#{menu} > summary").click()
        self.page.locator(f"#{menu}").get_by_role("button", name=name).click()


@pytest.fixture
def screen(browser: Browser) -> Iterator[Screen]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    screen = Screen(context.new_page())
    screen.page.on("console", lambda message: screen.reported.append(message.text))
    screen.page.on("pageerror", lambda error: screen.reported.append(str(error)))
    yield screen
    context.close()


def test_an_incident_is_lived_with_the_mouse_from_the_form_to_the_reminders(sandbox: Sandbox, screen: Screen) -> None:
    page = screen.page
    page.goto(sandbox.url)
    page.get_by_role("link", name="acme/shop").click()
    page.get_by_role("link", name=re.compile("^Issues")).click()
    page.get_by_role("link", name="New issue").click()
    page.get_by_role("link", name="Get started").click()
    page.get_by_label("Title").fill("Checkout returns HTTP 500")
    page.get_by_label("What is broken?").fill("Nobody can pay.")
    page.get_by_role("button", name="Create issue").click()
    card = page.locator("#pin")
    expect(card).to_contain_text("Investigating", timeout=PATIENCE)

    screen.comment("/sev 1\n/ack\n/ic @ada")
    expect(card).to_contain_text("SEV-1", timeout=PATIENCE)
    expect(page.locator("#side-labels")).to_contain_text("SEV-1")
    assert page.evaluate("window.stays"), "the card changed without a reload"

    screen.choose("person-menu", "grace")
    screen.comment("/mitigated rolled back\n/resolve")
    expect(card).to_contain_text("Write and merge the post-mortem", timeout=PATIENCE)
    assert page.evaluate("window.stays")

    card.get_by_role("link", name="#2").first.click()
    page.get_by_role("link", name="Files changed").click()
    page.locator("#file-1").get_by_role("link", name="Edit file").click()
    editor = page.get_by_label("Content")
    editor.fill(fill_in(editor.input_value(), read_process(CONFIGURATION, templates.load_preset, tuple(BY_WORD))))
    page.get_by_role("button", name="Commit changes").click()
    page.get_by_role("link", name="Conversation").click()
    expect(page.locator("#merge")).to_contain_text("success", timeout=PATIENCE)
    page.get_by_role("button", name="Merge pull request").click()
    expect(page.locator("#merge")).to_contain_text("grace merged this pull request")

    page.goto(f"{sandbox.url}/acme/shop/issues/1")
    expect(page.locator("#issue-head")).to_contain_text("Closed", timeout=PATIENCE)
    screen.choose("clock-menu", "+1 week")
    sandbox.passage.wait()
    expect(page.locator("#clock-menu")).to_contain_text("29 Aug")
    page.goto(f"{sandbox.url}/acme/shop/issues")
    page.get_by_role("link", name=re.compile("Action items")).first.click()
    expect(page.locator("#conversation")).to_contain_text("@linus, these action items need you:")
    assert screen.reported == []


def test_axe_finds_nothing_and_every_page_fits(visit: Visit, sandbox: Sandbox) -> None:
    fill_with_life(sandbox)
    page = visit.page
    wrong = []
    for path in PATHS:
        page.goto(address_of(path, sandbox))
        found = Axe().run(page, options={"preload": False}).response["violations"]
        wrong += [(path, each["id"], each["nodes"][0]["html"][:200]) for each in found]
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        wrong += [(path, "too wide", wide)] if wide > 0 else []

    assert wrong == [], "\n".join(map(str, wrong))


def test_every_page_is_valid_html(sandbox: Sandbox, tmp_path: Path) -> None:
    fill_with_life(sandbox)
    visitor = Visitor(sandbox)
    pages = {
        f"page-{place}.html": visitor.page(address_of(path, sandbox).removeprefix(sandbox.url))
        for place, path in enumerate(PATHS)
    }

    assert find_html_mistakes(pages, tmp_path, OLD_ATTRIBUTE) == []


def address_of(path: str, sandbox: Sandbox) -> str:
    """Return the address of a page, of the shop unless it is the sandbox's own."""
    return f"{sandbox.url}{path}" if path.startswith("/_") or path == "/" else f"{sandbox.url}/acme/shop{path}"


PATHS = (
    "/",
    "",
    "/issues",
    "/issues/new/choose",
    "/issues/new?template=incident.yml",
    "/issues/1",
    "/pull/2",
    "/pull/2/files",
    "/actions",
    "/actions/runs/1",
    "/actions/runs/1/attempts/1",
    "/settings",
    "/labels",
    "/branches",
    "/blob/main/.github/workflows/incident-respond.yml",
    "/edit/main/.github/incidents.yml",
    "/_sandbox/controls",
)


def fill_with_life(sandbox: Sandbox) -> None:
    """Let an incident and a pull request happen."""
    ada = Client(sandbox, sandbox.token("ada"))
    ada.issue("Checkout returns `HTTP 500`", labels=["incident"], body="Nobody can pay.", assignees=["grace"])
    ada("POST", "issues/1/comments", {"body": "/sev 1"})
    ada("POST", "issues/1/reactions", {"content": "eyes"})
    ada.branch("fix", {".github/incidents.yml": "extends: default\n# changed\n", "a.md": "# A\n"})
    ada.pull("fix", body="- [ ] one\n- [x] two")
    ada.json("PUT", "contents/b.md", {"message": "Leave the branch behind", "content": ""})
    grace = Client(sandbox, sandbox.token("grace"))
    grace.json("POST", "pulls/2/reviews", {"event": "APPROVE", "body": "Fine"})
    sandbox.create_repository("acme/other", collaborators={"grace": "admin"})
    grace.json("PUT", "/repos/acme/other/collaborators/ada")
    sandbox.settle()
    ada.json("POST", "actions/runs/1/rerun")
    sandbox.settle()
