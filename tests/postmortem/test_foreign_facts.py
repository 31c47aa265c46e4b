"""What a post-mortem of another tool says is read from its fields, its title, and the name of its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from incident_actions.model.process.people import Service
from incident_actions.postmortem.foreign_facts import ForeignFacts, ForeignField, read_facts
from incident_actions.postmortem.outline import read_outline
from tests.worlds import PROCESS

PATH = "docs/incidents/some-outage.md"
SHOP = replace(PROCESS, services=(Service(name="API"), Service(name="web")))


def facts(text: str, path: str = PATH, values: dict[object, object] | None = None) -> ForeignFacts:
    return read_facts(read_outline(text), path, PROCESS, values or {})


@pytest.mark.parametrize(
    "line",
    ["**Severity:** SEV-1", "**Severity**: SEV1", "- Severity: sev 1", "* *Priority* - P1", "Severity – 1 (worst)", "| Severity | SEV-1 |\n|---|---|",
     "| Field | Value |\n|---|---|\n| **Severity** | SEV-1 |", "## Severity\n\nSEV-1\n\n## More", "> Severity: SEV-1", "__Severity:__ SEV-1"],
)  # fmt: skip
def test_a_field_is_read_in_the_shapes_that_people_use(line: str) -> None:
    assert facts(f"# A\n\n{line}\n").severity == "SEV-1"


@pytest.mark.parametrize(
    ("given", "day"),
    [("2024-05-06", date(2024, 5, 6)), ("May 6, 2024", date(2024, 5, 6)), ("6 May 2024 in the night", date(2024, 5, 6)), ("Mon, 6th of May 2024", date(2024, 5, 6)),
     ("06/05/2024", None), ("last week", None), ("May 6", None)],
)  # fmt: skip
def test_a_date_is_read_if_it_can_mean_one_day(given: str, day: date | None) -> None:
    found = facts(f"# A\n\nDate: {given}\n")

    assert found.day == day
    assert found.unread == ({} if day else {"date": ForeignField(3, given)})


@pytest.mark.parametrize(
    ("path", "text", "day"),
    [("2024-05-06-db.md", "# A", date(2024, 5, 6)), ("20240506_db.md", "# A", date(2024, 5, 6)), ("2024.05.06.md", "# A", date(2024, 5, 6)),
     ("2024-13-06-db.md", "# A", None), ("db.md", "# Outage of May 6, 2024", date(2024, 5, 6)), ("db.md", "Started: 2024-05-06 13:40 UTC", date(2024, 5, 6)),
     ("120240506.md", "# A", None)],
)  # fmt: skip
def test_without_a_field_the_date_is_that_of_the_name_the_title_or_the_times(
    path: str, text: str, day: date | None
) -> None:
    assert facts(f"{text}\n", f"docs/incidents/{path}").day == day


@pytest.mark.parametrize(
    ("heading", "title"),
    [("Postmortem: checkout is down", "Checkout is down"), ("Post-Mortem for the API outage", "API outage"), ("2024-05-06 - Database", "Database"),
     ("Incident report – DNS (2024-05-06)", "DNS"), ("RCA of DNS", "DNS"), ("`web` is **slow**", "Web is slow"), ("Post-mortem", "Some outage"), ("Summary", "Some outage")],
)  # fmt: skip
def test_the_title_is_what_happened_and_not_the_kind_of_the_document(heading: str, title: str) -> None:
    assert facts(f"# {heading}\n\n## Impact\n\nIt was down.\n").title == title


@pytest.mark.parametrize(
    ("given", "minutes"),
    [("75 minutes", 75), ("about 1 h 15 min", 75), ("~2 hours", 120), ("1h30m", 90), ("long", None), ("", None)],
)
def test_a_duration_is_read_as_people_write_it(given: str, minutes: int | None) -> None:
    expected = timedelta(minutes=minutes) if minutes else None

    assert facts(f"# A\n\nDuration: {given}\n").lasted == expected


def test_times_are_those_of_the_day_and_in_utc() -> None:
    found = facts("# A\n\nDate: 2024-05-06\nStart: 13:40 UTC\nDetected: 2024-05-06 13:50\nEnd: 14:55\n")

    assert found.times == {
        "started": datetime(2024, 5, 6, 13, 40, tzinfo=UTC),
        "detected": datetime(2024, 5, 6, 13, 50, tzinfo=UTC),
        "resolved": datetime(2024, 5, 6, 14, 55, tzinfo=UTC),
    }
    assert found.lasted == timedelta(minutes=75)


@pytest.mark.parametrize("given", ["13:40 PST", "13:40 +02:00", "lunch", "13:40"])
def test_a_time_of_another_zone_or_of_no_day_is_not_understood(given: str) -> None:
    found = facts(f"# A\n\nStarted: {given}\n")

    assert (found.times, found.unread) == ({}, {"started": ForeignField(3, given)})


@pytest.mark.parametrize(
    ("given", "services", "unread"),
    [
        ("api, Web", ("API", "web"), False),
        ("`API` and web", ("API", "web"), False),
        ("api, mail", (), True),
        ("none of them", (), True),
    ],
)
def test_services_are_those_of_the_process(given: str, services: tuple[str, ...], unread: bool) -> None:
    found = read_facts(read_outline(f"# A\n\nAffected services: {given}\n"), PATH, SHOP, {})

    assert (found.services, "services" in found.unread) == (services, unread)


def test_a_process_without_services_takes_any() -> None:
    assert facts("# A\n\nService: checkout & mail\n").services == ("checkout", "mail")


def test_the_incident_and_its_commander_are_read_where_they_are_named() -> None:
    found = facts("# A\n\nIncident: https://github.com/acme/shop/issues/12\nIncident commander: @ada, then @grace\n")

    assert (found.incident, found.commander) == (12, "ada")


def test_front_matter_of_another_tool_takes_precedence() -> None:
    found = facts(
        "# B\n\nSeverity: 3\n",
        values={
            "title": "A",
            "priority": "SEV-1",
            "Affected-Services": ["api", "web"],
            "when": date(2024, 5, 6),
            "roles": {},
        },
    )

    assert (found.title, found.severity, found.services, found.day) == ("A", "SEV-1", ("api", "web"), date(2024, 5, 6))


def test_what_the_file_does_not_say_is_listed() -> None:
    assert facts("It was down.\n").unknown == ("date", "severity", "services", "duration")
    assert facts("Severity: bad\nDuration: 5 min\n").unknown == ("date", "services")


def test_fields_in_code_do_not_count() -> None:
    assert facts("# A\n\n```\nSeverity: SEV-1\n```\n").severity == ""
