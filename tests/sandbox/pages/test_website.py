"""The website and the API share their addresses: a browser gets pages, everything else gets what it got before."""

from __future__ import annotations

import pytest
from requests import get

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client
from tests.sandbox.pages.visitor import Visitor, read


def test_the_first_page_lists_the_repositories_and_is_marked_as_a_sandbox(visitor: Visitor) -> None:
    page = visitor.page("/")

    assert "Sandbox, not GitHub" in page
    assert "acme/shop" in read(page)


@pytest.mark.parametrize("path", ["/acme/shop", "/acme", "/acme/shop/issues/1"])
def test_a_client_of_the_api_still_gets_json_where_the_api_has_nothing(sandbox: Sandbox, path: str) -> None:
    answer = get(sandbox.url + path, timeout=10)

    assert (answer.status_code, answer.json()["message"]) == (404, "Not Found")


def test_a_page_counts_towards_no_rate_limit_and_no_list_of_requests(sandbox: Sandbox, visitor: Visitor) -> None:
    before = len(sandbox.requests)

    answer = visitor.get("/acme/shop")

    assert "X-RateLimit-Limit" not in answer.headers
    assert len(sandbox.requests) == before


def test_the_files_of_the_website_are_its_own(visitor: Visitor) -> None:
    kinds = [visitor.get(f"/_sandbox/{name}").headers["Content-Type"] for name in ("page.css", "page.js", "icon.svg")]

    assert kinds == ["text/css; charset=utf-8", "text/javascript; charset=utf-8", "image/svg+xml; charset=utf-8"]


@pytest.mark.parametrize(
    "path",
    [
        "/nobody",
        "/acme/nothing",
        "/acme/shop/issues/99",
        "/acme/shop/blob/main/nothing",
        "/a/b/c/d/e",
        "/acme/shop/commit/abc",
    ],
)
def test_an_address_without_a_page_says_so(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)

    assert (answer.status_code, "Page not found" in answer.text) == (404, True)


def test_a_private_repository_is_hidden_from_strangers(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.create_repository("acme/secret", private=True, collaborators={"ada": "admin"})
    sandbox.token("mallory")

    seen = visitor.get("/acme/secret").status_code
    visitor.act_as("mallory")

    assert (seen, visitor.get("/acme/secret").status_code, "secret" in visitor.page("/")) == (200, 404, False)


def test_a_page_is_an_admins_view_until_somebody_else_is_chosen(visitor: Visitor) -> None:
    first = visitor.page("/acme/shop")
    visitor.act_as("grace")

    assert ("<b>ada</b>" in first, "<b>grace</b>" in visitor.page("/acme/shop")) == (True, True)


def test_nobody_acts_as_a_bot_or_as_somebody_unknown(visitor: Visitor) -> None:
    refused = [
        visitor.post("/_sandbox/act-as", {"act_as": name}).status_code for name in ("github-actions[bot]", "nobody")
    ]

    assert refused == [422, 422]


def test_a_mistake_of_the_sandbox_is_logged_and_what_was_written_is_shown(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    answer = visitor.post(f"/acme/shop/issues/{'9' * 5000}/comments", {"body": "All of my work"})

    assert (answer.status_code, "All of my work" in answer.text) == (500, True)
    assert "ValueError" in caplog.text


def test_open_pages_learn_of_each_change(sandbox: Sandbox, ada: Client) -> None:
    with get(f"{sandbox.url}/_sandbox/events", stream=True, timeout=10) as stream:
        numbers = (int(line[6:]) for line in stream.iter_lines() if line.startswith(b"data: "))
        first = next(numbers)
        ada.issue()

        assert next(numbers) > first


def test_an_invitation_is_accepted_on_the_first_page(sandbox: Sandbox, ada: Client, visitor: Visitor) -> None:
    sandbox.token("ines")
    numbers = [ada.json("PUT", f"collaborators/{login}", {"permission": "push"})["id"] for login in ("ines", "zed")]
    visitor.act_as("ines")
    shown = visitor.text("/")

    answers = [visitor.post(f"/_sandbox/invitations/{number}", {"do": "accept"}).status_code for number in numbers]

    assert "ada invited ines to acme/shop with the role write. Accept Decline" in shown
    assert (answers, "ines has the role write" in visitor.text("/")) == ([303, 404], True)
