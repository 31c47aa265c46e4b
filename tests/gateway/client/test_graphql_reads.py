"""Reads by GraphQL fail without harm: the caller reads by REST, and what was refused is not asked for again."""

from typing import Any

import pytest

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.graphql_reads import can_query, name_repositories, query_or_none
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import BAD_GATEWAY, NOT_FOUND, Fault


def read(connection: Connection, field: str = "nameWithOwner", subject: str = "the name") -> Any:
    declared, variables = name_repositories([connection.name])
    query = f"query Name({', '.join(declared)}) {{ repository(owner: $o0, name: $n0) {{ {field} }} }}"
    return query_or_none(connection, query, variables, lambda data: data["repository"]["nameWithOwner"], subject)


def test_a_field_that_the_server_lacks_ends_this_query_and_no_other(connection: Connection, sandbox: Sandbox) -> None:
    found = [read(connection, "colour", "the colour"), read(connection, "colour", "the colour"), read(connection)]

    assert (found, len(sandbox.requests)) == ([None, None, "acme/shop"], 2)


@pytest.mark.parametrize(("fault", "later", "requests"), [(NOT_FOUND, None, 1), (BAD_GATEWAY, "acme/shop", 2)])
def test_a_refusal_holds_for_the_run_and_a_slow_answer_does_not(
    fault: Any, later: str | None, requests: int, connection: Connection, sandbox: Sandbox
) -> None:
    sandbox.faults.add(Fault(fault, route="POST /graphql"))

    assert ([read(connection), read(connection, subject="another")], len(sandbox.requests)) == ([None, later], requests)


def test_an_answer_of_another_form_is_none(connection: Connection) -> None:
    assert (read(connection, "id"), can_query(connection, "the name")) == (None, True)


def test_every_repository_has_variables_of_its_own() -> None:
    assert name_repositories(["acme/shop", "acme/api"]) == (
        ["$o0: String!", "$n0: String!", "$o1: String!", "$n1: String!"],
        {"o0": "acme", "n0": "shop", "o1": "acme", "n1": "api"},
    )
