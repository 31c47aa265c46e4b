"""A sweep sees which pull requests were updated or merged lately, and which issues they mention."""

import pytest

from incident_actions.contract.issue import LinkablePull
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.recent_pulls import MENTION, RecentPulls, read_recent_pulls
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

    found = read_recent_pulls(connection).merged

    assert sorted((each.number, sorted(each.mentions), each.reverts) for each in found) == [
        (fix, [20, 21], 0),
        (undo, [], fix),
        (other, [], 0),
    ]


def test_what_is_merged_or_of_a_branch_here_may_be_linked_and_what_a_fork_proposes_may_not(
    connection: Connection, ada: Client, sandbox: Sandbox
) -> None:
    fix = merged(ada, "fix", "Raise the pool size", "For #20")
    undo = merged(ada, "undo", 'Revert "Raise the pool size"', f"Reverts acme/shop#{fix}, because of #21")
    ada.branch("later", {"l.md": "l\n"})
    later = ada.pull("later", title="For #20")["number"]
    ada.branch("postmortem/20", {"p.md": "p\n"})
    ada.pull("postmortem/20", body="#20")
    mallory = Client(sandbox, sandbox.token("mallory"))
    mallory.fork().branch("gift", {"gift.txt": "1"})
    mallory.json("POST", "pulls", {"title": "A gift for #20", "head": "mallory:gift", "base": "main"})

    found = read_recent_pulls(connection).linkable

    assert sorted(found, key=lambda each: each.number) == [
        LinkablePull(fix, frozenset({20})),
        LinkablePull(undo, frozenset({fix, 21}), fix),
        LinkablePull(later, frozenset({20})),
    ]


def test_a_refused_list_is_an_empty_one(connection: Connection, sandbox: Sandbox) -> None:
    sandbox.faults.add(Fault(Reply(403, {"message": "Resource not accessible by integration"})))

    assert read_recent_pulls(connection) == RecentPulls()


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
