"""The description finds what GitHub would never say."""

from dataclasses import replace
from typing import Any

import pytest

from incident_actions.sandbox import Exchange, Sandbox
from tests.sandbox.client import Client
from tests.sandbox.published import answer_faults, payload_faults


@pytest.fixture
def exchange(sandbox: Sandbox, ada: Client) -> Exchange:
    seen: list[Exchange] = []
    sandbox.observers.append(seen.append)
    ada.json("POST", "labels", {"name": "incident", "color": "b60205"})
    return seen[0]


@pytest.mark.parametrize(
    ("json", "fault"),
    [
        ({"name": None}, "POST /repos/{owner}/{repo}/labels 201: name: Input should be a valid string"),
        ({"colour": "red"}, "POST /repos/{owner}/{repo}/labels 201: colour is not published"),
    ],
)
def test_a_wrong_or_invented_field_is_a_fault(exchange: Exchange, json: dict[str, Any], fault: str) -> None:
    assert answer_faults(exchange) == []
    assert answer_faults(replace(exchange, json=exchange.json | json)) == [fault]


def test_a_body_that_is_missing_is_a_fault(exchange: Exchange) -> None:
    assert len(answer_faults(replace(exchange, json=None))) == 1


@pytest.mark.parametrize(
    ("request_", "fault"),
    [
        (
            {"route": "/repos/{owner}/{repo}/tags/new"},
            "POST /repos/{owner}/{repo}/tags/new 201: no such route is published",
        ),
        ({"status": 500}, "POST /repos/{owner}/{repo}/labels 500: the sandbox broke"),
    ],
)
def test_an_invented_route_or_a_broken_one_is_a_fault(exchange: Exchange, request_: dict[str, Any], fault: str) -> None:
    assert answer_faults(replace(exchange, request=replace(exchange.request, **request_))) == [fault]


def test_an_invented_or_incomplete_payload_is_a_fault(sandbox: Sandbox, exchange: Exchange) -> None:
    delivery = sandbox.deliveries[0]
    incomplete = {key: value for key, value in delivery.payload.items() if key != "label"}

    assert payload_faults(delivery) == []
    assert payload_faults(replace(delivery, payload=incomplete)) == ["webhook label created: label: Field required"]
    assert payload_faults(replace(delivery, payload=delivery.payload | {"action": "painted"})) == [
        "webhook label painted: no such action is published"
    ]
