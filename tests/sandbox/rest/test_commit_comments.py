"""Comments on commits."""

from __future__ import annotations

from tests.sandbox.client import Client


def test_a_commit_is_commented_on(ada: Client, linus: Client, grace: Client) -> None:
    sha = ada.branch("side", {"a.txt": "a"})

    made = linus.json("POST", f"commits/{sha}/comments", {"body": "Why?", "path": "a.txt", "position": 1})

    place = f"comments/{made['id']}"
    assert (made["commit_id"], made["path"], made["user"]["login"]) == (sha, "a.txt", "linus")
    assert ada.json("GET", "comments") == ada.json("GET", f"commits/{sha}/comments") == [made]
    assert ada.json("GET", "commits/main/comments") == []
    assert linus.json("PATCH", place, {"body": "Why not?"})["body"] == "Why not?"
    assert ada.json("GET", place)["body"] == "Why not?"
    assert grace("DELETE", place).status_code == 204
    assert ada("GET", place).status_code == 404


def test_a_stranger_changes_no_comment_of_somebody_elses(ada: Client, stranger: Client) -> None:
    made = ada.json("POST", "commits/main/comments", {"body": "Mine"})

    assert [
        stranger(method, f"comments/{made['id']}", {"body": "x"}).status_code for method in ("PATCH", "DELETE")
    ] == [403, 403]
    assert ada("POST", f"commits/{'0' * 40}/comments", {"body": "x"}).status_code == 422
