"""The HTTP face: prefixes, headers, limits, odd requests, and what is remembered of each."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from requests import get, post

from incident_actions.sandbox import Exchange, Request, Sandbox
from incident_actions.sandbox.rest.routes import ROUTES
from tests.sandbox.client import Client
from tests.sandbox.conftest import NOON


def test_the_api_answers_with_and_without_enterprise_servers_prefix(sandbox: Sandbox) -> None:
    urls = [f"{root}/repos/acme/shop" for root in (sandbox.url, sandbox.api_url)]

    assert [get(url, timeout=5).json()["full_name"] for url in urls] == ["acme/shop", "acme/shop"]


def test_each_request_is_remembered_with_its_route_and_actor(sandbox: Sandbox, ada: Client) -> None:
    ada.issue()
    ada("GET", "issues/1/comments?per_page=5")
    ada("GET", "/nowhere")

    all_issues, comments = "/repos/{owner}/{repo}/issues", "/repos/{owner}/{repo}/issues/{issue_number}/comments"
    prefix = "/api/v3/repos/acme/shop"
    assert sandbox.requests == [
        Request("POST", f"{prefix}/issues", "", all_issues, 201, "ada"),
        Request("GET", f"{prefix}/issues/1/comments", "per_page=5", comments, 200, "ada"),
        Request("GET", "/api/v3/nowhere", "", None, 404, "ada"),
    ]


def test_observers_see_the_json_and_the_headers(sandbox: Sandbox, ada: Client) -> None:
    seen: list[Exchange] = []
    sandbox.observers.append(seen.append)

    ada.issue("seen")

    (exchange,) = seen
    assert (exchange.json["title"], exchange.headers["X-RateLimit-Used"]) == ("seen", "1")


def test_requests_are_counted_by_the_hour_and_by_the_account(sandbox: Sandbox, ada: Client, grace: Client) -> None:
    ada("GET", "")
    first = ada("GET", "").headers
    sandbox.clock.advance(timedelta(hours=1))
    later = ada("GET", "").headers

    assert [first[f"X-RateLimit-{key}"] for key in ("Limit", "Remaining", "Used")] == ["15000", "14998", "2"]
    assert int(first["X-RateLimit-Reset"]) == int((NOON + timedelta(hours=1)).timestamp())
    assert (later["X-RateLimit-Used"], grace("GET", "").headers["X-RateLimit-Used"]) == ("1", "1")
    assert ada.json("GET", "/rate_limit")["resources"]["core"]["used"] == 1


def test_beyond_the_limit_github_refuses(tmp_path: Path) -> None:
    with Sandbox(tmp_path, now=NOON, hourly_requests=2) as sandbox:
        sandbox.create_repository("acme/shop", collaborators={"ada": "admin"})
        ada = Client(sandbox, sandbox.token("ada"))

        statuses = [ada("GET", "").status_code for _ in range(3)]

        last = ada("GET", "")
        assert (statuses, last.json()["message"]) == ([200, 200, 403], "API rate limit exceeded for ada.")
        assert last.headers["X-RateLimit-Remaining"] == "0"


def test_an_unchanged_answer_costs_nothing(ada: Client) -> None:
    first = ada("GET", "labels")

    again = ada("GET", "labels", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content, again.headers["X-RateLimit-Used"]) == (304, b"", "1")


def test_a_body_that_is_no_json_is_refused(sandbox: Sandbox) -> None:
    headers = {"Authorization": f"token {sandbox.token('ada')}"}

    response = post(f"{sandbox.api_url}/repos/acme/shop/issues", data=b"{", headers=headers, timeout=5)

    assert (response.status_code, response.json()["message"]) == (400, "Problems parsing JSON")


def test_a_standing_clock_takes_a_second_for_a_write_and_none_for_a_read(sandbox: Sandbox, ada: Client) -> None:
    ada("GET", "labels")
    ada.issue()
    ada("GET", "issues/1")

    assert sandbox.clock.now() == NOON + timedelta(seconds=1)


def test_a_broken_sandbox_says_so_and_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Sandbox(tmp_path) as sandbox:
        place = sandbox.create_repository("acme/shop", collaborators={"ada": "admin"})
        ada, labels = Client(sandbox, sandbox.token("ada")), place.labels
        del place.labels

        broken = ada("GET", "labels")
        place.labels = labels

        assert (broken.status_code, broken.json()["message"]) == (500, "Server Error")
        assert "AttributeError" in caplog.text
        assert ada("GET", "labels").ok
        assert [each.status for each in sandbox.requests] == [500, 200]


@pytest.mark.parametrize("authorization", ["token wrong", "Basic !", "Basic YWRhOndyb25n", "nonsense"])
def test_credentials_that_nobody_has_are_refused(sandbox: Sandbox, authorization: str) -> None:
    response = get(f"{sandbox.api_url}/repos/acme/shop", headers={"Authorization": authorization}, timeout=5)

    assert (response.status_code, response.json()["message"]) == (401, "Bad credentials")


def test_a_body_must_be_an_object(sandbox: Sandbox) -> None:
    headers = {"Authorization": f"token {sandbox.token('ada')}"}

    response = post(f"{sandbox.api_url}/repos/acme/shop/issues", data=b"7", headers=headers, timeout=5)

    assert (response.status_code, response.json()["message"]) == (400, "Body should be a JSON object")


def test_no_route_is_served_twice() -> None:
    counted = Counter((route.method, route.template) for route in ROUTES)

    assert [route for route, times in counted.items() if times > 1] == []
