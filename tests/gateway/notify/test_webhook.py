"""A signed webhook gets an event as JSON, and its receiver can tell who sent it."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

import pytest

from incident_actions.contract.effects import Notify
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.notify.addresses import parse_addresses
from incident_actions.gateway.notify.dispatcher import Dispatcher
from incident_actions.gateway.notify.webhook import event_headers, lacks_key, post_event
from tests.receivers.web import Got, Web

EVENT = {"version": 1, "event": "incident.declared", "id": "acme/shop#7/notify:declared:c1.0", "title": "Grüße"}
MESSAGE = Notify("k", 7, ("",), "T", "B", "failure", event=json.dumps(EVENT, ensure_ascii=False))


def address(there: Web, path: str, key: str = "s3cr3t") -> dict[str, object]:
    return {"schema": "hook", "user": key, "host": "127.0.0.1", "port": there.port, "fullpath": path}


def test_an_event_comes_with_a_signature_that_its_receiver_can_check(there: Web) -> None:
    sent = Dispatcher(parse_addresses(f"hook://s3cr3t@127.0.0.1:{there.port}/incidents")).send(MESSAGE)

    assert sent == CreationResult()
    (got,) = there.got
    assert got == Got("", "/incidents", EVENT)
    assert got.headers["Content-Type"] == "application/json; charset=utf-8"
    assert got.headers["X-Incident-Event"] == "incident.declared"
    assert got.headers["X-Incident-Delivery"] == hashlib.sha256(b"acme/shop#7/notify:declared:c1.0").hexdigest()[:32]
    assert got.headers["X-Hub-Signature-256"] == f"sha256={hmac.new(b's3cr3t', got.raw, hashlib.sha256).hexdigest()}"


@pytest.mark.rest
def test_an_event_goes_over_https_to_a_host_whose_certificate_is_trusted(
    there: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in there.proxied(tmp_path).items():
        monkeypatch.setenv(name, value)

    assert Dispatcher(parse_addresses("hooks://k@hooks.example.org/in")).send(MESSAGE) == CreationResult()
    assert there.got == [Got("hooks.example.org", "/in", EVENT)]


def test_an_address_without_a_key_is_not_valid(there: Web) -> None:
    sent = Dispatcher(parse_addresses(f"hook://127.0.0.1:{there.port}/incidents")).send(MESSAGE)

    assert sent == CreationResult(undelivered=(("", "unreadable:1:"),))
    assert there.got == []


@pytest.mark.parametrize(
    ("url", "lacks"),
    [
        ("hooks://key@example.org/x", False),
        ("HOOK://key@example.org", False),
        ("hooks://example.org/x", True),
        ("hook://@example.org/x", True),
        ("hook://example.org/a@b", True),
        ("json://example.org/x", False),
    ],
)
def test_only_a_webhook_needs_a_key(url: str, lacks: bool) -> None:
    assert lacks_key(url) is lacks


@pytest.mark.parametrize(("status", "took"), [(200, True), (202, True), (302, False), (404, False), (500, False)])
def test_a_receiver_takes_an_event_by_answering_with_success(there: Web, status: int, took: bool) -> None:
    there.answers["/in"] = status

    assert post_event(MESSAGE.event, address(there, "/in"), 5) is took


def test_a_receiver_that_is_gone_takes_nothing() -> None:
    assert not post_event(MESSAGE.event, {"schema": "hook", "user": "k", "host": "127.0.0.1", "port": 9}, 5)


def test_what_is_no_event_is_not_sent(there: Web) -> None:
    assert not post_event("", address(there, "/in"), 5)
    assert there.got == []


def test_the_signature_is_that_of_the_bytes() -> None:
    one, other = (event_headers(body, "k") for body in (b'{"event":"a","id":"1"}', b'{"event":"a", "id":"1"}'))

    assert one["X-Hub-Signature-256"] != other["X-Hub-Signature-256"]
    assert one["X-Incident-Delivery"] == other["X-Incident-Delivery"]
