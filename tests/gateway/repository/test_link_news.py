"""What happened to what is linked is read by one GraphQL query, or for a few things by REST."""

from __future__ import annotations

import pytest

from incident_actions.contract.link_news import LinkEvent, LinkNews
from incident_actions.contract.questions import NewsOf
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.other_repositories import OtherRepositories
from incident_actions.gateway.repository.link_news import read_news
from incident_actions.model.incident.link import LinkName
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import NOT_FOUND, Fault
from incident_actions.sandbox.state.settings import WorkflowRun
from tests.gateway.conftest import NOON
from tests.gateway.repository.merged_changes import merge_change
from tests.gateway.repository.test_recent_changes import with_permissions
from tests.sandbox.client import Client

POOL: dict[str, str | None] = {"pool.py": "size = 50\n"}


def number(issue: int, repository: str = "") -> LinkName:
    return LinkName("number", str(issue), repository)


def told(news: LinkNews | None) -> list[tuple[str, str, str, str]]:
    """Return what happened, in short; the sandbox's clock moves on with each write."""
    assert news is not None
    return [(str(each.link), each.event, each.by, each.detail) for each in news.events]


def deploy(ada: Client, ref: str, state: str) -> None:
    made = ada.json("POST", "deployments", {"ref": ref, "environment": "production"})
    ada.json("POST", f"deployments/{made['id']}/statuses", {"state": state})


def test_the_merge_the_checks_and_the_deployments_are_read_with_one_request(
    connection: Connection, ada: Client
) -> None:
    pull = merge_change(ada, POOL, method="squash")["number"]
    sha = ada.json("GET", "commits/main")["sha"]
    ada.json("POST", f"statuses/{sha}", {"state": "failure", "context": "ci"})
    deploy(ada, sha, "success")
    deploy(ada, sha, "failure")
    deploy(ada, sha, "in_progress")
    before = connection.request_count

    found = read_news(NewsOf(7, (number(pull), LinkName("commit", sha[:8]), number(99))), connection, None)

    assert connection.request_count - before == 1
    of_commit = [("failed", "", sha[:7]), ("deployed", "ada", "production"), ("not deployed", "ada", "production")]
    assert told(found) == [
        (f"#{pull}", "merged", "ada", ""),
        *((f"#{pull}", *each) for each in of_commit),
        *((sha[:7], *each) for each in of_commit),
        ("#99", "gone", "", ""),
    ]


def test_an_open_pull_request_has_the_checks_of_its_newest_commit(connection: Connection, ada: Client) -> None:
    ada.branch("fix", POOL)
    pull = ada.pull("fix")
    head = ada.json("GET", "commits/fix")["sha"]
    ada.json("POST", f"statuses/{head}", {"state": "success", "context": "ci"})

    found = read_news(NewsOf(7, (number(pull["number"]),)), connection, None)

    assert found == LinkNews((LinkEvent(number(pull["number"]), "passed", f"{head[:7]}:passed", detail=head[:7]),))


def test_a_token_that_may_not_read_check_runs_has_the_statuses(sandbox: Sandbox, ada: Client) -> None:
    pull = merge_change(ada, POOL, method="squash")["number"]
    sha = ada.json("GET", "commits/main")["sha"]
    ada.json("POST", f"statuses/{sha}", {"state": "success", "context": "ci"})
    deploy(ada, sha, "success")
    token = with_permissions(sandbox, issues="write", statuses="write")

    assert [each[1] for each in told(read_news(NewsOf(7, (number(pull),)), token, None))] == ["merged", "passed"]


def test_pull_requests_that_mention_the_incident_are_found_but_no_post_mortem(
    connection: Connection, ada: Client
) -> None:
    incident = ada.issue("Checkout is down")["number"]
    for branch in ("fix", "postmortem/1"):
        ada.branch(branch, POOL)
        ada.pull(branch, body=f"Part of #{incident}.")
    ada.issue("Another", body=f"Like #{incident}")

    found = read_news(NewsOf(incident, ()), connection, None)

    assert found == LinkNews(mentions=(incident + 1,))


def test_a_closed_issue_and_a_rejected_pull_request_are_told_apart(connection: Connection, ada: Client) -> None:
    issue = ada.issue("The pool")["number"]
    ada.branch("fix", POOL)
    pull = ada.pull("fix")["number"]
    for each in (issue, pull):
        ada.json("PATCH", f"issues/{each}", {"state": "closed"})

    asked = NewsOf(7, (number(issue), number(pull)))

    assert told(read_news(asked, connection, None)) == [
        (f"#{issue}", "closed", "", ""),
        (f"#{pull}", "closed", "", "pull request"),
    ]


def test_without_graphql_the_two_that_were_linked_last_are_read(connection: Connection, ada: Client) -> None:
    pull = merge_change(ada, POOL)["number"]
    issues = [ada.issue(title)["number"] for title in ("One", "Two")]
    connection.missing_features.add("graphql")

    found = read_news(NewsOf(7, tuple(map(number, (*issues, pull)))), connection, None)

    assert told(found) == [(f"#{pull}", "merged", "", "")]
    assert read_news(NewsOf(7, (LinkName("commit", "3f2a9c1"), number(99))), connection, None) == LinkNews(
        (LinkEvent(number(99), "gone", "gone"),)
    )


def test_another_repository_takes_a_second_request_and_one_that_vanished_is_no_failure(
    connection: Connection, sandbox: Sandbox
) -> None:
    sandbox.create_repository("acme/api", {"README.md": "# api\n"}, private=True, collaborators={"grace": "write"})
    elsewhere, grace = OtherRepositories(connection, sandbox.token("grace")), Client(sandbox, sandbox.token("grace"))
    issue = grace.json("POST", "/repos/acme/api/issues", {"title": "The pool"})["number"]
    grace.json("PATCH", f"/repos/acme/api/issues/{issue}", {"state": "closed"})
    asked = NewsOf(7, (number(issue, "acme/api"), number(1, "acme/gone")))

    found = read_news(asked, connection, elsewhere)

    assert told(found) == [(f"acme/api#{issue}", "closed", "", "")]
    assert elsewhere.request_count == 1


def test_if_the_query_fails_nothing_is_known(connection: Connection, sandbox: Sandbox) -> None:
    sandbox.faults.add(Fault(NOT_FOUND, route="POST /graphql", times=None))

    assert read_news(NewsOf(7, (number(1),)), connection, None) is None


def test_a_workflow_run_that_vanished_is_gone(connection: Connection) -> None:
    assert told(read_news(NewsOf(7, (LinkName("run", "99"),)), connection, None)) == [("run 99", "gone", "", "")]


@pytest.mark.parametrize(
    ("conclusion", "event"),
    [("success", ("passed", "", "")), ("failure", ("failed", "", "")), ("timed_out", ("failed", "", "timed out"))],
)
def test_a_workflow_run_ends_well_or_not(
    connection: Connection, sandbox: Sandbox, ada: Client, conclusion: str, event: tuple[str, str, str]
) -> None:
    sha = ada.json("GET", "commits/main")["sha"]
    run = WorkflowRun(5, "ci.yml", "push", sha, "ada", NOON, NOON, "in_progress")
    sandbox.repository("acme/shop").runs.append(run)
    asked = NewsOf(7, (LinkName("run", "5"),))

    assert told(read_news(asked, connection, None)) == []
    run.status, run.conclusion = "completed", conclusion
    assert told(read_news(asked, connection, None)) == [("run 5", *event)]
