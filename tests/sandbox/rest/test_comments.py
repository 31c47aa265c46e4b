"""Comments, their pins and reactions."""

from datetime import UTC, datetime

import pytest
from github.Repository import Repository

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def test_comments_come_oldest_first_and_since_a_moment(shop: Repository) -> None:
    issue = shop.create_issue("Checkout is down")
    first, *_ = (issue.create_comment(text) for text in ("one", "two", "three"))
    first.edit("one, edited")

    assert [each.body for each in issue.get_comments()] == ["one, edited", "two", "three"]
    issue.create_comment("four")
    since = issue.get_comment(first.id).updated_at
    assert [each.body for each in issue.get_comments(since=since)] == ["one, edited", "four"]


def test_the_comments_of_the_whole_repository_come_in_one_list(shop: Repository) -> None:
    one, other = shop.create_issue("one"), shop.create_issue("other")
    one.create_comment("a")
    other.create_comment("b")
    next(iter(one.get_comments())).edit("c")

    assert [each.body for each in shop.get_issues_comments()] == ["c", "b"]
    assert [each.body for each in shop.get_issues_comments(sort="updated", direction="desc")] == ["c", "b"]
    since = datetime(2026, 8, 22, 12, 0, 5, tzinfo=UTC)
    assert [each.body for each in shop.get_issues_comments(since=since)] == ["c"]


def test_a_comment_tells_of_being_written_edited_and_deleted(sandbox: Sandbox, ada: Client) -> None:
    ada.issue()
    comment = ada.json("POST", "issues/1/comments", {"body": "/sev 1"})
    ada.json("PATCH", f"issues/comments/{comment['id']}", {"body": "/sev 2"})
    ada.json("DELETE", f"issues/comments/{comment['id']}")

    told = [each.payload for each in sandbox.deliveries if each.event == "issue_comment"]
    assert [each["action"] for each in told] == ["created", "edited", "deleted"]
    assert told[1]["changes"] == {"body": {"from": "/sev 1"}}
    assert ada("GET", f"issues/comments/{comment['id']}").status_code == 404
    assert ada.json("GET", "issues/1")["comments"] == 0


def test_only_the_author_and_writers_change_a_comment(ada: Client, linus: Client, stranger: Client) -> None:
    ada.issue()
    comment = stranger.json("POST", "issues/1/comments", {"body": "hello"})
    path = f"issues/comments/{comment['id']}"

    statuses = [person("PATCH", path, {"body": "x"}).status_code for person in (stranger, linus, ada)]

    assert statuses == [200, 403, 200]


@pytest.mark.parametrize("body", [None, "", 7])
def test_a_comment_needs_a_body(ada: Client, body: object) -> None:
    ada.issue()

    assert ada("POST", "issues/1/comments", {"body": body}).status_code == 422


def test_a_comment_too_long_is_refused_in_two_wordings(ada: Client) -> None:
    ada.issue()
    comment = ada.json("POST", "issues/1/comments", {"body": "x"})["id"]
    body = {"body": "x" * 65_537}

    paths = [("POST", "issues/1/comments"), ("PATCH", f"issues/comments/{comment}")]
    errors = [ada(*path, body).json()["errors"][0] for path in paths]

    assert [(each["field"], each["code"], each["message"]) for each in errors] == [
        ("data", "unprocessable", "Body is too long (maximum is 65536 characters)"),
        ("body", "custom", "body is too long (maximum is 65536 characters)"),
    ]


def test_the_longest_comment_fits(ada: Client) -> None:
    ada.issue()

    assert len(ada.json("POST", "issues/1/comments", {"body": "x" * 65_536})["body"]) == 65_536


def test_an_issue_has_at_most_one_pinned_comment(ada: Client) -> None:
    ada.issue()
    first, second = (ada.json("POST", "issues/1/comments", {"body": text})["id"] for text in ("one", "two"))

    ada.json("PUT", f"issues/comments/{first}/pin")
    pinned = ada.json("PUT", f"issues/comments/{second}/pin")

    assert pinned["pin"]["pinned_by"]["login"] == "ada"
    assert [each["pin"] is None for each in ada.json("GET", "issues/1/comments")] == [True, False]
    assert ada.json("GET", "issues/1")["pinned_comment"]["id"] == second
    assert ada("DELETE", f"issues/comments/{second}/pin").status_code == 204
    assert ada.json("GET", "issues/1")["pinned_comment"] is None


def test_a_reaction_is_new_once_per_account_and_content(ada: Client, grace: Client) -> None:
    ada.issue()
    comment = ada.json("POST", "issues/1/comments", {"body": "/ack"})["id"]
    path = f"issues/comments/{comment}/reactions"

    statuses = [who("POST", path, {"content": "rocket"}).status_code for who in (ada, ada, grace)]

    assert statuses == [201, 200, 201]
    assert ada.json("GET", f"issues/comments/{comment}")["reactions"]["rocket"] == 2
    assert [each["user"]["login"] for each in ada.json("GET", f"{path}?content=rocket")] == ["ada", "grace"]
    assert ada.json("GET", f"{path}?content=eyes") == []


def test_a_reaction_is_taken_back_by_whom_it_is_from(ada: Client, grace: Client) -> None:
    ada.issue()
    reaction = ada.json("POST", "issues/1/reactions", {"content": "eyes"})["id"]

    statuses = [who("DELETE", f"issues/1/reactions/{reaction}").status_code for who in (grace, ada, ada)]

    assert statuses == [404, 204, 404]


def test_github_has_eight_reactions(ada: Client) -> None:
    ada.issue()

    assert ada("POST", "issues/1/reactions", {"content": "tada"}).status_code == 422


@pytest.mark.parametrize("path", ["issues/9/comments", "issues/comments/9", "issues/comments/9/reactions"])
def test_a_missing_comment_is_404(ada: Client, path: str) -> None:
    assert ada("GET", path).status_code == 404


def test_a_comment_on_a_pull_request_cannot_be_pinned(ada: Client) -> None:
    ada.branch("fix", {"fix.txt": "x"})
    ada.pull("fix")
    comment = ada.json("POST", "issues/1/comments", {"body": "x"})["id"]

    assert ada("PUT", f"issues/comments/{comment}/pin").status_code == 422


def minimizing(*subjects: tuple[str, str]) -> dict[str, object]:
    """One request that minimizes these comments, each for its reason."""
    inputs = {f"c{place}": {"subjectId": node, "classifier": why} for place, (node, why) in enumerate(subjects)}
    declared = ", ".join(f"${name}: MinimizeCommentInput!" for name in inputs)
    fields = " ".join(f"{name}: minimizeComment(input: ${name}) {{ clientMutationId }}" for name in inputs)
    return {"query": f"mutation M({declared}) {{ {fields} }}", "variables": inputs}


def hidden(sandbox: Sandbox) -> list[str]:
    (place,) = sandbox.host.world.repositories.values()
    return [each.body for each in place.comments.values() if each.hidden]


def test_several_comments_are_minimized_by_one_request_and_one_that_is_gone_stops_none(
    sandbox: Sandbox, ada: Client
) -> None:
    ada.issue()
    one, two, _ = (ada.json("POST", "issues/1/comments", {"body": text})["node_id"] for text in ("one", "two", "three"))

    answer = ada.json("POST", "/graphql", minimizing((one, "OUTDATED"), ("IC_gone", "OUTDATED"), (two, "RESOLVED")))

    assert hidden(sandbox) == ["one", "two"]
    assert [name for name, found in answer["data"].items() if found is None] == ["c1"]
    assert [(each["path"], each["type"]) for each in answer["errors"]] == [(["c1"], "NOT_FOUND")]


def test_a_comment_is_minimized_for_known_reasons_only(sandbox: Sandbox, ada: Client) -> None:
    ada.issue()
    one = ada.json("POST", "issues/1/comments", {"body": "one"})["node_id"]

    answer = ada.json("POST", "/graphql", minimizing((one, "BORING")))

    assert (hidden(sandbox), len(answer["errors"])) == ([], 1)


def test_a_token_without_the_permission_minimizes_nothing(sandbox: Sandbox, ada: Client) -> None:
    ada.issue()
    one = ada.json("POST", "issues/1/comments", {"body": "one"})["node_id"]
    token = Client(sandbox, sandbox.job_token({"issues": "read"}, None))

    answer = token.json("POST", "/graphql", minimizing((one, "OUTDATED")))

    assert (hidden(sandbox), answer["errors"][0]["type"]) == ([], "FORBIDDEN")
