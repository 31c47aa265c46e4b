"""Hotfix and post-mortem branches where things are not as they should be."""

from dataclasses import replace

import pytest
from github import GithubException

from incident_actions.contract.effects import OpenHotfix, ProposeFiles
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.writer import IssueWriter
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import NOT_FOUND, Fault, Reply
from tests.gateway.wanted import HOTFIX, POSTMORTEM
from tests.live_markdown import SKIPPING
from tests.people.corpus import CORPUS
from tests.sandbox.client import Client


def test_a_branch_name_that_somebody_else_took_is_numbered(writer: IssueWriter, ada: Client) -> None:
    ada.branch("hotfix/pool", {"pool.py": "size = 50"})

    assert writer.create(HOTFIX) == CreationResult(1, "hotfix/pool-2")


def test_a_hotfix_is_found_again_after_people_pushed_to_it(writer: IssueWriter, ada: Client) -> None:
    made = writer.create(HOTFIX)
    ada.json("PUT", "contents/pool.py", {"message": "Raise it", "content": "c2l6ZQ==", "branch": "hotfix/pool"})

    assert writer.create(HOTFIX) == made


def test_a_key_that_begins_like_another_is_not_taken_for_it(writer: IssueWriter) -> None:
    writer.create(replace(HOTFIX, key="c7.01"))

    assert writer.create(HOTFIX) == CreationResult(2, "hotfix/pool-2")


@pytest.mark.parametrize("start", ["nowhere", "v9.9", "deadbeef", "feature/x", "../../other/repo/commits/main"])
def test_a_missing_ref_is_reported(start: str, writer: IssueWriter) -> None:
    assert writer.create(replace(HOTFIX, start=start)) == CreationResult(problem="no such ref")


def test_a_hotfix_starts_from_a_branch_with_a_slash(writer: IssueWriter, ada: Client) -> None:
    start = ada.branch("release/4.1", {"version": "4.1"})

    writer.create(replace(HOTFIX, start="release/4.1"))

    head = ada.json("GET", "commits/hotfix/pool")
    assert [parent["sha"] for parent in head["parents"]] == [start]


@pytest.mark.parametrize("wanted", [HOTFIX, POSTMORTEM], ids=["hotfix", "post-mortem"])
def test_a_branch_is_created_even_if_actions_may_open_no_pull_request(
    wanted: object, writer: IssueWriter, sandbox: Sandbox, ada: Client
) -> None:
    sandbox.repository("acme/shop").actions_may_open_pull_requests = False

    assert writer.create(wanted) == CreationResult(0, wanted.branch)  # type: ignore[arg-type, attr-defined]
    assert wanted.branch in [branch["name"] for branch in ada.json("GET", "branches")]  # type: ignore[attr-defined]


def test_a_token_that_may_not_write_contents_is_reported(sandbox: Sandbox) -> None:
    connection = Connection(sandbox.token("mary"), "acme/shop", sandbox.api_url)
    main = connection.get("commits/main")["sha"]

    assert IssueWriter(connection, ACTIONS_BOT, "main").create(HOTFIX) == CreationResult(
        name=main, problem="not permitted"
    )


def test_a_branch_with_other_workflow_files_is_reported_apart_from_one_that_may_not_be_written(
    writer: IssueWriter, sandbox: Sandbox, ada: Client
) -> None:
    old = ada.json("GET", "commits/main")["sha"]
    ada.json("PUT", "contents/.github/workflows/ci.yml", {"message": "Build", "content": ""})

    assert writer.create(replace(HOTFIX, start=old[:9])) == CreationResult(name=old, problem="other workflows")

    sandbox.faults.add(Fault(Reply(403, {"message": "Forbidden"}), route="POST /repos/{owner}/{repo}/git/refs"))
    main = ada.json("GET", "commits/main")["sha"]
    assert writer.create(HOTFIX) == CreationResult(name=main, problem="not permitted")


def test_a_classic_token_without_the_workflow_scope_is_reported_too(
    writer: IssueWriter, sandbox: Sandbox, ada: Client
) -> None:
    old = ada.json("GET", "commits/main")["sha"]
    ada.json("PUT", "contents/.github/workflows/ci.yml", {"message": "Build", "content": ""})
    sandbox.faults.add(Fault(NOT_FOUND, route="POST /repos/{owner}/{repo}/git/refs"))

    assert writer.create(replace(HOTFIX, start=old)) == CreationResult(name=old, problem="other workflows")


def test_reviewers_who_cannot_review_do_not_keep_the_others_from_it(writer: IssueWriter, ada: Client) -> None:
    pull = writer.create(replace(POSTMORTEM, reviewers=("ada", "stranger", "acme/nobody", "grace"))).number

    asked = ada.json("GET", f"pulls/{pull}")["requested_reviewers"]
    assert [person["login"] for person in asked] == ["ada", "grace"]


def test_a_hotfix_opens_as_ready_if_the_server_has_no_drafts(
    sandbox: Sandbox, writer: IssueWriter, ada: Client
) -> None:
    refusal = {"message": "Validation Failed", "errors": ["Draft pull requests are not supported in this repository."]}
    sandbox.faults.add(Fault(Reply(422, refusal), route="POST /repos/{owner}/{repo}/pulls"))

    made = writer.create(HOTFIX)

    assert made == CreationResult(1, "hotfix/pool")
    assert ada.json("GET", "pulls/1")["draft"] is False


def test_a_post_mortem_appears_whole_in_one_commit(writer: IssueWriter, ada: Client) -> None:
    writer.create(POSTMORTEM)

    compared = ada.json("GET", "compare/main...postmortem/1")
    assert compared["ahead_by"] == 1
    assert [each["filename"] for each in compared["files"]] == [path for path, _ in POSTMORTEM.files]


@pytest.mark.parametrize("wanted", [HOTFIX, POSTMORTEM], ids=["hotfix", "post-mortem"])
@pytest.mark.parametrize("words", [text for family, text in CORPUS if family == "words that skip workflows"])
def test_nothing_in_a_commit_or_a_pull_request_keeps_workflows_from_starting(
    wanted: OpenHotfix | ProposeFiles, words: str, writer: IssueWriter, ada: Client
) -> None:
    said = f"{words} x\n\n{words}"

    made = writer.create(replace(wanted, message=said, title=said, body=said))

    pull = ada.json("GET", f"pulls/{made.number}")
    commit = ada.json("GET", f"commits/{pull['head']['sha']}")["commit"]
    assert [SKIPPING.findall(each) for each in (commit["message"], pull["title"], pull["body"])] == [[], [], []]


def test_a_pull_request_that_a_list_shows_late_is_found(
    writer: IssueWriter, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    sandbox.faults.freeze(lists=2)  # the branch's commits, and the first look for its pull request
    writer.create(HOTFIX)

    assert writer.create(HOTFIX) == CreationResult(1, "hotfix/pool")


def test_a_pull_request_that_no_list_shows_yet_is_not_taken_for_none(
    writer: IssueWriter, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    sandbox.faults.freeze()
    writer.create(HOTFIX)

    with pytest.raises(GithubException):
        writer.create(HOTFIX)

    sandbox.faults.thaw()
    assert writer.create(HOTFIX) == CreationResult(1, "hotfix/pool")
