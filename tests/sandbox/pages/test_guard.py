"""What another website or another name of this machine could send is refused."""

from __future__ import annotations

import pytest
from requests import get

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.pages.guard import is_loopback, is_own_form
from tests.sandbox.pages.visitor import HTML, Visitor

COMMENT: dict[str, str | list[str]] = {"body": "hello"}


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1:8765", True),
        ("localhost", True),
        ("[::1]:80", True),
        ("shop.localhost:8765", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example:8765", False),
        ("localhost.evil.example", False),
        ("192.168.0.7", False),
        ("", False),
        ("[", False),
    ],
)
def test_only_names_of_this_machine_are_served(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.parametrize(
    ("headers", "sent", "expected"),
    [
        ({}, "right", True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:1", "Host": "127.0.0.1:1"}, "right", True),
        ({}, "wrong", False),
        ({}, "", False),
        ({"Sec-Fetch-Site": "cross-site"}, "right", False),
        ({"Sec-Fetch-Site": "same-site"}, "right", False),
        ({"Origin": "http://127.0.0.1:2", "Host": "127.0.0.1:1"}, "right", False),
        ({"Origin": "null", "Host": "127.0.0.1:1"}, "right", False),
    ],
)
def test_only_forms_of_this_website_are_taken(headers: dict[str, str], sent: str, expected: bool) -> None:
    assert is_own_form(headers, "right", sent) is expected


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({"token": "wrong"}, {}),
        ({"token": ""}, {}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
        ({}, {"Origin": "http://evil.example"}),
    ],
)
def test_a_form_of_another_website_changes_nothing(
    sandbox: Sandbox, visitor: Visitor, fields: dict[str, str | list[str]], headers: dict[str, str]
) -> None:
    number = visitor.send("/acme/shop/issues/new", {"title": "Checkout is down"}).rpartition("/")[2]

    answer = visitor.post(f"/acme/shop/issues/{number}/comments", COMMENT | fields, **headers)

    assert (answer.status_code, sandbox.repository("acme/shop").comments) == (403, {})
    assert "hello" in answer.text, "what was written is not lost"


@pytest.mark.parametrize("path", ["/", "/acme/shop", "/repos/acme/shop", "/_sandbox/events"])
def test_a_request_by_a_name_that_others_can_give_is_refused(sandbox: Sandbox, path: str) -> None:
    answer = get(sandbox.url + path, headers=HTML | {"Host": "evil.example"}, timeout=10)

    assert answer.status_code == 421


def test_a_page_loads_nothing_from_elsewhere_and_runs_no_script_of_its_own(visitor: Visitor) -> None:
    answer = visitor.get("/acme/shop")

    policy = dict(each.strip().split(" ", 1) for each in answer.headers["Content-Security-Policy"].split(";"))
    assert (policy["default-src"], policy["script-src"], policy["frame-ancestors"]) == ("'none'", "'self'", "'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.text.count("<script") == answer.text.count('<script src="/_sandbox/page.js" defer>') == 1


def test_the_chosen_person_is_not_sent_with_requests_of_other_websites(visitor: Visitor) -> None:
    cookie = visitor.post("/_sandbox/act-as", {"act_as": "grace", "back": "/acme/shop"}).headers["Set-Cookie"]

    assert [each for each in ("HttpOnly", "SameSite=Strict") if each not in cookie] == []


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_no_form_leads_to_another_website(visitor: Visitor, back: str) -> None:
    assert visitor.send("/_sandbox/act-as", {"act_as": "grace", "back": back}) == "/"
