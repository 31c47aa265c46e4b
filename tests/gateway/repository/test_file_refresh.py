"""A proposed file is updated upon what people pushed, whatever happens to its branch meanwhile."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from incident_actions.contract.effects import RefreshFile
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.issues.writer import IssueWriter
from incident_actions.gateway.repository import branches, file_refresh
from incident_actions.postmortem import index
from incident_actions.postmortem.parts import digests
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import Fault, Reply
from tests.gateway.wanted import POSTMORTEM
from tests.sandbox.client import Client

PATH = POSTMORTEM.files[0][0]
BEFORE = "# Checkout\n\n## Impact\n\n40 orders\n\n## Cause\n\nUnknown\n"
AFTER = BEFORE.replace("40", "60")
WANTED = RefreshFile(
    "postmortem:1:0:abc", 1, "postmortem/1", PATH, AFTER, digests(BEFORE), digests(BEFORE), (), "", "Update it"
)
UPDATED = CreationResult(1, updated=("Impact",))


@pytest.fixture(autouse=True)
def proposed(writer: IssueWriter) -> None:
    writer.create(replace(POSTMORTEM, files=((PATH, BEFORE),)))


def text_of(ada: Client) -> str:
    given = ada.json("GET", f"contents/{PATH}", params={"ref": "postmortem/1"})
    return base64.b64decode(given["content"]).decode()


def edit(ada: Client, text: str) -> None:
    sha = ada.json("GET", f"contents/{PATH}", params={"ref": "postmortem/1"})["sha"]
    content = base64.b64encode(text.encode()).decode()
    ada.json("PUT", f"contents/{PATH}", {"message": "Edit", "content": content, "sha": sha, "branch": "postmortem/1"})


def test_one_commit_updates_what_nobody_edited(writer: IssueWriter, ada: Client) -> None:
    edit(ada, BEFORE.replace("Unknown", "The pool"))
    head = ada.json("GET", "commits/postmortem/1")["sha"]

    assert writer.create(WANTED) == UPDATED

    commit = ada.json("GET", "commits/postmortem/1")
    assert text_of(ada) == AFTER.replace("Unknown", "The pool")
    assert [each["sha"] for each in commit["parents"]] == [head]
    assert commit["commit"]["message"] == "Update it\n\nIncident-Key: postmortem:1:0:abc"


def test_a_run_that_died_after_its_commit_finds_what_it_did(writer: IssueWriter, ada: Client) -> None:
    writer.create(WANTED)
    head = ada.json("GET", "commits/postmortem/1")["sha"]

    assert writer.create(WANTED) == UPDATED
    assert ada.json("GET", "commits/postmortem/1")["sha"] == head


def test_nothing_is_committed_where_people_edited_everything_that_is_new(writer: IssueWriter, ada: Client) -> None:
    edit(ada, BEFORE.replace("40 orders", "All orders"))
    head = ada.json("GET", "commits/postmortem/1")["sha"]

    assert writer.create(WANTED) == CreationResult(1, edited=("Impact",))
    assert ada.json("GET", "commits/postmortem/1")["sha"] == head


def test_a_push_at_the_same_moment_is_read_again(
    writer: IssueWriter, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit: Callable[..., Any] = branches.commit_files
    pushed: list[str] = []

    def commit_after_a_push(*given: Any) -> Any:
        made = commit(*given)
        if not pushed:
            pushed.append("once")
            edit(ada, BEFORE.replace("Unknown", "The pool"))
        return made

    monkeypatch.setattr(file_refresh, "commit_files", commit_after_a_push)

    assert writer.create(WANTED) == UPDATED
    assert text_of(ada) == AFTER.replace("Unknown", "The pool")


def test_a_branch_that_is_gone_is_reported(writer: IssueWriter, ada: Client) -> None:
    ada.json("DELETE", "git/refs/heads/postmortem/1")

    assert writer.create(WANTED) == CreationResult(1, problem="no such branch")


def test_a_file_that_was_renamed_is_reported(writer: IssueWriter) -> None:
    assert writer.create(replace(WANTED, path="docs/incidents/other.md")) == CreationResult(1, problem="no such file")


def test_a_branch_that_may_not_be_written_is_reported(writer: IssueWriter, sandbox: Sandbox) -> None:
    refusal = Reply(422, {"message": "Repository rule violations found"})
    sandbox.faults.add(Fault(refusal, route="PATCH /repos/{owner}/{repo}/git/refs/{ref}"))

    assert writer.create(WANTED) == CreationResult(1, problem="not permitted")


def test_the_row_in_the_index_follows_too_unless_people_edited_it(writer: IssueWriter, ada: Client) -> None:
    name = PATH.rpartition("/")[2]
    row, new = (f"| 2026-03-04 | [Checkout]({name}) | #1 | SEV-1 | | {lasted} | none |" for lasted in ("1 h", "2 h"))
    files = ((PATH, BEFORE), (index.PATH, f"# Incidents\n\n{row}\n"))
    writer.create(replace(POSTMORTEM, key="postmortem:2", branch="postmortem/2", files=files))
    written = (*digests(BEFORE), index.row_digest(row))
    wanted = replace(WANTED, branch="postmortem/2", text=BEFORE, written=written, offered=written, row=new)

    assert writer.create(wanted) == CreationResult(1)
    given = ada.json("GET", f"contents/{index.PATH}", params={"ref": "postmortem/2"})
    assert base64.b64decode(given["content"]).decode() == f"# Incidents\n\n{new}\n"

    head = ada.json("GET", "commits/postmortem/2")["sha"]
    writer.create(replace(wanted, key="another", row=row))
    assert ada.json("GET", "commits/postmortem/2")["sha"] == head
