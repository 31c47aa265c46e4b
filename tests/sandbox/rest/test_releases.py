"""Releases: the latest, changes, drafts that are published, and notes."""

from __future__ import annotations

from tests.sandbox.client import Client


def test_the_latest_release_is_neither_a_draft_nor_a_prerelease(ada: Client) -> None:
    assert ada("GET", "releases/latest").status_code == 404
    for more in ({"tag_name": "v1"}, {"tag_name": "v2", "prerelease": True}, {"tag_name": "v3", "draft": True}):
        ada.json("POST", "releases", more)

    assert ada.json("GET", "releases/latest")["tag_name"] == "v1"


def test_a_draft_is_seen_by_writers_and_gets_its_tag_when_it_is_published(ada: Client, linus: Client) -> None:
    number = ada.json("POST", "releases", {"tag_name": "v1", "draft": True})["id"]
    place = f"releases/{number}"
    assert (linus("GET", place).status_code, ada.json("GET", "tags")) == (404, [])

    published = ada.json("PATCH", place, {"draft": False, "name": "First", "body": "Text"})

    assert (published["draft"], published["name"], published["body"]) == (False, "First", "Text")
    assert [each["name"] for each in ada.json("GET", "tags")] == ["v1"]
    assert linus.json("GET", place)["tag_name"] == "v1"
    assert ada.json("GET", f"{place}/assets") == []
    assert (linus("PATCH", place, {"name": "x"}).status_code, ada("DELETE", place).status_code) == (403, 204)
    assert ada("GET", place).status_code == 404


def test_notes_name_what_was_merged(ada: Client) -> None:
    ada.branch("side", {"a.txt": "a"})
    number = ada.pull("side")["number"]
    ada.json("PUT", f"pulls/{number}/merge", {})

    notes = ada.json("POST", "releases/generate-notes", {"tag_name": "v1"})

    assert notes["name"] == "v1"
    assert f"* Merge side by @ada in {ada.sandbox.url}/acme/shop/pull/{number}" in notes["body"]


def test_an_annotated_tag_is_an_object(ada: Client) -> None:
    sha = ada.json("GET", "git/ref/heads/main")["object"]["sha"]
    made = ada.json("POST", "git/tags", {"tag": "v1", "message": "First", "object": sha, "type": "commit"})
    ada.json("POST", "git/refs", {"ref": "refs/tags/v1", "sha": made["sha"]})

    assert ada.json("GET", f"git/tags/{made['sha']}") == made
    assert (made["object"]["sha"], made["message"], made["tagger"]["name"]) == (sha, "First", "ada")
    assert ada.json("GET", "git/ref/tags/v1")["object"]["type"] == "tag"
    assert [(each["name"], each["commit"]["sha"]) for each in ada.json("GET", "tags")] == [("v1", sha)]
    assert ada("GET", f"git/tags/{sha}").status_code == 404
    assert ada("POST", "git/tags", {"tag": "v2", "message": "x", "object": "0" * 40}).status_code == 422
