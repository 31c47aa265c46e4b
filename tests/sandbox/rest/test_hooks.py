"""Webhooks get what they subscribe to, signed, on this machine only."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client

ELSEWHERE = "https://example.com/hook"


@dataclass
class Receiver:
    """A server that webhooks call, and what it got: headers and bodies."""

    url: str = ""
    code: int = 204
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def events(self) -> list[str]:
        return [headers["X-GitHub-Event"] for headers, _ in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            made.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(made.code)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.url = f"http://127.0.0.1:{server.server_port}/hook?a=b"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield made
        server.shutdown()


def make_hook(ada: Client, url: str, **more: Any) -> str:
    """Create a webhook about issues, and return its path."""
    config = {"url": url, "content_type": "json", "secret": "hush", **more}
    return f"hooks/{ada.json('POST', 'hooks', {'config': config, 'events': ['issues']})['id']}"


def test_a_webhook_gets_a_ping_and_then_what_it_subscribes_to(
    sandbox: Sandbox, ada: Client, receiver: Receiver
) -> None:
    place = make_hook(ada, receiver.url)
    ada.issue("Checkout is down")
    ada.json("POST", "issues/1/comments", {"body": "Not about issues"})
    sandbox.settle()

    headers, body = receiver.got[-1]
    assert receiver.events() == ["ping", "issues"]
    assert json.loads(body)["issue"]["title"] == "Checkout is down"
    signature = hmac.new(b"hush", body, hashlib.sha256).hexdigest()
    assert headers["X-Hub-Signature-256"] == f"sha256={signature}"
    assert (headers["Content-Type"], headers["X-GitHub-Hook-ID"]) == ("application/json", place.partition("/")[2])
    assert headers["User-Agent"].startswith("GitHub-Hookshot/")
    assert ada.json("GET", place)["last_response"] == {"code": 204, "status": "active", "message": "OK"}


@pytest.mark.rest
def test_a_form_carries_the_payload_and_no_secret_means_no_signature(
    sandbox: Sandbox, ada: Client, receiver: Receiver
) -> None:
    make_hook(ada, receiver.url, content_type="form", secret="")
    sandbox.settle()

    ((headers, body),) = receiver.got
    assert json.loads(parse_qs(body.decode())["payload"][0])["hook"]["events"] == ["issues"]
    assert ("X-Hub-Signature-256" in headers, headers["Content-Type"]) == (False, "application/x-www-form-urlencoded")


def test_deliveries_are_listed_and_sent_again(sandbox: Sandbox, ada: Client, receiver: Receiver) -> None:
    receiver.code = 500
    place = make_hook(ada, receiver.url)
    sandbox.settle()
    (failed,) = ada.json("GET", f"{place}/deliveries")
    receiver.code = 200
    again = ada("POST", f"{place}/deliveries/{failed['id']}/attempts")
    sandbox.settle()

    latest, first = ada.json("GET", f"{place}/deliveries")
    assert (again.status_code, first) == (202, failed)
    assert [(each["status_code"], each["status"], each["redelivery"]) for each in (first, latest)] == [
        (500, "Invalid HTTP Response: 500", False),
        (200, "OK", True),
    ]
    assert latest["guid"] == failed["guid"] == receiver.got[0][0]["X-GitHub-Delivery"]
    whole = ada.json("GET", f"{place}/deliveries/{latest['id']}")
    assert whole["request"]["payload"] == json.loads(receiver.got[1][1])
    assert whole["request"]["headers"]["X-GitHub-Event"] == "ping"
    page = ada("GET", f"{place}/deliveries", params={"per_page": 1})
    assert [each["id"] for each in page.json()] == [latest["id"]]
    assert ada("GET", page.links["next"]["url"].removeprefix(sandbox.api_url)).json() == [first]


@pytest.mark.rest
def test_pings_and_the_latest_push_are_sent_on_request(sandbox: Sandbox, ada: Client, receiver: Receiver) -> None:
    place = make_hook(ada, receiver.url)
    ada.json("PUT", "contents/a.txt", {"message": "m", "content": ""})
    answers = [ada("POST", f"{place}/tests"), ada("POST", f"{place}/pings")]
    ada.json("PATCH", place, {"events": ["*"]})
    answers.append(ada("POST", f"{place}/tests"))
    sandbox.settle()

    assert [each.status_code for each in answers] == [204, 204, 204]
    assert receiver.events() == ["ping", "ping", "push"]


def test_nothing_is_sent_to_another_machine(sandbox: Sandbox, ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("http.client.HTTPSConnection", refuse)
    place = make_hook(ada, ELSEWHERE)
    sandbox.settle()

    (delivery,) = ada.json("GET", f"{place}/deliveries")
    assert (delivery["status_code"], delivery["status"]) == (502, "failed to connect to host")


@pytest.mark.rest
def test_a_receiver_that_is_gone_or_a_webhook_that_is_inactive_does_no_harm(
    sandbox: Sandbox, ada: Client, receiver: Receiver
) -> None:
    gone = make_hook(ada, "http://127.0.0.1:1/hook")
    place = make_hook(ada, receiver.url)
    ada.json("PATCH", place, {"active": False})
    ada.issue()
    sandbox.settle()

    assert receiver.events() == ["ping"]
    assert [each["status_code"] for each in ada.json("GET", f"{gone}/deliveries")] == [502, 502]


def test_a_hook_is_created_changed_and_deleted(ada: Client) -> None:
    place = make_hook(ada, ELSEWHERE)
    config = ada.json("GET", f"{place}/config")
    changed = ada.json("PATCH", f"{place}/config", {"content_type": "form"})
    without = ada.json("PATCH", place, {"config": {"url": ELSEWHERE}, "active": False})

    assert config == {"url": ELSEWHERE, "content_type": "json", "insecure_ssl": "0", "secret": "********"}
    assert (changed, without["active"]) == (config | {"content_type": "form"}, False)
    assert without["config"] == {"url": ELSEWHERE, "content_type": "form", "insecure_ssl": "0"}
    assert [each["config"]["url"] for each in ada.json("GET", "hooks")] == [ELSEWHERE]
    assert ada.json("GET", place)["events"] == ["issues"]
    assert (ada("DELETE", place).status_code, ada("GET", place).status_code) == (204, 404)


def test_a_hook_that_cannot_be_made_is_refused(ada: Client, grace: Client) -> None:
    place = make_hook(ada, ELSEWHERE)

    bodies = [{"config": {"url": ELSEWHERE}}, {"config": {"url": "example.com"}}, {}]
    assert [ada("POST", "hooks", body).status_code for body in bodies] == [422, 422, 422]
    paths = [("GET", "hooks"), ("POST", "hooks"), ("GET", f"{place}/deliveries"), ("POST", f"{place}/pings")]
    assert [grace(method, path).status_code for method, path in paths] == [403] * 4
    assert ada("GET", f"{place}/deliveries/7").status_code == 404
