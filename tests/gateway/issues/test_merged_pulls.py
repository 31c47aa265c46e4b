"""A sweep sees which pull requests were merged lately, and which issues they mention."""

import pytest

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.merged_pulls import MENTION, read_merged_pulls
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import Fault, Reply
from tests.sandbox.client import Client


def merged(ada: Client, head: str, title: str = "A change", body: str = "") -> int:
    """Merge a pull request from a branch and return its number."""
    ada.branch(head, {f"{head.replace('/', '-')}.md": "a\n"})
    number = int(ada.pull(head, title=title, body=body)["number"])
    ada.json("PUT", f"pulls/{number}/merge", {})
    return number


def test_only_merged_pull_requests_count_without_post_mortems_and_reverts_mention_nothing(
    connection: Connection, ada: Client
) -> None:
    fix = merged(ada, "fix", "Refuse a small pool (#20)", "Part of acme/shop#21, unlike other/place#22. C#23")
    merged(ada, "postmortem/1", body="#20")
    undo = merged(ada, "undo", 'Revert "Refuse a small pool (#20)"', f"Reverts acme/shop#{fix}")
    other = merged(ada, "undo-more", 'Revert "Something (#20)"', "Reverts other/place#3")
    ada.branch("later", {"l.md": "l\n"})
    ada.pull("later", body="#20")
    ada.branch("never", {"n.md": "n\n"})
    ada.json("PATCH", f"pulls/{ada.pull('never', body='#20')['number']}", {"state": "closed"})

    found = read_merged_pulls(connection)

    assert sorted((each.number, sorted(each.mentions), each.reverts) for each in found) == [
        (fix, [20, 21], 0),
        (undo, [], fix),
        (other, [], 0),
    ]


def test_a_refused_list_is_an_empty_one(connection: Connection, sandbox: Sandbox) -> None:
    sandbox.faults.add(Fault(Reply(403, {"message": "Resource not accessible by integration"})))

    assert read_merged_pulls(connection) == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Fixes #12.", ["12"]),
        ("(#12)", ["12"]),
        ("https://github.com/acme/shop/issues/12#issuecomment-1", ["12"]),
        ("https://github.com/acme/shop/pull/12", []),
        ("&#12; x#12 ##12 a/#12", []),
    ],
)
def test_a_mention_is_a_number_or_the_address_of_an_issue(text: str, numbers: list[str]) -> None:
    assert [each["number"] for each in MENTION.finditer(text)] == numbers
