"""What the public may know of an incident, and from when on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.contract.incident_record import Legibility
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.status_page.public_incident import (
    Effect,
    Progress,
    PublicIncident,
    PublicUpdate,
    outage_of,
    read_public_incident,
)
from tests.status_page.made_pages import (
    MINUTE,
    NOW,
    PROCESS,
    SECOND,
    THIRD,
    WORST,
    at,
    damaged,
    make_process,
    read,
    recorded,
)

FIRST = e.UpdatePublished(**at(-40), text="Checkout is down.\n\nWe are on it.")


def test_an_incident_is_unknown_to_the_public_before_its_first_published_text() -> None:
    quiet = recorded(
        e.UpdatePosted(**at(-50), text="x"),
        e.StatusSet(**at(-45), to="identified", phase=Phase.ACTIVE, text="also internal"),
        e.NoteAdded(**at(-41), text="x"),
    )

    assert read_public_incident(quiet, PROCESS) is None


def test_an_incident_begins_for_the_public_with_its_first_published_text() -> None:
    assert read(recorded(FIRST)) == PublicIncident(
        id="2026-03-04-142000",
        title="Checkout is down",
        began=NOW - 40 * MINUTE,
        ended=None,
        progress=Progress.INVESTIGATING,
        outage="major",
        updates=(PublicUpdate(NOW - 40 * MINUTE, Progress.INVESTIGATING, "We are on it."),),
        effects=(Effect("web", "major", NOW - 40 * MINUTE),),
    )


def test_an_outage_counts_from_the_start_where_the_configuration_says_so() -> None:
    process = make_process("site: { from_start: true }")

    found = read(recorded(FIRST, started=NOW - 90 * MINUTE), process)

    assert (found.began, found.effects) == (
        NOW - 90 * MINUTE,
        (Effect("web", "major", NOW - 90 * MINUTE),),
    )
    assert found.id == "2026-03-04-142000"


def test_a_text_of_status_is_public_only_where_the_configuration_says_so() -> None:
    known = recorded(e.StatusSet(**at(-30), to="identified", phase=Phase.ACTIVE, text="We know why"))

    assert read_public_incident(known, PROCESS) is None
    assert read(known, make_process("site: { status_texts: true }")).updates == (
        PublicUpdate(NOW - 30 * MINUTE, Progress.IDENTIFIED, "We know why"),
    )


def test_each_text_has_how_far_the_incident_had_come() -> None:
    found = read(
        recorded(
            FIRST,
            e.StatusSet(**at(-35), to="identified", phase=Phase.ACTIVE),
            e.UpdatePublished(**at(-30), text="We know why"),
            e.MilestoneSet(**at(-20), milestone="mitigated", status="monitoring"),
            e.UpdatePublished(**at(-19), text="It works"),
            e.Resolved(**at(-5), status="resolved"),
            e.UpdatePublished(**at(-4), text="It is over"),
        )
    )

    assert [each.progress for each in found.updates] == ["investigating", "identified", "monitoring", "resolved"]
    assert (found.ended, found.progress) == (NOW - 5 * MINUTE, "resolved")
    assert found.effects == (Effect("web", "major", NOW - 40 * MINUTE, NOW - 20 * MINUTE),)
    assert found.changed == NOW - 4 * MINUTE


def test_severity_and_services_change_what_happens_to_a_service() -> None:
    found = read(
        recorded(
            FIRST,
            e.SeveritySet(**at(-30), to=SECOND),
            e.ServicesSet(**at(-25), to=("web", "api", "an internal one")),
            e.ServicesSet(**at(-15), to=("API",)),
            e.Resolved(**at(-5), status="resolved"),
        )
    )

    assert set(found.effects) == {
        Effect("web", "major", NOW - 40 * MINUTE, NOW - 30 * MINUTE),
        Effect("web", "partial", NOW - 30 * MINUTE, NOW - 15 * MINUTE),
        Effect("api", "partial", NOW - 25 * MINUTE, NOW - 5 * MINUTE),
    }
    assert found.services == ("web", "api")


def test_a_mitigation_that_is_reported_late_ends_the_outage_when_it_happened() -> None:
    found = read(
        recorded(
            FIRST,
            e.ServicesSet(**at(-20), to=("web", "api")),
            e.MilestoneSet(**at(-30), milestone="mitigated", status="monitoring"),
        )
    )

    assert found.effects == (Effect("web", "major", NOW - 40 * MINUTE, NOW - 30 * MINUTE),)


def test_a_reopened_incident_affects_its_services_again() -> None:
    found = read(
        recorded(
            FIRST, e.Resolved(**at(-30), status="resolved"), e.Reopened(**at(-10), reason="x", status="investigating")
        )
    )

    assert found.effects == (
        Effect("web", "major", NOW - 40 * MINUTE, NOW - 30 * MINUTE),
        Effect("web", "major", NOW - 10 * MINUTE),
    )
    assert (found.ended, found.progress) == (None, "investigating")


def test_a_false_alarm_affected_nothing_and_is_over() -> None:
    found = read(recorded(FIRST, e.Dismissed(**at(-10), reason="x")))

    assert (found.effects, found.outage, found.progress, found.ended) == ((), "", "resolved", NOW - 40 * MINUTE)


def test_an_incident_that_moved_to_a_private_repository_is_public_no_more() -> None:
    moved = e.MadePrivate(**at(-10), repository="acme/secret", number=3)

    assert read_public_incident(recorded(FIRST, moved), PROCESS) is None


@pytest.mark.parametrize(
    ("severity", "outage"), [(WORST, "major"), (SECOND, "partial"), (THIRD, "degraded"), ("", "degraded")]
)
def test_the_severity_says_what_an_incident_does(severity: str, outage: str) -> None:
    assert outage_of(severity, PROCESS) == outage


def test_the_configuration_can_say_what_a_severity_does() -> None:
    process = make_process(f"site: {{ outages: {{ {WORST}: partial }} }}")

    assert outage_of(WORST, process) == "partial"


def test_a_renamed_service_keeps_what_happened_to_it() -> None:
    process = make_process(services="[{ name: shop, formerly: [web, www] }, api]")

    assert read(recorded(FIRST, services=("WEB", "www")), process).services == ("shop",)


def test_services_that_the_page_does_not_show_are_not_named() -> None:
    process = make_process("site: { services: [api] }")

    assert read(recorded(FIRST, services=("web", "api", "db-7")), process).services == ("api",)


def test_the_effect_of_a_damaged_record_is_unknown() -> None:
    broken = damaged(recorded(FIRST, e.UpdatePublished(**at(-30), text="Still down")))

    found = read(broken)

    assert (found.title, found.progress, found.outage) == ("Checkout is down", "unknown", "unknown")
    assert [each.text for each in found.updates] == ["We are on it.", "Still down"]
    assert found.effects == (Effect("web", "unknown", NOW - 40 * MINUTE),)


def test_a_damaged_record_without_a_published_text_stays_off_the_page() -> None:
    assert read_public_incident(damaged(recorded()), PROCESS) is None
    assert read_public_incident(replace(recorded(), entries=(), legibility=Legibility.MISSING), PROCESS) is None


def test_a_damaged_record_is_over_if_it_says_so_or_its_issue_is_closed() -> None:
    resolved = read(damaged(recorded(FIRST, e.ServicesSet(**at(-20), to=("api",)), e.Resolved(**at(-10)))))
    closed = read(damaged(recorded(FIRST), open=False, updated=NOW - 7 * MINUTE))

    assert (resolved.ended, resolved.progress, resolved.services) == (NOW - 10 * MINUTE, "resolved", ("api",))
    assert (closed.ended, closed.progress) == (NOW - 7 * MINUTE, "unknown")
