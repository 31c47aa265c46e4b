"""feedsmith, as its registry has it, reads the feed of the status page: what it finds is what was published."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.status_page.page import StatusPage
from incident_actions.status_page.public_text import title_of
from tests.people.corpus import FAMILIES
from tests.status_page.made_pages import DAY, at, make_process, page_of, recorded
from tests.status_page.test_site_files import OVER, WINDOW, build
from tests.strangers.node import run_script
from tests.tiers import sampled

pytestmark = pytest.mark.rest

URL = "https://status.example"


def parsed(page: StatusPage, folder: Path) -> Any:
    """Return the feed of a page as feedsmith reads it."""
    file = folder / "feed.atom"
    file.write_text(build(page).files["feed.atom"], encoding="utf-8")
    return run_script("feed.mjs", FEED=str(file))


def urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{URL}/#incident-actions:{name}").urn


def page_link(path: str) -> dict[str, str]:
    return {"href": f"{URL}/{path}", "rel": "alternate", "type": "text/html"}


def test_the_feed_has_every_part_that_rfc_4287_requires_and_nothing_else(tmp_path: Path) -> None:
    process = make_process("site: { title: 'Acme <status> & more' }")

    feed = parsed(page_of(recorded(*OVER), process=process, maintenance=(WINDOW,)), tmp_path)

    maintenance, incident = feed.pop("entries")
    contents = [each.pop("content") for each in (maintenance, incident)]
    assert feed == {
        "xml": {"lang": "en"},
        "title": {"value": "Acme <status> & more"},
        "id": urn("feed"),
        "updated": "2026-03-04T15:00:00Z",
        "authors": [{"name": "Acme <status> & more"}],
        "links": [
            {"href": f"{URL}/feed.atom", "rel": "self", "type": "application/atom+xml"},
            page_link("index.html"),
        ],
    }
    assert maintenance == {
        "title": {"value": "Upgrade"},
        "id": urn("2026-03-07-1"),
        "published": "2026-03-04T15:00:00Z",
        "updated": "2026-03-04T15:00:00Z",
        "links": [page_link("maintenance/2026-03-07-1.html")],
    }
    assert incident == {
        "title": {"value": "Checkout is down"},
        "id": urn("2026-03-04-142000"),
        "published": "2026-03-04T14:20:00Z",
        "updated": "2026-03-04T14:50:00Z",
        "links": [page_link("incidents/2026-03-04-142000.html")],
    }
    assert [each["type"] for each in contents] == ["html", "html"]
    assert "<strong>upgrade</strong>" in contents[0]["value"]
    assert "<em>on it</em>" in contents[1]["value"]


def test_the_newest_fifty_are_in_order_and_each_has_an_id_of_its_own(tmp_path: Path) -> None:
    many = [
        recorded(e.UpdatePublished(**at(-minutes), text=f"Slow {minutes}"), number=minutes, begin=-minutes - 1)
        for minutes in range(1, 61)
    ]

    feed = parsed(page_of(*many), tmp_path)

    assert [each["title"]["value"] for each in feed["entries"]] == [f"Slow {minutes}" for minutes in range(1, 51)]
    assert feed["updated"] == feed["entries"][0]["updated"] == "2026-03-04T14:59:00Z"
    assert len({each["id"] for each in feed["entries"]}) == 50


def test_without_an_incident_the_feed_is_empty_and_as_old_as_the_page(tmp_path: Path) -> None:
    feed = parsed(page_of(), tmp_path)

    assert (feed.get("entries", []), feed["id"], feed["updated"]) == ([], urn("feed"), "2026-03-04T15:00:00Z")


@pytest.mark.parametrize("family", sampled(FAMILIES, one_in=4, thin=14))
def test_hostile_texts_are_read_as_they_are_shown(family: str, tmp_path: Path) -> None:
    texts = FAMILIES[family]
    hostile = [
        recorded(e.UpdatePublished(**at(-place), text=text), number=place, begin=-DAY.total_seconds() / 60)
        for place, text in enumerate(texts, 1)
    ]

    feed = parsed(page_of(*hostile), tmp_path)

    titles = [each["title"].get("value", "") for each in feed["entries"]]
    assert titles == [" ".join(title_of(each).split()) for each in texts][:50]
