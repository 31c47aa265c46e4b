"""Texts that clients ask for first, and lists of what a sandbox does not have."""

from __future__ import annotations

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client
from tests.tiers import sampled

EMPTY = (
    "/gists", "/notifications", "/user/followers", "/user/following", "/user/keys", "/users/grace/gists", "/users/grace/orgs",
    "/users/grace/events", "/licenses", "/gitignore/templates", "notifications", "events", "teams", "keys", "invitations",
)  # fmt: skip


def test_a_saying_and_a_picture_are_texts(ada: Client) -> None:
    assert ada("GET", "/zen").text == "Keep it logically awesome."
    assert "Ship it" in ada("GET", "/octocat", params={"s": "Ship it"}).text
    assert ada.json("GET", "/emojis") == {}


def test_markdown_becomes_html_that_cannot_act(ada: Client) -> None:
    ada.issue()

    plain = ada("POST", "/markdown", {"text": "**Bold** #1 <script>x</script>"}).text
    linked = ada("POST", "/markdown", {"text": "#1 @grace", "mode": "gfm", "context": "acme/shop"}).text

    assert ("<strong>Bold</strong>" in plain, "<script" in plain, "issues/1" in plain) == (True, False, False)
    assert ("/acme/shop/issues/1" in linked, "/grace" in linked) == (True, True)


def test_markdown_may_come_as_a_plain_text(sandbox: Sandbox, ada: Client) -> None:
    headers = {"Authorization": f"token {ada.token}", "Content-Type": "text/plain"}

    html = ada.session.post(f"{sandbox.api_url}/markdown/raw", data=b"# Title", headers=headers, timeout=10).text

    assert "Title</h1>" in html


@pytest.mark.parametrize("path", sampled(EMPTY, one_in=8))
def test_what_a_sandbox_does_not_have_is_an_empty_list(ada: Client, grace: Client, path: str) -> None:
    assert ada.json("GET", path) == []


def test_what_actions_keep_is_counted_as_nothing(ada: Client) -> None:
    assert ada.json("GET", "actions/caches") == {"total_count": 0, "actions_caches": []}
    assert ada.json("GET", "actions/artifacts") == {"total_count": 0, "artifacts": []}
    assert ada.json("GET", "actions/cache/usage")["active_caches_count"] == 0


def test_nothing_is_listed_of_what_does_not_exist(sandbox: Sandbox, ada: Client) -> None:
    assert ada("GET", "/users/nobody/gists").status_code == 404
    assert ada("GET", "/repos/acme/nothing/events").status_code == 404
    assert Client(sandbox, None)("GET", "/notifications").status_code == 401
