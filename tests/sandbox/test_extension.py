"""What a program adds to a sandbox: pages with links to them, and things that happen at their time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from requests import get

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.extension import Extension
from incident_actions.sandbox.pages.visit import PageRoute, PlainFile, Visit, WebPage
from tests.sandbox.conftest import NOON
from tests.sandbox.pages.visitor import Visitor

TEMPLATE = """{% extends "base.html" %}{% block title %}Today{% endblock %}{% block content %}<h1>{{ word }}</h1>{% endblock %}"""


def show(visit: Visit) -> WebPage:
    return WebPage("today.html", {"word": f"<{visit.login}>"})


def show_json(_: Visit) -> PlainFile:
    return PlainFile("{}\n", "application/json")


def test_a_page_extends_those_of_the_sandbox_and_is_linked_from_each(tmp_path: Path) -> None:
    (tmp_path / "today.html").write_text(TEMPLATE)
    routes = (PageRoute("GET", "/_sandbox/today", show), PageRoute("GET", "/_sandbox/today.json", show_json))
    extension = Extension(routes, tmp_path, [("Today", "/_sandbox/today")])

    with Sandbox(tmp_path / "github", now=NOON, extension=extension) as sandbox:
        sandbox.create_repository("acme/shop", collaborators={"ada": "admin"})
        visitor = Visitor(sandbox)
        page, file = visitor.page("/_sandbox/today"), get(f"{sandbox.url}/_sandbox/today.json", timeout=5)
        linked = visitor.page("/acme/shop/issues")

    assert "<h1>&lt;ada&gt;</h1>" in page
    assert '<a href="/_sandbox/today">Today</a>' in linked
    assert (file.text, file.headers["Content-Type"]) == ("{}\n", "application/json; charset=utf-8")


@dataclass
class Diary:
    """Appointments, and when each was kept."""

    times: list[datetime]
    kept: list[datetime] = field(default_factory=list)

    def next_time(self) -> datetime | None:
        return min(self.times, default=None)

    def keep(self, now: datetime) -> None:
        self.kept += [now for each in self.times if each <= now]
        self.times = [each for each in self.times if each > now]


def test_appointments_are_kept_at_their_times_while_the_clock_moves(tmp_path: Path) -> None:
    first, second, later = (NOON + timedelta(minutes=each) for each in (3, 20, 90))
    diary = Diary([second, first, later])

    with Sandbox(tmp_path, now=NOON, extension=Extension(appointments=[diary])) as sandbox:
        assert sandbox.passage.next_timer() == first
        sandbox.let_pass(timedelta(hours=1))

        assert (diary.kept, sandbox.clock.now()) == ([first, second], NOON + timedelta(hours=1))
        assert sandbox.passage.next_timer() == later
