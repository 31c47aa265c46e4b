"""The status page as a value: its headline, its services, and what is on it in which order."""

from __future__ import annotations

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.status_page.maintenance import PublicMaintenance
from tests.status_page.made_pages import (
    DAY,
    MINUTE,
    NOW,
    SECOND,
    THIRD,
    WORST,
    at,
    damaged,
    make_process,
    page_of,
    recorded,
)

HOUR = 60 * MINUTE


@pytest.mark.parametrize(
    ("severity", "headline"), [(WORST, "some_major"), (SECOND, "some_partial"), (THIRD, "some_degraded")]
)
@pytest.mark.parametrize("services", [("web",), (), ("unlisted",)])
def test_the_headline_is_the_worst_that_goes_on(severity: str, headline: str, services: tuple[str, ...]) -> None:
    known = recorded(e.UpdatePublished(**at(-9), text="Down"), severity=severity, services=services)

    assert page_of(known).headline == headline


def test_without_incidents_all_systems_are_operational() -> None:
    page = page_of()

    assert (page.headline, page.ongoing, page.recent, dict(page.months)) == ("all_operational", (), (), {})
    assert [each.name for each in page.services] == ["web", "api", "search"]


def test_the_page_shows_the_services_of_the_configuration_in_its_order() -> None:
    page = page_of(process=make_process("site: { services: [search, WEB] }"))

    assert [each.name for each in page.services] == ["search", "web"]


def test_a_damaged_record_makes_the_headline_unknown() -> None:
    assert page_of(damaged(recorded(e.UpdatePublished(**at(-9), text="Down")))).headline == "some_unknown"


def test_a_mitigated_incident_is_ongoing_while_all_systems_are_operational() -> None:
    known = recorded(
        e.UpdatePublished(**at(-9), text="Down"), e.MilestoneSet(**at(-5), milestone="mitigated", status="monitoring")
    )
    page = page_of(known)

    assert (page.headline, [each.progress for each in page.ongoing]) == ("all_operational", ["monitoring"])


def test_incidents_with_the_same_title_and_second_have_pages_of_their_own() -> None:
    twins = [recorded(e.UpdatePublished(**at(-9), text="Down"), number=number) for number in (7, 8)]

    assert sorted(each.id for each in page_of(*twins).incidents) == ["2026-03-04-145100", "2026-03-04-145100-2"]


def test_the_worst_ongoing_incident_comes_first() -> None:
    bad = recorded(e.UpdatePublished(**at(-9), text="Down"), number=7)
    mild = recorded(e.UpdatePublished(**at(-5), text="Slow"), number=8, severity=THIRD)

    assert [each.title for each in page_of(bad, mild).ongoing] == ["Down", "Slow"]


def test_what_is_over_is_recent_for_two_weeks() -> None:
    def over(days: int, number: int) -> object:
        minutes = -days * 24 * 60
        return recorded(
            e.UpdatePublished(**at(minutes), text=f"{days} days ago"),
            e.Resolved(**at(minutes + 10), status="resolved"),
            number=number,
            begin=minutes - 1,
        )

    page = page_of(*(over(days, days) for days in (2, 13, 15, 40)))  # type: ignore[arg-type]

    assert [each.title for each in page.recent] == ["2 days ago", "13 days ago"]
    assert {month: len(each) for month, each in page.months.items()} == {"2026-03": 1, "2026-02": 2, "2026-01": 1}


def test_maintenance_is_planned_then_current_then_history() -> None:
    window = PublicMaintenance("m", "Upgrade", "", NOW, NOW + HOUR, ("web",))

    planned = page_of(maintenance=(window,), now=NOW - DAY)
    current = page_of(maintenance=(window,), now=NOW)
    past = page_of(maintenance=(window,), now=NOW + 2 * HOUR)

    assert (planned.planned_maintenance, planned.headline) == ((window,), "all_operational")
    assert (current.current_maintenance, current.headline) == ((window,), "under_maintenance")
    assert [each.state for each in current.services] == ["maintenance", "operational", "operational"]
    assert (dict(past.months), past.headline) == ({"2026-03": (window,)}, "all_operational")


def test_an_incident_during_maintenance_makes_the_headline() -> None:
    window = PublicMaintenance("m", "Upgrade", "", NOW - HOUR, NOW + HOUR, ("web",))
    page = page_of(recorded(e.UpdatePublished(**at(-9), text="Down")), maintenance=(window,))

    assert (page.headline, page.services[0].state) == ("some_major", "major")


def test_the_address_ends_with_a_slash() -> None:
    assert page_of(url="https://a.example/x").url == "https://a.example/x/"
    assert page_of(url="", process=make_process("site: { url: 'https://b.example' }")).url == "https://b.example/"
    assert page_of(url="").url == ""
