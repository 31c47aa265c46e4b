"""Comments on the code of a pull request: on lines, on files, and replies."""

import pytest
from requests import get

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.git.patch_lines import find_line
from tests.sandbox.client import Client, Json

ON_LINE = {"path": "src/cart.py", "line": 2, "side": "RIGHT", "body": "Why four?"}


@pytest.fixture
def proposed(ada: Client) -> Client:
    """Somebody with a pull request that changes the second of three lines."""
    ada.branch("fix", {"src/cart.py": "one\nfour\nthree\n"})
    ada.pull("fix")
    return ada


def on_head(client: Client, **more: Json) -> Json:
    return {"commit_id": client.json("GET", "pulls/1")["head"]["sha"], **ON_LINE, **more}


def test_a_comment_on_a_line_shows_the_hunk_and_makes_a_review(
    sandbox: Sandbox, proposed: Client, grace: Client
) -> None:
    made = grace.json("POST", "pulls/1/comments", on_head(proposed))

    assert [made[name] for name in ("path", "line", "side", "position", "body")] == [
        "src/cart.py",
        2,
        "RIGHT",
        3,
        "Why four?",
    ]
    assert made["diff_hunk"] == "@@ -1,3 +1,3 @@\n one\n-two\n+four"
    assert proposed.json("GET", f"pulls/comments/{made['id']}") == made
    assert proposed.json("GET", "pulls/1/comments") == proposed.json("GET", "pulls/comments") == [made]
    [review] = proposed.json("GET", "pulls/1/reviews")
    assert (review["state"], review["id"], review["body"]) == ("COMMENTED", made["pull_request_review_id"], "")
    assert proposed.json("GET", f"pulls/1/reviews/{review['id']}/comments") == [made]
    assert proposed.json("GET", "pulls/1")["review_comments"] == 1
    assert sandbox.deliveries[-1].event == "pull_request_review_comment"


def test_replies_hang_on_the_first_comment_of_their_thread(proposed: Client, grace: Client) -> None:
    first = grace.json("POST", "pulls/1/comments", on_head(proposed))["id"]

    second = proposed.json("POST", f"pulls/1/comments/{first}/replies", {"body": "Because"})
    third = grace.json("POST", "pulls/1/comments", {"body": "I see", "in_reply_to": second["id"]})

    assert [each["in_reply_to_id"] for each in (second, third)] == [first, first]
    assert [each["line"] for each in (second, third)] == [2, 2]


def test_a_review_brings_its_comments(proposed: Client, grace: Client) -> None:
    drafts = [ON_LINE, {"path": "src/cart.py", "line": 2, "side": "LEFT", "body": "Two was better"}]

    review = grace.json("POST", "pulls/1/reviews", {"event": "REQUEST_CHANGES", "body": "Hm", "comments": drafts})

    found = proposed.json("GET", f"pulls/1/reviews/{review['id']}/comments")
    assert [(each["side"], each["position"], each["body"]) for each in found] == [
        ("RIGHT", 3, "Why four?"),
        ("LEFT", 2, "Two was better"),
    ]


def test_a_comment_is_on_a_range_of_lines_or_a_whole_file(proposed: Client) -> None:
    lines = proposed.json("POST", "pulls/1/comments", on_head(proposed, start_line=1))
    file = proposed.json("POST", "pulls/1/comments", on_head(proposed, line=None, subject_type="file"))

    assert [lines[name] for name in ("start_line", "line", "subject_type")] == [1, 2, "line"]
    assert [file[name] for name in ("line", "subject_type", "diff_hunk")] == [None, "file", ""]


def test_people_change_their_own_comments_and_writers_all(proposed: Client, grace: Client, linus: Client) -> None:
    first = linus.json("POST", "pulls/1/comments", on_head(proposed))["id"]
    second = grace.json("POST", "pulls/1/comments", on_head(proposed))["id"]

    linus.json("PATCH", f"pulls/comments/{first}", {"body": "Why 4?"})
    refused = linus("PATCH", f"pulls/comments/{second}", {"body": "x"})
    grace("DELETE", f"pulls/comments/{first}")

    assert refused.status_code == 403
    assert [each["id"] for each in proposed.json("GET", "pulls/1/comments")] == [second]


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "README.md"},
        {"path": None},
        {"line": None},
        {"line": 99},
        {"side": "MIDDLE"},
        {"start_line": 2},
        {"body": ""},
    ],
)
def test_a_comment_beside_the_changes_is_refused(proposed: Client, wrong: Json) -> None:
    assert proposed("POST", "pulls/1/comments", on_head(proposed, **wrong)).status_code == 422
    assert proposed.json("GET", "pulls/1/reviews") == []


@pytest.mark.parametrize("path", ["pulls/comments/9", "pulls/1/reviews/9/comments", "pulls/9/comments"])
def test_a_comment_that_does_not_exist_is_not_found(proposed: Client, path: str) -> None:
    assert proposed("GET", path).status_code == 404


def test_the_page_of_the_pull_request_shows_what_is_said_of_its_code(proposed: Client, grace: Client) -> None:
    grace.json("POST", "pulls/1/comments", on_head(proposed, body="<b>Why</b> *four*?"))

    page = get(f"{proposed.sandbox.url}/acme/shop/pull/1", headers={"Accept": "text/html"}, timeout=10).text

    assert "<code>src/cart.py:2</code>" in page
    assert "<em>four</em>" in page
    assert "-two\n+four</pre>" in page


PATCH = "@@ -1,2 +1,3 @@\n one\n+new\n two\n@@ -9,2 +10,1 @@\n-gone\n nine"


@pytest.mark.parametrize(
    ("side", "number", "position"),
    [("RIGHT", 2, 2), ("LEFT", 2, 3), ("LEFT", 9, 5), ("RIGHT", 10, 6), ("RIGHT", 9, None), ("LEFT", 3, None)],
)
def test_a_line_is_found_on_its_side_of_a_patch(side: str, number: int, position: int | None) -> None:
    found = find_line(PATCH, side, number)

    assert (found.position if found else None) == position
