"""Every file of the site: from the list of what is public alone, valid, and in a team's own look and words."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import fields
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree as ET

import pytest

from incident_actions.gateway.repository import templates
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.model.incident.recent_change import RecentChange
from incident_actions.model.process.site_rules import PageText, SiteRules
from incident_actions.status_page.maintenance import PublicMaintenance
from incident_actions.status_page.page import StatusPage
from incident_actions.status_page.public_text import title_of
from incident_actions.status_page.site_files import Site, make_site
from incident_actions.status_page.site_filters import (
    WORDS,
    direction_of,
    fill,
    format_minutes,
    make_filters,
    read_words,
)
from tests.people.corpus import FAMILIES
from tests.status_page.made_pages import DAY, MINUTE, NOW, WORST, at, damaged, make_process, page_of, recorded
from tests.tiers import sampled

ATOM = "{http://www.w3.org/2005/Atom}"
WINDOW = PublicMaintenance("2026-03-07-1", "Upgrade", "We **upgrade**.", NOW + DAY, NOW + 2 * DAY, ("api",), NOW)
PUBLISHED = e.UpdatePublished(**at(-40), text="Checkout is down\n\nWe are *on it*.")
OVER = (PUBLISHED, e.Resolved(**at(-10), status="resolved"))
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


def build(page: StatusPage, **more: Any) -> Site:
    return make_site(page, templates.load_template, **more)


class Page(HTMLParser):
    """Reads a page: whether each element is closed, and what it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == [], self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def pages_in(site: Site) -> dict[str, Page]:
    return {path: Page(text) for path, text in site.files.items() if path.endswith(".html")}


def test_the_site_has_these_files() -> None:
    files = set(build(page_of(recorded(*OVER), maintenance=(WINDOW,))).files)

    assert files == {
        ".nojekyll", "404.html", "api/v2/incidents.json", "api/v2/status.json", "api/v2/summary.json", "badge.svg",
        "feed.atom", "history.html", "history/2026-03.html", "icon.svg", "incidents/2026-03-04-142000.html",
        "index.html", "maintenance/2026-03-07-1.html", "status.json", "style.css",
    }  # fmt: skip


# ── Only what is on the list

CANARY = "canary7313"


def with_canary(kind: type[e.Entry]) -> e.Entry:
    """Return an entry whose texts, names and lists are all canaries, except for a published text."""
    values: dict[str, Any] = {}
    for each in fields(kind):
        values[each.name] = _canary(str(each.type))
    values |= {**at(-20), "by": CANARY}
    if kind is e.UpdatePublished:
        values["text"] = "Public words"
    return kind(**values)


def _canary(type_: str) -> Any:
    simple: dict[str, Any] = {
        "str": CANARY, "int": 7313, "bool": True, "datetime": NOW, "date": date(2026, 3, 9), "Phase": Phase.ACTIVE,
        "datetime | None": None, "date | None": None, "Damage": e.Damage.EDITED,
        "tuple[str, ...]": (CANARY,), "tuple[int, ...]": (7313,), "tuple[tuple[str, str], ...]": ((CANARY, CANARY),),
        "tuple[RecentChange, ...]": (),
    }  # fmt: skip
    return simple[type_]


ENDS = (e.Resolved, e.Closed, e.Dismissed, e.MadePrivate)


def test_no_field_of_any_entry_is_in_any_byte_of_the_site_but_published_texts() -> None:
    kinds = [kind for kind in get_args(e.IncidentEntry) if kind not in (*ENDS, e.Declared)]
    entries = [PUBLISHED, *map(with_canary, kinds), with_canary(e.Resolved)]
    declared: dict[str, Any] = {
        "title": CANARY, "summary": CANARY, "impact": CANARY, "detected_by": CANARY, "unread": CANARY, "status": CANARY,
        "renamed_from": CANARY, "services": ("web", CANARY), "answers": ((CANARY, CANARY),),
    }  # fmt: skip
    known = recorded(*entries, **declared)
    process = make_process("site: {}\nlinks: { runbooks: https://canary7313.example }\nescalation: [canary7313]")

    files = build(page_of(known, damaged(known), process=process, maintenance=(WINDOW,))).files

    assert "Public words" in files["incidents/2026-03-04-142000.html"]
    found = [path for path, text in files.items() if CANARY in f"{path}{text}" or "7313" in text]
    assert found == []


def test_the_canary_test_knows_every_kind_of_field() -> None:
    assert all(with_canary(kind) for kind in get_args(e.IncidentEntry))
    assert RecentChange.__name__ == "RecentChange"


# ── Hostile texts


@pytest.mark.parametrize("family", sampled(FAMILIES, one_in=4))
def test_no_text_acts_on_any_page(family: str) -> None:
    texts = dict(enumerate(FAMILIES[family], 1))
    hostile = [
        recorded(
            e.UpdatePublished(**at(-9), text=text), e.UpdatePublished(**at(-8), text=f"Fine\n{text}"), number=number
        )
        for number, text in texts.items()
    ]
    windows = tuple(
        PublicMaintenance(f"m{number}", title_of(text), text, NOW, NOW + DAY, ("web",))
        for number, text in texts.items()
    )

    site = build(page_of(*hostile, maintenance=windows))

    for path, page in pages_in(site).items():
        names = {tag for tag, _ in page.tags}
        assert not names & {"script", "iframe", "style", "object", "embed", "form", "input", "base", "video", "img"}, (
            path
        )
        for tag, attributes in page.tags:
            assert not [name for name in attributes if name.startswith("on") or name in ("style", "srcset")], path
            address = attributes.get("href") or attributes.get("src") or ""
            own = not re.match(r"[a-z]+:|//", address, re.IGNORECASE)
            assert own or (tag == "a" and address.startswith(("https://", "http://", "mailto:"))), address
    for path in ("feed.atom", "badge.svg", "icon.svg"):
        ET.fromstring(site.files[path])  # noqa: S314  made here
    json.loads(site.files["status.json"])


# ── Shape


def test_every_page_is_well_formed_and_its_links_lead_to_pages_of_the_site() -> None:
    site = build(page_of(recorded(*OVER), recorded(PUBLISHED, number=8), maintenance=(WINDOW,)))

    for path, page in pages_in(site).items():
        folder = path.rpartition("/")[0]
        for tag, attributes in page.tags:
            address = (attributes.get("href") or attributes.get("src") or "").partition("?")[0]
            if address and not address.startswith(("http", "#", "/")):
                depth = address.count("../")
                whole = address[3 * depth :] if depth else f"{folder}/{address}".lstrip("/")
                assert whole in site.files, (path, tag, address)
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(ids) == len(set(ids)), path
        assert [tag for tag, _ in page.tags].count("h1") == 1, path


def test_the_feed_is_valid_and_has_every_incident_with_its_texts() -> None:
    feed = ET.fromstring(build(page_of(recorded(*OVER), maintenance=(WINDOW,))).files["feed.atom"])  # noqa: S314  made here
    entries = feed.findall(f"{ATOM}entry")

    assert [each.findtext(f"{ATOM}title") for each in entries] == ["Upgrade", "Checkout is down"]
    assert [feed.findtext(f"{ATOM}{name}") for name in ("title", "updated")] == ["Status", "2026-03-04T15:00:00Z"]
    assert "<em>on it</em>" in str(entries[1].findtext(f"{ATOM}content"))
    assert [each.attrib["href"] for each in feed.findall(f"{ATOM}link")] == [
        "https://status.example/feed.atom",
        "https://status.example/index.html",
    ]
    ids = [each.findtext(f"{ATOM}id") for each in (feed, *entries)]
    assert len(set(ids)) == 3
    assert all(str(each).startswith("urn:uuid:") for each in ids)


def test_twenty_services_fit_into_fifty_kilobytes() -> None:
    process = make_process(services=str([f"Service {number}" for number in range(20)]))
    many = [
        recorded(
            e.UpdatePublished(**at(-days * 1440), text=f"Something is slow on day {days}\n\n" + "We work on it. " * 20),
            e.Resolved(**at(-days * 1440 + 60), status="resolved"),
            number=days,
            begin=-days * 1440 - 5,
            services=(f"Service {days % 20}",),
        )
        for days in range(1, 60)
    ]

    files = build(page_of(*many, process=process)).files

    assert sum(len(gzip.compress(files[path].encode())) for path in ("index.html", "style.css", "icon.svg")) < 50_000


def test_the_badge_tells_the_state_in_its_colour() -> None:
    calm, bad = (build(page).files["badge.svg"] for page in (page_of(), page_of(recorded(PUBLISHED))))

    assert "status: all systems operational" in calm
    assert "#127a55" in calm
    assert "status: major outage" in bad
    assert "#c0242d" in bad


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://status.acme.example/", "status.acme.example\n"), ("https://acme.github.io/shop/", None), ("", None)],
)
def test_a_domain_of_the_team_has_its_file(url: str, host: str | None) -> None:
    process = make_process(f"site: {{ url: '{url}' }}") if url else make_process()

    assert build(page_of(process=process)).files.get("CNAME") == host


def test_the_page_that_is_not_found_finds_its_style_from_any_address() -> None:
    files = build(page_of(url="https://acme.github.io/shop/")).files

    assert 'href="/shop/style.css?' in files["404.html"]
    assert 'href="/style.css?' in build(page_of(url="")).files["404.html"]


# ── A team's own look and words


def test_a_team_has_its_own_title_words_colours_language_and_logo() -> None:
    process = make_process(
        "site: { title: Acme, about: All of it, colour: 'ffee00', language: ar, texts: { all_operational: Alles gut },"
        " links: { Help: https://help.example } }"
    )
    site = build(page_of(process=process), logo="logo.svg")
    index = site.files["index.html"]

    assert '<html lang="ar" dir="rtl">' in index
    assert all(
        each in index
        for each in (
            "<span>Acme</span>",
            "All of it",
            "Alles gut",
            '<a href="https://help.example">Help</a>',
            "logo.svg",
        )
    )
    assert "ffee00" not in site.files["style.css"].partition("@media")[0]
    assert "--accent:#ffee00" in site.files["style.css"].partition("@media")[2]


def test_each_word_of_the_page_has_its_text() -> None:
    text = templates.load_template(WORDS) or ""
    keys = [line.partition(": ")[0] for line in text.splitlines()]

    assert sorted(keys) == sorted(get_args(PageText))
    assert read_words(text, SiteRules(texts={"status": "Zustand"}))["status"] == "Zustand"


def test_the_documentation_lists_each_word() -> None:
    page = (Path(__file__).parents[2] / "docs/status-page.md").read_text(encoding="utf-8")

    assert f"```text\n{templates.load_template(WORDS)}```" in page


def test_months_that_a_team_names_are_in_every_date() -> None:
    words = read_words(templates.load_template(WORDS) or "", SiteRules())
    named = make_filters({**words, "months": "Jan, Feb, Mrz, Apr, Mai, Jun, Jul, Aug, Sep, Okt, Nov, Dez"}, "")
    short = make_filters({**words, "months": "Jan"}, "")

    assert named["moment"](datetime(2026, 3, 4, 14, 5, tzinfo=NOW.tzinfo)) == "4 Mrz 2026, 14:05 UTC"
    assert short["month_name"]("2026-03") == "03 2026"


def test_a_team_can_replace_a_template() -> None:
    own = {"site/style.css": "body{color:#{{ accent.light }}}", "site/index.html": "<p>{{ page.services[0].name }}</p>"}

    site = build(page_of(), own=own.get)

    assert (site.files["index.html"], site.failed) == ("<p>web</p>\n", {})
    assert site.files["style.css"].startswith("body{color:#")
    assert "<h1" in site.files["history.html"]


def test_a_team_can_replace_a_part_of_every_page() -> None:
    layout = (templates.load_template("site/layout.html") or "").replace("<footer", "<footer data-own")

    site = build(page_of(), own={"site/layout.html": layout}.get)

    assert all("data-own" in site.files[path] for path in ("index.html", "history.html", "404.html"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{{ nonsense }}", "UndefinedError: 'nonsense' is undefined"),
        ("{% if %}", "TemplateSyntaxError in site/index.html: Expected an expression, got 'end of statement block'"),
        (
            "{{ page.__class__.__mro__ }}",
            "SecurityError: access to attribute '__class__' of 'StatusPage' object is unsafe.",
        ),
        (
            "{{ 'x' * 999999 }}{{ 'x' * 999999 }}{{ 'x' * 999999 }}",
            "it came to 2999998 characters, and 2000000 is the most",
        ),
    ],
)
def test_a_template_that_fails_is_replaced_and_reported(text: str, problem: str) -> None:
    site = build(page_of(), own={"site/index.html": text}.get)

    assert site.failed == {"site/index.html": problem}
    assert "All systems operational" in site.files["index.html"]


def test_a_team_template_cannot_bring_in_markup_of_a_text() -> None:
    hostile = recorded(e.UpdatePublished(**at(-9), text="<script>alert(1)</script>"))

    site = build(page_of(hostile), own={"site/index.html": "{{ page.incidents[0].updates[0].text }}"}.get)

    assert site.files["index.html"] == "&lt;script&gt;alert(1)&lt;/script&gt;\n"


# ── Small parts


def test_languages_have_their_direction() -> None:
    assert [direction_of(each) for each in ("en", "he", "ar-EG", "pt-BR")] == ["ltr", "rtl", "rtl", "ltr"]


def test_placeholders_are_filled_and_others_stay() -> None:
    assert fill("{days} of {x}", days=3) == "3 of {x}"


def test_minutes_are_shown_in_hours() -> None:
    assert [format_minutes(each) for each in (0, 5, 60, 125)] == ["0 min", "5 min", "1 h", "2 h 5 min"]


def test_an_incident_of_nine_days_says_so() -> None:
    long = recorded(
        e.UpdatePublished(**at(-9 * 1440), text="Slow"),
        e.Resolved(**at(0), status="resolved"),
        begin=-9 * 1440 - 1,
        severity=WORST,
    )

    assert "Lasted 9 d" in Page(build(page_of(long)).files["index.html"]).text
    assert MINUTE
