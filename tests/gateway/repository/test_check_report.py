"""The report of a check on GitHub: one status for each commit, one comment for each pull request, whatever happens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest

from incident_actions.contract.effects import ReportCheck
from incident_actions.gateway.client import retry
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local import runner
from incident_actions.gateway.repository.check_report import has_status, report_check, summarize_missing_permissions
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import INVALID, NOT_FOUND, SERVER_ERROR, Break, Fault, Reply
from tests.sandbox.client import Client

REFUSED = Reply.error(403, "Resource not accessible by integration")
FIRST = "<!-- incident-actions:say postmortem-check:1 -->"
CONTEXT = "incident-actions/post-mortem"


STATUS_ROUTE = "POST /repos/{owner}/{repo}/statuses/{sha}"
COMMENT_ROUTE = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments"
LIST_ROUTE = "GET /repos/{owner}/{repo}/commits/{ref}/statuses"


@pytest.fixture
def wanted(ada: Client) -> ReportCheck:
    """What a check found in pull request #1."""
    commit = ada.branch("postmortem/7", {"docs/incidents/a.md": "# A\n"})
    assert ada.pull("postmortem/7")["number"] == 1
    return ReportCheck(1, commit, passed=False, description="2 errors", body=f"{FIRST}\nTwo errors.")


Shown: TypeAlias = tuple[list[tuple[str, str, str, bool]], list[str]]


def shown(ada: Client, commit: str) -> Shown:
    """Return the statuses of a commit, each with whether it leads to the comment, and the comments."""
    comments = ada.json("GET", "issues/1/comments")
    urls = {each["html_url"] for each in comments}
    statuses = [
        (each["context"], each["state"], each["description"], each["target_url"] in urls)
        for each in ada.json("GET", f"commits/{commit}/statuses")
    ]
    return statuses, [each["body"] for each in comments]


ONCE: Shown = ([(CONTEXT, "failure", "2 errors", True)], [f"{FIRST}\nTwo errors."])


def test_the_status_leads_to_the_comment_and_a_repeated_run_writes_nothing(
    connection: Connection, wanted: ReportCheck, ada: Client, sandbox: Sandbox
) -> None:
    report_check(connection, replace(wanted, is_first=True))
    assert shown(ada, wanted.commit) == ONCE
    before = len(sandbox.requests)

    report_check(connection, wanted)

    assert [each.method for each in sandbox.requests[before:]] == ["GET", "GET"]
    assert shown(ada, wanted.commit) == ONCE


def test_a_push_gets_a_status_of_its_own_and_the_same_comment(
    connection: Connection, wanted: ReportCheck, ada: Client
) -> None:
    report_check(connection, wanted)
    body = {"message": "Write", "content": "Qg==", "branch": "postmortem/7"}
    pushed = ada.json("PUT", "contents/docs/incidents/b.md", body)["commit"]["sha"]

    report_check(
        connection, replace(wanted, commit=pushed, passed=True, description="No errors", body=f"{FIRST}\nNone.")
    )

    assert shown(ada, pushed) == ([(CONTEXT, "success", "No errors", True)], [f"{FIRST}\nNone."])
    assert shown(ada, wanted.commit)[0] == ONCE[0]


def test_a_withdrawal_edits_an_earlier_comment_and_reports_nothing_without_one(
    connection: Connection, wanted: ReportCheck, ada: Client
) -> None:
    gone = ReportCheck(1, wanted.commit, True, "No post-mortem", f"{FIRST}\nNothing left.", is_withdrawal=True)  # noqa: FBT003
    report_check(connection, gone)
    assert shown(ada, wanted.commit) == ([], [])

    report_check(connection, wanted)
    report_check(connection, gone)

    assert shown(ada, wanted.commit) == (
        [(CONTEXT, "success", "No post-mortem", True), (CONTEXT, "failure", "2 errors", True)],
        [f"{FIRST}\nNothing left."],
    )


def test_the_check_of_an_older_commit_sets_its_status_and_leaves_the_comment(
    connection: Connection, wanted: ReportCheck, ada: Client
) -> None:
    report_check(connection, replace(wanted, body=f"{FIRST}\nOf a later commit."))

    report_check(connection, replace(wanted, description="9 errors", is_newest=False))

    statuses, comments = shown(ada, wanted.commit)
    assert (statuses[0], comments) == ((CONTEXT, "failure", "9 errors", True), [f"{FIRST}\nOf a later commit."])


def test_another_bots_comment_is_edited_and_a_persons_is_not(
    connection: Connection, wanted: ReportCheck, ada: Client, sandbox: Sandbox
) -> None:
    ada.json("POST", "issues/1/comments", {"body": f"{FIRST}\nForged."})
    app = Client(sandbox, sandbox.token("acme-incidents[bot]"))
    app.json("POST", "issues/1/comments", {"body": f"{FIRST}\nOf a run as the App."})

    report_check(connection, wanted)

    assert shown(ada, wanted.commit)[1] == [f"{FIRST}\nForged.", f"{FIRST}\nTwo errors."]


COMMENT_ALONE: Shown = ([], ONCE[1])
STATUS_ALONE: Shown = ([(CONTEXT, "failure", "2 errors", False)], [])


@pytest.mark.parametrize(
    ("route", "permission", "expected"),
    [(STATUS_ROUTE, "`statuses: write`", COMMENT_ALONE), (COMMENT_ROUTE, "`pull-requests: write`", STATUS_ALONE)],
)
def test_what_a_token_may_not_write_is_tried_once_and_said_once_in_the_summary(
    route: str, permission: str, expected: Shown, wanted: ReportCheck, request: pytest.FixtureRequest
) -> None:
    ada, sandbox, connection = map(request.getfixturevalue, ("ada", "sandbox", "connection"))
    sandbox.faults.add(Fault(REFUSED, route=route, times=None))

    report_check(connection, wanted)
    report_check(connection, wanted)

    assert (len(sandbox.faults.hits), shown(ada, wanted.commit)) == (1, expected)
    directory = request.getfixturevalue("tmp_path")
    summarize_missing_permissions(_here(directory), connection)
    said = (directory / "summary.md").read_text()
    assert said.count("GitHub refused") == 1
    assert f"Add {permission} to the `permissions:` of the job in `.github/workflows/incident-respond.yml`" in said


def _here(tmp_path: Path) -> runner.RunEnvironment:
    return runner.read_environment(
        {
            "GITHUB_EVENT_NAME": "schedule",
            "GITHUB_REPOSITORY": "acme/shop",
            "GITHUB_TOKEN": "x",
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "GITHUB_WORKFLOW_REF": "acme/shop/.github/workflows/incident-respond.yml@refs/heads/main",
        }
    )


def test_a_run_that_lacks_nothing_says_nothing(connection: Connection, wanted: ReportCheck, tmp_path: Path) -> None:
    report_check(connection, wanted)

    summarize_missing_permissions(_here(tmp_path), connection)

    assert not (tmp_path / "summary.md").exists()


@pytest.mark.parametrize("route", [COMMENT_ROUTE, STATUS_ROUTE], ids=["comment", "status"])
@pytest.mark.parametrize("kind", [SERVER_ERROR, Break.RESET], ids=["error", "reset"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_an_answer_that_is_lost_leaves_one_comment_and_one_verdict(
    route: str, kind: Reply | Break, after: bool, wanted: ReportCheck, request: pytest.FixtureRequest
) -> None:
    ada, sandbox, connection, patch = map(request.getfixturevalue, ("ada", "sandbox", "connection", "monkeypatch"))
    patch.setattr(retry, "FIRST_WAIT", 0.0)
    patch.setattr(retry, "LIST_LAG", 0.0)
    sandbox.faults.add(Fault(kind, route=route, after=after))

    report_check(connection, replace(wanted, is_first=True))

    statuses, comments = shown(ada, wanted.commit)
    assert (len(sandbox.faults.hits), statuses[:1], comments) == (1, *ONCE)


@pytest.mark.parametrize(
    ("kind", "expected"), [(None, False), (REFUSED, True), (NOT_FOUND, True)], ids=["none", "refused", "not there"]
)
def test_a_token_that_may_not_know_looks_no_further(
    kind: Reply | None, expected: bool, connection: Connection, wanted: ReportCheck, sandbox: Sandbox
) -> None:
    if kind:
        sandbox.faults.add(Fault(kind, route=LIST_ROUTE))

    assert has_status(connection, wanted.commit) is expected


def test_a_commit_that_is_gone_is_left_alone(
    connection: Connection, wanted: ReportCheck, ada: Client, sandbox: Sandbox
) -> None:
    sandbox.faults.add(Fault(INVALID, route=STATUS_ROUTE))

    report_check(connection, wanted)

    assert (shown(ada, wanted.commit), connection.missing_features) == (COMMENT_ALONE, set())
