"""The documentation site, built as it is deployed and opened in Chromium from loopback."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.chromium import Visit, browser, open_page, served, visit
from tests.documentation.pages import ROOT
from tests.drill.played import Played, play_once
from tests.laboratory.docs_site.made_site import broken_links, make_site
from tests.laboratory.docs_site.navigation import HOME
from tests.laboratory.docs_site.version import BrokenPages, Version, build_version
from tests.laboratory.docs_site.whole_site import TAG, list_versions, pages_address
from tests.laboratory.recording import RECORDING, choose_lines

__all__ = ["browser", "visit"]

pytestmark = pytest.mark.rest

LOOKED_AT = ("index", "how-it-works", "how-it-compares", "adopt", "cli", "api", "examples")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play_once(tmp_path_factory)


@pytest.fixture(scope="module")
def site(played: Played, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, with what the drill kept."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    make_site(folder, played.directory)
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site on a port of the loopback interface."""
    with served(site) as url:
        yield url


def test_every_link_and_every_anchor_leads_somewhere(site: Path) -> None:
    assert broken_links(site, "latest") == []


def test_each_page_of_docs_is_a_page_of_the_site(site: Path) -> None:
    written = {page.stem for page in (ROOT / "docs").glob("*.md")} - {"README"} | {"index", "404"}

    assert {page.stem for page in (site / "latest").glob("*.html")} == written


def test_the_pages_ask_no_other_host_fit_the_screen_and_axe_finds_nothing(visit: Visit, address: str) -> None:
    for name in LOOKED_AT:
        visit.page.goto(f"{address}/latest/{name}.html")
        seen = list(visit.console)
        width = visit.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        found = Axe().run(visit.page, options={"preload": False})

        assert seen == [], name
        assert width[0] <= width[1], name
        assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == [], name
    assert [url for url in visit.requests if not url.startswith((f"{address}/", "data:", "blob:"))] == []


def test_people_find_a_page_by_a_word_in_it(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    visit = open_page(context)
    visit.page.goto(f"{address}/")
    visit.page.wait_for_url("**/latest/")  # its scripts are loaded then, and the button has what a click starts
    visit.page.get_by_role("button", name="Search").first.click()
    visit.page.get_by_role("combobox", name="Search").fill("fine-grained")
    visit.page.locator("a[href*='adopt.html']").filter(has_text="token").first.wait_for()

    assert [url for url in visit.requests if not url.startswith((f"{address}/", "data:", "blob:"))] == []
    context.close()


def test_the_first_page_leads_to_the_newest_version_and_the_menu_has_each(site: Path) -> None:
    listed = json.loads((site / "versions.json").read_text(encoding="utf-8"))

    assert [each["aliases"] for each in listed] == [["latest"], *([[]] * (len(listed) - 1))]
    assert all((site / each["version"] / "index.html").is_file() for each in listed)
    assert 'url=latest/"' in (site / "index.html").read_text(encoding="utf-8")


def test_the_recording_shows_what_the_drill_prints(played: Played) -> None:
    texts = re.findall(r"<text [^>]*>([^<]*)</text>", RECORDING.read_text(encoding="utf-8"))
    shown = [unescape(each) for each in texts if each.strip("─")]
    printed = " ".join(choose_lines(played.said)).split()

    assert shown == ["make drill", "$", "make", "drill", *(each for each in printed if each.strip("─"))], (
        "make recording"
    )


def test_releases_come_before_the_branch() -> None:
    assert [each["version"] for each in list_versions(["v0.10.0", "v0.9.1"])] == ["v0.10.0", "v0.9.1", "main"]
    assert TAG.fullmatch("v0.9.1")
    assert not TAG.fullmatch("v0")
    assert pages_address("https://github.com/acme/tool") == "https://acme.github.io/tool"


def test_a_broken_link_fails_the_build(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / HOME).write_text(
        "# Documentation\n\n## Use\n\n- [Labels](labels.md)\n- [Timers](timers.md)\n", encoding="utf-8"
    )
    for page, link in {"labels.md": "missing.md", "timers.md": "labels.md#no-such-heading"}.items():
        (docs / page).write_text(f"# Page\n\nSee [this]({link}).\n", encoding="utf-8")

    with pytest.raises(BrokenPages) as broken:
        build_version(
            Version("main", docs, "https://github.com/acme/tool", "https://acme.github.io/tool"), tmp_path / "to"
        )

    assert set(re.findall(r"(\w+\.md):\d+", str(broken.value))) == {"labels.md", "timers.md"}


def test_make_names_the_command_that_builds_it() -> None:
    shown = subprocess.run(
        ["make", "--dry-run", "--old-file", ".venv/docs", "docs-site"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert "-m tests.laboratory.docs_site" in shown
