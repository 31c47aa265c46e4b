"""A report reads the lists, and then only what changed; it stops before responders have no requests left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from incident_actions.contract.card_comment import CARD_MARK
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.repository.process_history import read_process_history
from incident_actions.model.incident import entry as e
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.reports.compute import ReportOptions
from incident_actions.reports.item_facts import ItemState
from incident_actions.runs.report import RecordAccess, Report, make_report
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.rest.limits import GRAPHQL
from incident_actions.text import record
from incident_actions.text.seal import PLAIN, Seal
from tests.sandbox.client import Client

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOURLY = 5_000


def entries(number: int, services: tuple[str, ...] = ("web",), resolved: float = 1) -> list[e.Entry]:
    said: dict[str, Any] = {"by": "ada", "comment": number}
    return [
        e.Declared(at=NOON, accepted=NOON, **said, severity="SEV-1", title="Down", services=services),
        e.Resolved(at=NOON + resolved * HOUR, accepted=NOON + resolved * HOUR, **said),
    ]


def declare(people: tuple[Client, Client], number: int, *more: e.Entry, seal: Seal = PLAIN) -> int:
    """Open an incident that was resolved an hour later, and return the id of its card."""
    people[0].json("POST", "issues", {"title": f"Incident {number}", "labels": ["incident"]})
    block = record.write_record([*entries(number), *more], at=NOON, seal=seal)
    card = people[1].json("POST", f"issues/{number}/comments", {"body": f"{CARD_MARK}\nCard\n\n{block}"})
    return int(card["id"])


@pytest.fixture
def people(ada: Client, bot: Client) -> tuple[Client, Client]:
    return ada, bot


def report(connection: Connection, kept: str = "", **access: Any) -> Report:
    options = ReportOptions()
    return make_report(
        connection, read_process_history(connection), options, NOON + 5 * HOUR, RecordAccess(kept, **access)
    )


def asked(sandbox: Sandbox, since: int) -> list[str]:
    paths = (one.path.removeprefix("/api/v3/repos/acme/shop").strip("/") for one in sandbox.requests[since:])
    return [path or "the repository" for path in paths]


def test_incidents_and_items_are_read_in_few_requests(
    sandbox: Sandbox,
    connection: Connection,
    people: tuple[Client, Client],
) -> None:
    for number in (1, 2, 3):
        declare(people, number)
    item = e.ItemOpened(at=NOON, accepted=NOON, incident=1, key="k", text="Alert on it", due=NOON.date())
    body = f"An item.\n\n{record.write_record((item,))}"
    people[1].json("POST", "issues", {"title": "Alert on it", "body": body, "labels": ["action-item"]})
    before = len(sandbox.requests)

    found = report(connection).figures

    assert found.total.numbers == (3, 2, 1)
    assert found.total.durations["time to resolve"].median == 60
    assert [each.name for each in found.groups["preset"]] == ["default"]
    assert [each.number for each in found.items.states[ItemState.OPEN]] == [4]
    assert asked(sandbox, before) == ["commits", "the repository", "issues", "api/graphql", "issues"]
    assert found.incidents[0].moments["resolved"].comment == 3
    assert (found.repository, found.url) == ("acme/shop", f"{sandbox.url}/acme/shop")


def test_the_next_report_reads_only_what_changed(
    sandbox: Sandbox,
    connection: Connection,
    people: tuple[Client, Client],
) -> None:
    cards = [declare(people, number) for number in (1, 2, 3)]
    sandbox.clock.move_to(NOON + 5 * HOUR)
    first = report(connection)
    sandbox.clock.advance(HOUR)
    block = record.write_record(entries(2, resolved=3), at=NOON)
    people[1].json("PATCH", f"issues/comments/{cards[1]}", {"body": f"{CARD_MARK}\nCard\n\n{block}"})
    before = len(sandbox.requests)

    second = report(connection, first.kept)

    assert second.figures.total.durations["time to resolve"].largest == 180
    assert second.figures.total.numbers == (3, 2, 1)
    assert asked(sandbox, before)[2:] == ["issues", "issues/comments", "api/graphql", "issues"]
    assert sum("graphql" in each for each in asked(sandbox, before)) == 1


def test_a_deleted_incident_and_one_without_its_label_are_no_longer_counted(
    connection: Connection,
    people: tuple[Client, Client],
) -> None:
    declare(people, 1)
    declare(people, 2)
    first = report(connection)
    people[0].json("PATCH", "issues/2", {"labels": []})

    assert report(connection, first.kept).figures.total.numbers == (1,)


def test_a_report_leaves_requests_to_responders_and_resumes(
    sandbox: Sandbox,
    connection: Connection,
    people: tuple[Client, Client],
) -> None:
    for number in range(1, 121):
        declare(people, number)
    sandbox.leave(ACTIONS_BOT.login, HOURLY // 4 + 2, GRAPHQL)
    first = report(connection)
    sandbox.clock.advance(HOUR + HOUR)
    later = Connection(sandbox.installation_token, "acme/shop", sandbox.api_url)
    second = report(later, first.kept)

    assert 0 < first.figures.unread < 120
    assert first.figures.items.states[ItemState.OPEN] == ()
    assert len(first.figures.incidents) + first.figures.unread == 120
    assert (second.figures.unread, len(second.figures.incidents)) == (0, 120)


def test_records_by_another_bot_are_read_as_its_own(
    sandbox: Sandbox,
    connection: Connection,
    people: tuple[Client, Client],
) -> None:
    declare(people, 1)

    found = report(connection, app="another").figures

    assert found.total.numbers == (1,)
    assert found.unreadable == ()


def test_a_signed_record_needs_its_key(
    connection: Connection,
    people: tuple[Client, Client],
    caplog: pytest.LogCaptureFixture,
) -> None:
    issue_id = people[0].json("POST", "issues", {"title": "x", "labels": ["incident"]})["id"]
    block = record.write_record(entries(1), at=NOON, seal=Seal(b"k" * 32, f"issue {issue_id}"))
    people[1].json("POST", "issues/1/comments", {"body": f"{CARD_MARK}\nCard\n\n{block}"})

    without, with_key = report(connection).figures, report(connection, key=b"k" * 32).figures

    assert (without.unreadable, with_key.unreadable) == ((1,), ())
    assert "INCIDENT_SIGNING_KEY" in caplog.text


def test_a_deleted_post_mortem_is_noticed(connection: Connection, people: tuple[Client, Client]) -> None:
    said: dict[str, Any] = {"at": NOON + HOUR, "accepted": NOON + HOUR}
    declare(
        people,
        1,
        e.PostmortemOpened(**said, branch="p", path="docs/incidents/x.md", pull=9),
        e.PostmortemEnded(**said, pull=9, merged=True),
    )

    assert report(connection).figures.reviews.states["file deleted since"] == (1,)


def test_a_renamed_service_and_an_earlier_process_come_from_the_configuration(
    sandbox: Sandbox,
    connection: Connection,
    people: tuple[Client, Client],
) -> None:
    declare(people, 1)
    sandbox.clock.advance(HOUR)
    put_configuration(people[0], "extends: p-levels\nservices: [{ name: storefront, formerly: [web] }]\n")

    found = report(connection).figures

    assert [(each.name, each.numbers) for each in found.groups["service"]] == [("storefront", (1,))]


def put_configuration(ada: Client, text: str) -> None:
    branch = ada.branch("configure", {".github/incidents.yml": text})
    ada.json("PATCH", "git/refs/heads/main", {"sha": branch})


def test_without_any_incident_there_is_a_report(connection: Connection) -> None:
    found = report(connection)

    assert (found.figures.incidents, found.figures.unread) == ((), 0)
    assert found.kept.count("\n") == 1
