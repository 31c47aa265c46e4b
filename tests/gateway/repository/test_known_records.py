"""A record is read as it is, in one request, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract.card_comment import CARD_MARK, RECORD_PAGE_MARK
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.repository.known_records import read_known_incident
from incident_actions.model.incident.entry import Declared, Resolved
from incident_actions.model.incident.incident import Incident
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import SERVER_ERROR, Fault, Reply
from incident_actions.text import record
from incident_actions.text.seal import Seal
from tests.gateway.conftest import NOON
from tests.sandbox.client import Client
from tests.worlds import PROCESS

DECLARED = Declared(at=NOON, accepted=NOON, title="Checkout is down", severity="SEV-1")
RESOLVED = Resolved(at=NOON + timedelta(hours=1), accepted=NOON + timedelta(hours=1))


@pytest.fixture(autouse=True)
def issue(ada: Client) -> None:
    ada.issue("Checkout is down")


def post(by: Client, *, mark: str = CARD_MARK, block: str) -> int:
    return int(by.json("POST", "issues/1/comments", {"body": f"{mark}\nThe card.\n\n{block}"})["id"])


def severity_of(connection: Connection, bot: str = "") -> str:
    process = replace(PROCESS, bot=bot or None)
    incident = read_known_incident(connection, 1, process)
    return incident.severity if isinstance(incident, Incident) else "not known"


def test_the_card_of_a_bot_counts(connection: Connection, bot: Client) -> None:
    post(bot, block=record.write_record((DECLARED,)))
    before = connection.request_count

    assert severity_of(connection) == "SEV-1"
    assert connection.request_count - before == 1


def test_the_comment_of_a_person_is_no_card_unless_the_configuration_names_that_account(
    connection: Connection, ada: Client
) -> None:
    post(ada, block=record.write_record((DECLARED,)))

    assert severity_of(connection) == "not known"
    assert severity_of(connection, bot="Ada") == "SEV-1"


def test_a_record_that_is_sealed_with_a_key_can_be_read_without_it(connection: Connection, bot: Client) -> None:
    post(bot, block=record.write_record((DECLARED,), seal=Seal(b"secret", "issue 1")))

    assert severity_of(connection) == "SEV-1"


def test_a_record_of_several_pages_is_read_whole(connection: Connection, bot: Client) -> None:
    page = post(bot, mark=RECORD_PAGE_MARK, block=record.write_record((DECLARED,)))
    post(bot, block=record.write_record((RESOLVED,), pages=(page,)))

    incident = read_known_incident(connection, 1, PROCESS)

    assert incident is not None
    assert sorted(incident.milestones) == ["declared", "resolved"]


@pytest.mark.parametrize("fault", [Reply(403, {"message": "Resource not accessible by integration"}), SERVER_ERROR])
def test_what_cannot_be_read_is_not_known(
    fault: Reply, connection: Connection, bot: Client, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    post(bot, block=record.write_record((DECLARED,)))
    sandbox.faults.add(Fault(fault, route="GET /repos/{owner}/{repo}/issues/{issue_number}/comments", times=None))

    assert severity_of(connection) == "not known"


def test_an_issue_without_a_card_has_no_record(connection: Connection) -> None:
    assert severity_of(connection) == "not known"
