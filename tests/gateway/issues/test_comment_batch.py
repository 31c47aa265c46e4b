"""Comments of many issues in one request, which must be what REST shows."""

from datetime import timedelta

import pytest

from incident_actions.contract.events import read_issue
from incident_actions.contract.issue import Issue
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues import comment_batch
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import BAD_GATEWAY, NOT_FOUND, UNAVAILABLE, Break, Fault, Kind, Reply
from incident_actions.sandbox.rest.limits import GRAPHQL
from incident_actions.sandbox.state.records import ACTIONS_BOT
from tests.sandbox.client import Client


def listed(ada: Client) -> list[Issue]:
    """The issues, as the list of a sweep shows them."""
    return [read_issue(each) for each in ada.json("GET", "issues", params={"per_page": 100, "direction": "asc"})]


def asked(sandbox: Sandbox, since: int) -> list[str]:
    """The kinds of requests since so many."""
    return [(one.route or "").rpartition("/")[2] for one in sandbox.requests[since:]]


def discussed(ada: Client, issues: int, comments: int = 1) -> list[Issue]:
    """Open issues with so many comments each."""
    for number in range(1, issues + 1):
        ada.issue()
        for _ in range(comments):
            ada.json("POST", f"issues/{number}/comments", {"body": "I look into it."})
    return listed(ada)


def test_every_kind_of_comment_has_the_same_value_either_way(
    sandbox: Sandbox, connection: Connection, reader: IssueReader, ada: Client, bot: Client
) -> None:
    ada.issue()
    grace, leaver = (Client(sandbox, sandbox.token(login)) for login in ("grace", "leaver"))
    posted = [
        each.json("POST", "issues/1/comments", {"body": body})
        for each, body in (
            (ada, "plain"),
            (bot, "<!-- a mark -->\nby a bot"),
            (grace, "two\r\nlines, \u00e9 and \U0001f692"),
            (leaver, "by somebody who has left"),
            (ada, "hidden"),
        )
    ]
    for each, content in ((ada, "+1"), (grace, "+1"), (bot, "confused"), (grace, "eyes")):
        each.json("POST", f"issues/comments/{posted[0]['id']}/reactions", {"content": content})
    sandbox.clock.advance(timedelta(minutes=5))
    ada.json("PATCH", f"issues/comments/{posted[2]['id']}", {"body": "edited"})
    ada.json("PUT", f"issues/comments/{posted[1]['id']}/pin")
    hide = "mutation M($input: MinimizeCommentInput!) { minimizeComment(input: $input) { clientMutationId } }"
    subject = {"input": {"subjectId": posted[4]["node_id"], "classifier": "OUTDATED"}}
    ada.json("POST", "/graphql", {"query": hide, "variables": subject})
    del sandbox.host.world.accounts["leaver"]
    sandbox.host.world.last_id = 2**31
    ada.json("POST", "issues/1/comments", {"body": "with an id of more than 31 bits"})
    (issue,) = listed(ada)

    by_rest = reader.snapshot_of(issue).comments
    by_graphql = comment_batch.read_comments(connection, [issue])

    assert by_graphql == {1: by_rest}
    assert len(by_rest) == 6


def test_fifty_issues_are_read_in_one_request_and_each_is_read_anew_after_its_first_look(
    sandbox: Sandbox, reader: IssueReader, ada: Client
) -> None:
    issues = discussed(ada, 50)
    before = len(sandbox.requests)

    reader.read_together(issues)
    looks = [len(reader.snapshot_of(each).comments) for each in issues]
    reader.snapshot_of(issues[0])

    assert (looks, asked(sandbox, before)) == ([1] * 50, ["graphql", "comments"])


def test_the_second_in_which_a_time_lies_counts_either_way(reader: IssueReader, ada: Client) -> None:
    (issue,) = discussed(ada, 1)
    (posted,) = reader.snapshot_of(issue).comments
    within = posted.created + timedelta(seconds=0.5)

    by_rest = reader.comments_since(1, within)
    reader.read_together([issue])
    by_graphql = reader.comments_since(1, within)

    assert (by_rest, by_graphql) == ((posted,), (posted,))


def test_an_issue_with_more_than_a_hundred_comments_is_read_by_rest(
    sandbox: Sandbox, reader: IssueReader, ada: Client
) -> None:
    issues = discussed(ada, 2, comments=101)[:1] + discussed(ada, 0)
    before = len(sandbox.requests)

    reader.read_together(issues)

    assert len(reader.snapshot_of(issues[0]).comments) == 101
    assert asked(sandbox, before) == ["graphql", "comments", "comments"]


@pytest.mark.rest
def test_what_graphql_cannot_find_is_left_to_rest_and_the_others_are_read(connection: Connection, ada: Client) -> None:
    issues = discussed(ada, 3)
    ada.branch("fix", {"fix.txt": "x"})
    ada.json("POST", "pulls", {"title": "Fix", "head": "fix", "base": "main"})

    found = comment_batch.read_comments(connection, listed(ada))

    assert sorted(found) == [each.number for each in issues]
    assert "graphql" not in connection.missing_features


@pytest.mark.parametrize("kind", [NOT_FOUND, Break.RESET, Break.SILENCE], ids=["none here", "reset", "silence"])
def test_a_server_without_graphql_is_asked_once_at_most_a_batch_and_then_by_rest(
    kind: Kind, sandbox: Sandbox, reader: IssueReader, ada: Client
) -> None:
    issues = discussed(ada, 3)
    sandbox.faults.silence = 0.01
    sandbox.faults.add(Fault(kind, route="POST /graphql", times=None))
    before = len(sandbox.requests)

    reader.read_together(issues)
    looks = [len(reader.snapshot_of(each).comments) for each in issues]

    assert (looks, asked(sandbox, before)) == ([1] * 3, ["graphql", *["comments"] * 3])


@pytest.mark.parametrize("kind", [BAD_GATEWAY, UNAVAILABLE])
def test_a_query_that_takes_too_long_is_split(
    kind: Reply, sandbox: Sandbox, connection: Connection, ada: Client
) -> None:
    issues = discussed(ada, 20)
    sandbox.faults.add(Fault(kind, route="POST /graphql"))

    assert len(comment_batch.read_comments(connection, issues)) == 20
    assert [one.status for one in sandbox.requests if one.path.endswith("graphql")] == [kind.status, 200, 200]


def test_points_that_run_low_are_left_to_others(sandbox: Sandbox, connection: Connection, ada: Client) -> None:
    issues = discussed(ada, 2)
    sandbox.leave(ACTIONS_BOT, 1, GRAPHQL)
    before = len(sandbox.requests)

    first = comment_batch.read_comments(connection, issues)
    second = comment_batch.read_comments(connection, issues)

    assert ((len(first), len(second)), asked(sandbox, before)) == ((2, 0), ["graphql"])


def test_no_points_at_all_leave_everything_to_rest(sandbox: Sandbox, connection: Connection, ada: Client) -> None:
    issues = discussed(ada, 2)
    sandbox.leave(ACTIONS_BOT, 0, GRAPHQL)

    assert comment_batch.read_comments(connection, issues) == {}
    assert connection.get("issues/1")["number"] == 1


def test_a_query_for_fifty_issues_costs_one_point(sandbox: Sandbox, connection: Connection, ada: Client) -> None:
    issues = discussed(ada, 50)

    comment_batch.read_comments(connection, issues)
    comment_batch.read_revisions(connection, [each.number for each in issues])

    assert connection.quota.limits[GRAPHQL].limit - connection.quota.limits[GRAPHQL].left == 2


def test_a_revision_changes_with_the_issue_and_with_every_comment(
    sandbox: Sandbox, connection: Connection, ada: Client
) -> None:
    issues = discussed(ada, 2)

    first = comment_batch.read_revisions(connection, [1, 2])
    sandbox.clock.advance(timedelta(seconds=5))
    ada.json("PATCH", "issues/1", {"title": "Changed"})
    second = comment_batch.read_revisions(connection, [1, 2])
    ada.json("POST", "issues/2/comments", {"body": "One more"})
    third = comment_batch.read_revisions(connection, [1, 2])

    assert first == {each.number: each.revision for each in issues}
    assert third == {each.number: each.revision for each in listed(ada)}
    assert ([number for number in first if first[number] != second[number]], second[2] != third[2]) == ([1], True)
