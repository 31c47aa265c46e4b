"""Webhooks are kept for administrators, with their secrets hidden."""

from __future__ import annotations

from tests.sandbox.client import Client

URL = "https://example.com/hook"


def test_a_hook_is_created_changed_and_deleted(ada: Client) -> None:
    config = {"url": URL, "content_type": "json", "secret": "hush"}
    made = ada.json("POST", "hooks", {"config": config, "events": ["issues"]})
    place = f"hooks/{made['id']}"

    assert (made["events"], made["config"]["secret"], made["last_response"]["status"]) == (
        ["issues"],
        "********",
        "unused",
    )
    assert ada.json("PATCH", place, {"active": False})["active"] is False
    assert [each["config"]["url"] for each in ada.json("GET", "hooks")] == [URL]
    assert ada.json("GET", place)["events"] == ["issues"]
    assert (ada("DELETE", place).status_code, ada("GET", place).status_code) == (204, 404)


def test_a_hook_that_cannot_be_made_is_refused(ada: Client, grace: Client) -> None:
    ada.json("POST", "hooks", {"config": {"url": URL}})

    bodies = [{"config": {"url": URL}}, {"config": {"url": "example.com"}}, {}]
    assert [ada("POST", "hooks", body).status_code for body in bodies] == [422, 422, 422]
    assert [grace("GET", "hooks").status_code, grace("POST", "hooks", {"config": {"url": URL}}).status_code] == [
        403,
        403,
    ]
