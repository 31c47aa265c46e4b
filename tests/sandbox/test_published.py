"""The description finds what GitHub would never say."""

from dataclasses import replace
from typing import Any

import pytest

from incident_actions.sandbox import Exchange, Sandbox
from tests.sandbox.client import Client
from tests.sandbox.published import answer_faults, payload_faults, payload_model, webhook
from tests.tiers import as_exhaustive, as_rest


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


@pytest.mark.parametrize("event", ["issue_comment", as_rest("issues"), as_exhaustive("pull_request")])
def test_the_model_of_a_payload_is_the_one_that_is_published_for_its_action(event: str) -> None:
    actions = webhook(event).action_types

    assert {action: payload_model(event, action) for action in actions} == actions


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/users/bot[bot]", "http://127.0.0.1/a b", "/users/ada", "http://127.0.0.1/%2"]
)
def test_an_address_that_is_none_is_a_fault_wherever_it_stands(exchange: Exchange, address: str) -> None:
    where = "POST /repos/{owner}/{repo}/labels 201"

    assert answer_faults(replace(exchange, json=exchange.json | {"url": address})) == [
        f"{where}: url: {address} is no valid uri"
    ]
    assert answer_faults(replace(exchange, json=exchange.json | {"url": "http://127.0.0.1/x{/open}"})) == []


def test_a_time_that_is_none_is_a_fault(sandbox: Sandbox, ada: Client) -> None:
    seen: list[Exchange] = []
    sandbox.observers.append(seen.append)
    ada.issue()

    (fault,) = answer_faults(replace(seen[0], json=seen[0].json | {"created_at": "yesterday"}))

    assert fault.startswith("POST /repos/{owner}/{repo}/issues 201: created_at: Input should be a valid datetime")
