"""Issues get the type of the configuration, or none where the organization doesn't have it."""

from __future__ import annotations

import pytest

from incident_actions.contract.effects import OpenIssue, SetIssue
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.writer import IssueWriter
from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def types(writer: IssueWriter, ada: Client) -> list[str | None]:
    """Return the types of an issue that is changed, and of two that are opened."""
    changed = int(ada.issue()["number"])
    writer.carry_out(SetIssue(changed, title="Checkout is down", type="Bug"))
    keys = ("1:a", "1:b")
    opened = [writer.create(OpenIssue(key, "Alert on it", f"{key}", ("action-item",), type="Task")) for key in keys]
    shown = [ada.json("GET", f"issues/{number}") for number in (changed, *(each.number for each in opened))]
    assert [each["title"] for each in shown] == ["Checkout is down", "Alert on it", "Alert on it"]
    return [(each.get("type") or {}).get("name") for each in shown]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (["Task", "bug"], ["bug", "Task", "Task"]),
        (["Bug"], ["Bug", None, None]),
        ([], [None, None, None]),
    ],
)
def test_a_type_that_is_missing_keeps_nothing_from_being_written(
    known: list[str], expected: list[str | None], writer: IssueWriter, ada: Client, sandbox: Sandbox
) -> None:
    sandbox.repository("acme/shop").settings.issue_types = known

    assert types(writer, ada) == expected


def test_a_refused_type_is_sent_once_in_a_run(writer: IssueWriter, connection: Connection, ada: Client) -> None:
    types(writer, ada)
    before = connection.request_count

    writer.carry_out(SetIssue(1, title="Search is slow", type="Bug"))

    assert connection.request_count - before == 1
