"""`/maintenance` opens an issue of its own, from wherever somebody types it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from incident_actions.contract.effects import OpenIssue
from incident_actions.engine.commands.maintenance import split_services
from incident_actions.text.maintenance_marker import MaintenanceWindow, window_in
from tests.status_page.made_pages import make_process
from tests.worlds import START, World

KNOWN = ("web", "web api", "search")
SITE = make_process("site: { url: 'https://status.example' }", "[web, web api, search]")


def scheduled(text: str) -> MaintenanceWindow:
    world = World(process=SITE)
    world.ask("grace", text)
    [opened] = [made for made, _ in world.made.values() if isinstance(made, OpenIssue)]
    window = window_in(opened.body)
    assert window is not None
    assert opened.labels == ("maintenance",)
    return window


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("22:00", START.replace(hour=22)),
        ("13:00", START.replace(hour=13) + timedelta(days=1)),
        ("tomorrow 09:30", START.replace(hour=9, minute=30) + timedelta(days=1)),
        ("2026-03-07 22:00", datetime(2026, 3, 7, 22, tzinfo=UTC)),
        ("2026-03-07T22:00Z", datetime(2026, 3, 7, 22, tzinfo=UTC)),
        ("friday 22:00", datetime(2026, 3, 6, 22, tzinfo=UTC)),
        ("in 45m", START + timedelta(minutes=45)),
    ],
)
def test_a_time_without_a_day_lies_ahead(typed: str, start: datetime) -> None:
    window = scheduled(f"/maintenance {typed} 2h web A new database\nIt is read-only meanwhile.")

    assert (window.start, window.end) == (start, start + timedelta(hours=2))
    assert (window.services, window.quiet) == (("web",), False)
    assert window.text == "A new database\nIt is read-only meanwhile."


def test_it_can_begin_now_and_keep_alerts_quiet() -> None:
    window = scheduled("/maintenance now for 30m web api, search quiet: A new database")

    assert (window.end - window.start, window.services, window.quiet) == (
        timedelta(minutes=30), ("web api", "search"), True,
    )  # fmt: skip
    assert window.text == "A new database"


def test_the_reply_says_what_was_understood() -> None:
    world = World(process=SITE)

    [reply] = world.ask("grace", "/maintenance 22:00 2h web A new database")

    assert "2026-03-04 22:00 UTC to 2026-03-05 00:00 UTC, `web`." in reply
    assert "https://status.example" in reply


def test_typed_again_by_a_run_that_is_repeated_it_is_scheduled_once() -> None:
    world = World(process=SITE)
    world.ask("grace", "/maintenance 22:00 2h web A new database")
    world.run()

    assert len([made for made, _ in world.made.values() if isinstance(made, OpenIssue)]) == 1


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        ("/maintenance", "takes this form"),
        ("/maintenance 22:00", "takes this form"),
        ("/maintenance 22:00 2h", "takes this form"),
        ("/maintenance 22:00 2h web", "takes this form"),
        (
            "/maintenance 22:00 2h serch An upgrade",
            "`/maintenance` knows no service `serch`. The services are `web`, `web api`, `search`. Nothing was changed.",
        ),
        ("/maintenance 22:00 5w web x", "35 d"),
        (
            "/maintenance someday 2h web x",
            "`/maintenance` can't read `someday 2h web x` as a time. Try `22:00`, `friday 22:00`, `in 2h` or `2026-01-31T14:05Z`. Nothing was changed.",
        ),
        (
            "/maintenance yesterday 14:05 2h web x",
            "It would have ended at 2026-03-03 16:05 UTC, which is in the past. `/maintenance` takes a start such as `now`, `22:00`, `friday 22:00` or `in 2h`. Nothing was changed.",
        ),
    ],
)
def test_what_is_missing_is_named(typed: str, reply: str) -> None:
    world = World(process=SITE)

    [said] = world.ask("grace", typed)

    assert reply in said


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("web api, Search: x", KNOWN, (("web api", "search"), "x")),
        ("web and search x", KNOWN, (("web", "search"), "x")),
        ("website x", KNOWN, ((), "website x")),
        ("web, web x, y", KNOWN, (("web",), "x, y")),
        ("all A new database", KNOWN, (KNOWN, "A new database")),
        ("db A new disk", (), (("db",), "A new disk")),
        ("", KNOWN, ((), "")),
    ],
)
def test_services_come_before_the_text(text: str, known: tuple[str, ...], found: tuple[tuple[str, ...], str]) -> None:
    assert split_services(text, known) == found
