"""Hotfix and post-mortem branches where things are not as they should be."""

import base64
from dataclasses import replace
from typing import Any

import pytest

from incident_actions.contract.effects import OpenHotfix, PaintLabel, ProposeFiles
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.writer import IssueWriter
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import NOT_FOUND, Fault, Reply
from incident_actions.sandbox.state.settings import RulesetRule
from tests.gateway.wanted import HOTFIX, NUMBERS, POSTMORTEM
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
    writer.finish()

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
    writer.finish()

    compared = ada.json("GET", "compare/main...postmortem/1")
    assert compared["ahead_by"] == 1
    assert [each["filename"] for each in compared["files"]] == [path for path, _ in POSTMORTEM.files]


@pytest.mark.rest
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

    with pytest.raises(GithubError):
        writer.create(HOTFIX)

    sandbox.faults.thaw()
    assert writer.create(HOTFIX) == CreationResult(1, "hotfix/pool")


LABEL = PaintLabel("postmortem", "0075ca", "The post-mortem of an incident")


@pytest.mark.parametrize("known", [None, {"name": "postmortem", "color": "ffffff", "description": "Ours"}])
def test_a_pull_request_gets_its_label_in_the_colour_that_it_has_or_is_made_with(
    known: dict[str, str] | None, writer: IssueWriter, ada: Client
) -> None:
    if known:
        ada.json("POST", "labels", known)

    pull = writer.create(replace(POSTMORTEM, label=LABEL)).number
    writer.finish()

    (shown,) = ada.json("GET", f"issues/{pull}/labels")
    made = {"name": "postmortem", "color": "0075ca", "description": "The post-mortem of an incident"}
    assert {name: shown[name] for name in made} == (known or made)


def test_a_server_that_refuses_the_label_does_not_keep_the_pull_request_from_its_reviewers(
    sandbox: Sandbox, writer: IssueWriter, ada: Client
) -> None:
    refusal = Fault(
        Reply(403, {"message": "Forbidden"}), route="POST /repos/{owner}/{repo}/issues/{issue_number}/labels"
    )
    sandbox.faults.add(refusal)

    pull = writer.create(replace(POSTMORTEM, label=LABEL)).number
    writer.finish()

    assert [who["login"] for who in ada.json("GET", f"pulls/{pull}")["requested_reviewers"]] == ["ada", "grace"]


def text_of(ada: Client, path: str = "README.md") -> str:
    return base64.b64decode(ada.json("GET", f"contents/{path}")["content"]).decode()


def commit_file(ada: Client, text: bytes, path: str = "README.md") -> None:
    """Change a file on the default branch, as somebody."""
    there = ada("GET", f"contents/{path}")
    body: dict[str, Any] = {"message": "Change", "content": base64.b64encode(text).decode()}
    ada.json("PUT", f"contents/{path}", body | ({"sha": there.json()["sha"]} if there.ok else {}))


def test_lines_are_replaced_in_one_commit(writer: IssueWriter, ada: Client) -> None:
    commit_file(ada, b"one\r\ntwo\ntwo\nthree", "docs/a.md")
    files = (*NUMBERS.files, ("docs/a.md", (("one", "1"), ("two", "2"), ("two", "2!"), ("gone", "x"))))

    assert writer.create(replace(NUMBERS, files=files)) == CreationResult()

    newest, before = ada.json("GET", "commits")[:2]
    assert (newest["commit"]["message"], newest["parents"][0]["sha"]) == ("Add numbers", before["sha"])
    assert (text_of(ada), text_of(ada, "docs/a.md")) == ("# The shop\n", "1\r\n2\n2!\nthree")


@pytest.mark.parametrize(
    "text", [b"# Other words\n", b"# The shop\n", b"# shop\n\xff"], ids=["changed", "done", "not UTF-8"]
)
def test_a_file_without_those_lines_stays_as_it_is(text: bytes, writer: IssueWriter, ada: Client) -> None:
    commit_file(ada, text)
    head = ada.json("GET", "commits/main")["sha"]

    assert writer.create(NUMBERS) == CreationResult()
    assert ada.json("GET", "commits/main")["sha"] == head


@pytest.mark.parametrize(
    "protect",
    [
        lambda settings: settings.rules.append(RulesetRule("main", "pull_request")),
        lambda settings: settings.required_checks.append("test"),
    ],
    ids=["ruleset", "branch protection"],
)
def test_a_protected_branch_stays_as_it_is(protect: Any, writer: IssueWriter, sandbox: Sandbox, ada: Client) -> None:
    protect(sandbox.repository("acme/shop").settings)

    assert writer.create(NUMBERS) == CreationResult(problem="not permitted")
    assert text_of(ada) == "# shop\n"


def test_a_token_that_may_not_write_replaces_no_line(sandbox: Sandbox) -> None:
    connection = Connection(sandbox.token("mary"), "acme/shop", sandbox.api_url)

    assert IssueWriter(connection, ACTIONS_BOT, "main").create(NUMBERS) == CreationResult(problem="not permitted")


def test_a_push_at_the_same_moment_is_kept(writer: IssueWriter, ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    send, pushed = Connection.send, list[str]()

    def push_first(self: Connection, verb: str, path: str, *more: Any, **named: Any) -> Any:
        if verb == "PATCH" and not pushed:
            pushed.append(path)
            commit_file(ada, b"# shop\nMore\n")
        return send(self, verb, path, *more, **named)

    monkeypatch.setattr(Connection, "send", push_first)

    assert writer.create(NUMBERS) == CreationResult()
    assert text_of(ada) == "# The shop\nMore\n"
