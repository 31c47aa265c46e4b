"""The private issue is opened once, and only where nobody else reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from incident_actions.contract.effects import OpenPrivateIssue, PostPrivately
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.private_issue import open_private_issue, post_privately
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import SERVER_ERROR, Fault

KEY = "<!-- incident-actions:moved-from acme/shop#7 -->"
SINCE = datetime(2026, 3, 1, tzinfo=UTC)
WANTED = OpenPrivateIssue(KEY, "acme/security", "Leak", f"{KEY}\nWords", ("incident",), SINCE)
COMMENT = PostPrivately("<!-- again -->", "acme/security", 1, "<!-- again -->\nIt fires again.", SINCE)


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path) as sandbox:
        people = {"ada": "write"}
        sandbox.create_repository("acme/security", {"a": "b"}, private=True, collaborators=people)
        sandbox.create_repository("acme/open", {"a": "b"}, collaborators=people)
        yield sandbox


def there(sandbox: Sandbox, login: str = "ada", repository: str = "acme/security") -> Connection:
    return Connection(sandbox.token(login), repository, sandbox.api_url)


def titles(sandbox: Sandbox) -> list[str]:
    return [each["title"] for each in there(sandbox).get("issues", state="all")]


def test_a_second_try_finds_the_first_issue(sandbox: Sandbox) -> None:
    there(sandbox).send("POST", "issues", body={"title": "Another", "body": "Words"})

    made = [open_private_issue(there(sandbox), WANTED) for _ in range(2)]

    assert [(each.number, each.repository) for each in made] == [(2, "acme/security")] * 2
    assert titles(sandbox) == ["Leak", "Another"]


def test_an_issue_that_was_opened_in_spite_of_an_error_is_found(sandbox: Sandbox) -> None:
    sandbox.faults.add(Fault(SERVER_ERROR, after=True, route="POST", login="ada"))

    assert open_private_issue(there(sandbox), WANTED).number == 1
    assert titles(sandbox) == ["Leak"]


@pytest.mark.parametrize(
    ("login", "repository", "problem"),
    [
        ("mallory", "acme/security", "not permitted"),
        ("ada", "acme/gone", "not permitted"),
        ("ada", "acme/open", "not private"),
    ],
)
def test_nothing_is_opened_where_it_may_not_be(sandbox: Sandbox, login: str, repository: str, problem: str) -> None:
    assert open_private_issue(there(sandbox, login, repository), WANTED).problem == problem
    assert post_privately(there(sandbox, login, repository), replace(COMMENT, repository=repository)).problem == problem
    assert not [each for each in sandbox.requests if each.method == "POST"]


def test_a_comment_is_posted_once(sandbox: Sandbox) -> None:
    number = open_private_issue(there(sandbox), WANTED).number
    there(sandbox).send("POST", f"issues/{number}/comments", body={"body": "Another"})

    made = [post_privately(there(sandbox), COMMENT) for _ in range(2)]

    posted = list(there(sandbox).list_items(f"issues/{number}/comments"))
    assert [each["body"] for each in posted] == ["Another", COMMENT.body]
    assert [each.number for each in made] == [posted[1]["id"]] * 2
