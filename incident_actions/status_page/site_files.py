"""Every file of the site, made from the page's value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.status_page import status_json
from incident_actions.status_page.brand_colour import DARK_PAGE, LIGHT_PAGE, readable_on
from incident_actions.status_page.maintenance import PublicMaintenance
from incident_actions.status_page.page import StatusPage, start_of
from incident_actions.status_page.public_incident import PublicIncident
from incident_actions.status_page.site_filters import WORDS, direction_of, make_filters, read_words
from incident_actions.text.page_wording import PageWording

MOST_FEED_ENTRIES = 50
ACCENT = "3157c8"
"""The colour of links without a team's own."""

SIGNS = {
    "all_operational": "127a55",
    "some_degraded": "8a5a00",
    "some_partial": "b4470b",
    "some_major": "c0242d",
    "under_maintenance": "2159c9",
}
"""The colours of the badge, on which white can be read."""

NO_SIGN = "57606f"
OWN_DOMAIN = ("github.io", "ghe.com")
"""Where GitHub Pages puts a site without a domain of its own."""


@dataclass(frozen=True)
class Site:
    """The files of a site by their paths, and the problems of a team's own templates."""

    files: Mapping[str, str]
    failed: Mapping[str, str]


@dataclass(frozen=True)
class FeedEntry:
    """An entry of the feed."""

    id: str
    title: str
    path: str
    published: datetime
    updated: datetime
    content: str


def make_site(
    page: StatusPage,
    load: Callable[[str], str | None],
    own: Callable[[str], str | None] = lambda _: None,
    limits: Callable[[], AbstractContextManager[None]] = nullcontext,
    logo: str = "",
) -> Site:
    """Return every file of the site; `load` and `own` return templates as for `PageWording`.

    `logo` is the name of the file with the team's logo beside the pages.
    """
    words = read_words(load(WORDS) or "", page.rules)
    wording = PageWording(load, own, limits, make_filters(words, page.url))
    accent = page.rules.colour or ACCENT
    style = wording.render(
        "site/style.css", {"accent": {"light": readable_on(accent, LIGHT_PAGE), "dark": readable_on(accent, DARK_PAGE)}}
    )
    values = {
        "page": page,
        "words": words,
        "direction": direction_of(page.rules.language),
        "logo": logo,
        "style_version": hashlib.sha256(style.encode()).hexdigest()[:8],
    }
    files = {"style.css": style}
    files |= _pages(page, wording, values)
    files |= _signs(page, wording, words)
    files["feed.atom"] = _feed(page, wording, words)
    files |= _data(page, words)
    return Site(files, wording.failed)


def find_syntax_error(text: str) -> tuple[int, str] | None:
    """Return the line and the reason why a team's own template of the site cannot be parsed; None where it can."""
    return PageWording(lambda _: None, filters=make_filters({"months": ""}, "")).find_syntax_error(text)


def _pages(page: StatusPage, wording: PageWording, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    months = tuple(page.months.items())
    here, below = {**values, "root": ""}, {**values, "root": "../"}
    absolute = {**values, "root": urlsplit(page.url).path or "/"}
    yield "index.html", wording.render("site/index.html", here)
    yield "history.html", wording.render("site/history.html", {**here, "months": months})
    yield "404.html", wording.render("site/not-found.html", absolute)
    for each in page.incidents:
        yield f"incidents/{each.id}.html", wording.render("site/incident.html", {**below, "each": each})
    for window in page.maintenance:
        yield f"maintenance/{window.id}.html", wording.render("site/maintenance.html", {**below, "each": window})
    for place, (month, entries) in enumerate(months):
        beside = {
            "newer": months[place - 1][0] if place else "",
            "older": months[place + 1][0] if place + 1 < len(months) else "",
        }
        yield (
            f"history/{month}.html",
            wording.render("site/month.html", {**below, "month": month, "entries": entries, **beside}),
        )


def _signs(page: StatusPage, wording: PageWording, words: Mapping[str, str]) -> Mapping[str, str]:
    colour, label, text = SIGNS.get(page.headline, NO_SIGN), words["status"].lower(), words[page.headline].lower()
    badge = {"label": label, "text": text, "left": _width(label), "right": _width(text), "colour": colour}
    return {
        "badge.svg": wording.render("site/badge.svg", badge),
        "icon.svg": wording.render("site/icon.svg", {"page": page, "colour": colour}),
    }


def _width(text: str) -> int:
    """Return about how wide a text is in the badge, in pixels. The badge stretches it to that."""
    return 14 + round(sum(4 if each in "fijlt.,:;|!' " else 10 if each in "mwMW" else 6.7 for each in text))


def _feed(page: StatusPage, wording: PageWording, words: Mapping[str, str]) -> str:
    whole: list[PublicIncident | PublicMaintenance] = [*page.incidents, *page.maintenance]
    newest = sorted(whole, key=_changed, reverse=True)
    entries = [_entry(each, wording, words) for each in islice(newest, MOST_FEED_ENTRIES)]
    updated = max((each.updated for each in entries), default=page.built)
    return wording.render("site/feed.atom", {"page": page, "entries": entries, "updated": updated})


def _changed(each: PublicIncident | PublicMaintenance) -> datetime:
    return each.changed if isinstance(each, PublicIncident) else each.announced or each.start


def _entry(each: PublicIncident | PublicMaintenance, wording: PageWording, words: Mapping[str, str]) -> FeedEntry:
    folder = "incidents" if isinstance(each, PublicIncident) else "maintenance"
    published = start_of(each) if isinstance(each, PublicIncident) else _changed(each)
    content = wording.render("site/entry.html", {"each": each, "words": words})
    return FeedEntry(each.id, each.title, f"{folder}/{each.id}.html", published, _changed(each), content)


def _data(page: StatusPage, words: Mapping[str, str]) -> dict[str, str]:
    headline = words[page.headline]
    whole = _json(status_json.summary(page, headline))
    files = {
        "status.json": whole,
        "api/v2/summary.json": whole,
        "api/v2/status.json": _json(status_json.status(page, headline)),
        "api/v2/incidents.json": _json(status_json.incidents(page)),
        ".nojekyll": "",
    }
    host = urlsplit(page.rules.url or "").hostname or ""
    return files | ({"CNAME": f"{host}\n"} if host and not host.endswith(OWN_DOMAIN) else {})


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
