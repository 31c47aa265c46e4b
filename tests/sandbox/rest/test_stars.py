"""Stars and subscriptions."""

from __future__ import annotations

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def test_a_star_is_given_once_and_taken_back(ada: Client) -> None:
    own = "/user/starred/acme/shop"
    assert ada("GET", own).status_code == 404

    assert [ada("PUT", own).status_code for _ in range(2)] == [204, 204]

    assert (ada("GET", own).status_code, ada.json("GET", "")["stargazers_count"]) == (204, 1)
    assert [each["login"] for each in ada.json("GET", "stargazers")] == ["ada"]
    assert [each["full_name"] for each in ada.json("GET", "/user/starred")] == ["acme/shop"]
    assert ada("DELETE", own).status_code == 204
    assert ada.json("GET", "stargazers") == []


def test_a_person_watches_a_repository_or_ignores_it(ada: Client) -> None:
    assert ada("GET", "subscription").status_code == 404

    ada.json("PUT", "subscription", {"subscribed": True})

    assert ada.json("GET", "subscription")["subscribed"] is True
    assert [each["login"] for each in ada.json("GET", "subscribers")] == ["ada"]
    assert ada.json("PUT", "subscription", {"ignored": True})["ignored"] is True
    assert ada.json("GET", "subscribers") == []
    assert ada("DELETE", "subscription").status_code == 204
    assert ada("GET", "subscription").status_code == 404


def test_a_star_follows_an_account_that_is_renamed(sandbox: Sandbox, ada: Client, grace: Client) -> None:
    grace("PUT", "/user/starred/acme/shop")
    grace("PUT", "subscription")

    sandbox.rename_account("grace", "hopper")

    assert [each["login"] for each in ada.json("GET", "stargazers")] == ["hopper"]
    assert [each["login"] for each in ada.json("GET", "subscribers")] == ["hopper"]
