"""Pull requests in a browser: reading, reviewing, merging, and finding a second click merged already."""

from __future__ import annotations

import pytest

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.shapes.pull import pull_of
from incident_actions.sandbox.state.records import StoredPull
from tests.sandbox.client import Client
from tests.sandbox.pages.visitor import Visitor, read

ONE = "/acme/shop/pull/1"


@pytest.fixture
def pull(sandbox: Sandbox, ada: Client) -> StoredPull:
    ada.branch("fix/cart", {"src/cart.py": "one\n2\nthree\n"}, message="Count in digits")
    ada.pull("fix/cart", body="Closes nothing.")
    return pull_of(sandbox.repository("acme/shop").issues[1])


def test_a_pull_request_shows_its_text_its_files_its_commits_and_its_checks(
    pull: StoredPull, ada: Client, visitor: Visitor
) -> None:
    status = {"state": "failure", "context": "check", "description": "2 things are missing"}
    ada("POST", f"statuses/{pull.head_sha}", status)

    texts = [visitor.text(ONE), visitor.text(f"{ONE}/files"), visitor.text(f"{ONE}/commits")]

    wanted = ("failure check 2 things are missing", "+1 −1", "Count in digits")
    assert [each for each, text in zip(wanted, texts, strict=True) if each not in text] == []
    assert 'href="/acme/shop/edit/fix/cart/src/cart.py"' in visitor.page(f"{ONE}/files")
    assert "Merge fix/cart" in visitor.text("/acme/shop/pulls")


@pytest.mark.parametrize(("method", "parents"), [("merge", 2), ("squash", 1), ("rebase", 1)])
def test_a_pull_request_is_merged_and_its_branch_deleted(
    sandbox: Sandbox, pull: StoredPull, visitor: Visitor, method: str, parents: int
) -> None:
    visitor.act_as("grace")
    for _ in range(2):  # as a double click does
        assert visitor.send(f"{ONE}/merge", {"method": method, "head": pull.head_sha}) == ONE
    visitor.send(f"{ONE}/branch")

    store = sandbox.host.git(sandbox.repository("acme/shop"))
    assert (pull.merged_by, len(store.commit(store.branch("main") or "").parents)) == ("grace", parents)
    assert store.branch("fix/cart") is None
    assert "grace merged this pull request" in visitor.text(ONE)


def test_a_file_of_a_pull_request_is_edited_on_its_branch(sandbox: Sandbox, pull: StoredPull, visitor: Visitor) -> None:
    store = sandbox.host.git(sandbox.repository("acme/shop"))
    entry = store.at(pull.head_sha, "src/cart.py")
    assert entry

    where = visitor.send("/acme/shop/edit/fix/cart/src/cart.py", {"content": "1\n", "sha": entry.sha, "message": "x"})

    assert (where, store.text(pull.head_sha, "src/cart.py")) == (f"{ONE}/files", "1\n")


def test_somebody_who_may_not_write_cannot_merge(pull: StoredPull, visitor: Visitor) -> None:
    visitor.act_as("linus")

    answer = visitor.post(f"{ONE}/merge", {"method": "merge"})

    assert (answer.status_code, pull.merged_at) == (403, None)
    assert "linus may not merge" in visitor.text(ONE)


def test_commits_that_came_meanwhile_stop_a_merge(pull: StoredPull, visitor: Visitor) -> None:
    answer = visitor.post(f"{ONE}/merge", {"method": "merge", "head": "0" * 40})

    assert (answer.status_code, pull.merged_at) == (409, None)


def test_a_draft_is_made_ready(ada: Client, visitor: Visitor) -> None:
    ada.branch("fix", {"a": "b"})
    ada.pull("fix", draft=True)

    assert "This pull request is a draft." in visitor.text(ONE)
    visitor.send(f"{ONE}/ready")
    assert "marked this pull request as ready for review" in visitor.text(ONE)


def test_a_conflict_is_shown_in_place_of_the_button(pull: StoredPull, ada: Client, visitor: Visitor) -> None:
    ada.branch("other", {"src/cart.py": "one\nII\nthree\n"})
    number = ada.pull("other")["number"]
    ada("PUT", f"pulls/{number}/merge")

    assert "conflicts that must be resolved" in visitor.text(ONE)


def test_a_pull_request_is_reviewed_by_others(pull: StoredPull, visitor: Visitor) -> None:
    own = visitor.post(f"{ONE}/reviews", {"event": "APPROVE", "body": ""}).status_code
    visitor.act_as("grace")
    visitor.send(f"{ONE}/reviews", {"event": "APPROVE", "body": "Good."})

    assert (own, [each.state for each in pull.reviews]) == (422, ["APPROVED"])
    assert "grace approved these changes" in visitor.text(ONE)


def test_a_branch_is_proposed_in_the_browser(sandbox: Sandbox, ada: Client, visitor: Visitor) -> None:
    ada.branch("fix", {"a": "b"}, message="Add a")
    shown = visitor.page("/acme/shop/compare/main...fix?body=Hello")

    where = visitor.send("/acme/shop/pulls", {"title": "Add a", "head": "fix", "base": "main", "draft": "on"})

    assert ('value="Add a"' in shown, "Hello" in shown, where) == (True, True, ONE)
    assert pull_of(sandbox.repository("acme/shop").issues[1]).draft
    assert "There is nothing to compare." in visitor.text("/acme/shop/compare/fix...main")
    assert visitor.get("/acme/shop/compare/main...nothing").status_code == 404


def test_an_issue_is_no_pull_request(ada: Client, visitor: Visitor) -> None:
    ada.issue()

    assert visitor.get(ONE).status_code == 404
    assert read(visitor.page("/acme/shop/issues/1"))


def test_a_review_is_dismissed_with_a_reason(pull: StoredPull, visitor: Visitor) -> None:
    visitor.act_as("grace")
    visitor.send(f"{ONE}/reviews", {"event": "APPROVE", "body": "Fine"})
    visitor.act_as("ada")

    visitor.send(f"{ONE}/reviews/{pull.reviews[0].id}", {"message": "It has changed"})

    text = visitor.text(ONE)
    assert [each for each in ("dismissed a review: It has changed", "Dismissed Fine") if each not in text] == []
    assert visitor.post(f"{ONE}/reviews/{pull.reviews[0].id}", {"message": "Again"}).status_code == 422


def test_a_branch_that_is_behind_is_updated(pull: StoredPull, ada: Client, visitor: Visitor) -> None:
    ada.json("PUT", "contents/other.txt", {"message": "Change main", "content": "eQ=="})
    head, before = pull.head_sha, visitor.text(ONE)

    for _ in range(2):  # as a double click does
        visitor.send(f"{ONE}/update", {"head": head})

    assert ["This branch is out-of-date with main ." in each for each in (before, visitor.text(ONE))] == [True, False]
    assert pull.head_sha != head
