"""Which maintenance the page shows, and until when."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.contract.issue import Issue
from incident_actions.model.person import Person
from incident_actions.status_page.maintenance import PublicMaintenance, read_maintenance
from incident_actions.text.maintenance_marker import END, TEXT, MaintenanceWindow, first_line
from tests.status_page.made_pages import DAY, MINUTE, NOW, PROCESS

BOT = Person("github-actions[bot]", 41898282, bot=True)
HOUR = 60 * MINUTE
WINDOW = MaintenanceWindow("c7.0", NOW, NOW + 2 * HOUR, ("WEB", "db-7"), "A new database\n\nIt is **read-only**.")


def issue(window: MaintenanceWindow = WINDOW, number: int = 12, **more: object) -> Issue:
    body = f"{first_line(window)}\n\ncanary7313\n{TEXT}\n{window.text}\n{END}\ncanary7313"
    made = Issue(number, number, "canary7313", body, open=True, author=BOT, created=NOW - DAY, updated=NOW - DAY)
    return replace(made, **more)  # type: ignore[arg-type]


def read(*issues: Issue) -> list[PublicMaintenance]:
    return list(read_maintenance(issues, BOT, PROCESS))


def test_the_page_shows_the_public_text_and_the_services_that_it_knows() -> None:
    assert read(issue()) == [
        PublicMaintenance(
            id="2026-03-04-1500",
            title="A new database",
            text="It is **read-only**.",
            start=NOW,
            end=NOW + 2 * HOUR,
            services=("web",),
            announced=NOW - DAY,
        )
    ]


@pytest.mark.parametrize(
    "cancelled",
    [
        issue(open=False, state_reason="not_planned", updated=NOW + HOUR),
        issue(open=False, state_reason="completed", updated=NOW - HOUR),
        issue(author=Person("mallory", 7)),
        issue(body="words"),
        issue(replace(WINDOW, text="")),
    ],
)
def test_what_was_cancelled_or_is_not_the_tools_own_is_not_shown(cancelled: Issue) -> None:
    assert read(cancelled) == []


def test_closing_the_issue_ends_the_maintenance_early() -> None:
    closed = issue(open=False, state_reason="completed", updated=NOW + HOUR)

    assert [each.end for each in read(closed)] == [NOW + HOUR]


def test_two_that_begin_at_once_have_pages_of_their_own() -> None:
    assert [each.id for each in read(issue(number=13), issue(number=12))] == ["2026-03-04-1500", "2026-03-04-1500-2"]
