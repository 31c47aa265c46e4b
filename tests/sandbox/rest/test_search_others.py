"""Repositories, accounts, files and labels are searched by words."""

from __future__ import annotations

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client
from tests.tiers import sampled

SEARCHES = {
    "repositories?q=shop": ["acme/shop"],
    "repositories?q=shop user:acme": ["acme/shop"],
    "repositories?q=shop user:ada": [],
    "repositories?q=topic:cart": ["acme/shop"],
    "users?q=ra": ["grace"],
    "users?q=a type:org": ["acme"],
    "code?q=TWO repo:acme/shop": ["src/cart.py"],
    "code?q=cart.py": ["src/cart.py"],
    "code?q=nowhere": [],
}


@pytest.mark.parametrize("query", sampled(SEARCHES, one_in=3))
def test_what_a_query_finds(ada: Client, grace: Client, query: str) -> None:
    ada.json("PUT", "topics", {"names": ["cart"]})

    found = ada.json("GET", f"/search/{query}")

    names = [each.get("full_name") or each.get("login") or each.get("path") for each in found["items"]]
    assert (names, found["total_count"]) == (SEARCHES[query], len(SEARCHES[query]))


def test_the_labels_of_one_repository_are_searched(ada: Client) -> None:
    number = ada.json("GET", "")["id"]

    found = ada.json("GET", "/search/labels", params={"q": "bug work", "repository_id": number})

    assert [each["name"] for each in found["items"]] == ["bug", "wontfix"]
    assert ada("GET", "/search/labels", params={"q": "bug", "repository_id": 1}).status_code == 404


def test_nobody_finds_what_they_may_not_see(sandbox: Sandbox, ada: Client, linus: Client) -> None:
    sandbox.create_repository("acme/secret", {"key.txt": "opensesame"}, private=True, collaborators={"ada": "admin"})

    totals = [
        client.json("GET", path)["total_count"]
        for client in (ada, linus)
        for path in ("/search/code?q=opensesame", "/search/repositories?q=secret")
    ]

    assert totals == [1, 1, 0, 0]
    assert ada("GET", "/search/code").status_code == 422
