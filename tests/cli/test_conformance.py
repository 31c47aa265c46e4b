"""`conformance` prints a line for each assumption, and its exit code tells whether a server differs."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from incident_actions.conformance import suite
from incident_actions.conformance.suite import ASSUMPTIONS, GROUPS, check_all
from incident_actions.gateway.client import retry, write_pace
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import Fault, Reply
from tests.offline_laptop import Laptop


@pytest.fixture(autouse=True)
def _lists_need_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait as people's own run of the command does: what is compared here is how a server behaves over seconds."""
    monkeypatch.setattr(write_pace, "time", time)
    monkeypatch.setattr(retry, "time", time)


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "github") as sandbox:
        yield sandbox


def check(laptop: Laptop, sandbox: Sandbox, *options: str) -> Result:
    return laptop.run("conformance", "--api", sandbox.api_url, "--token", sandbox.token("ada"), *options)


@pytest.mark.rest
def test_a_server_that_is_like_github_has_a_line_for_each_assumption(laptop: Laptop, sandbox: Sandbox) -> None:
    ran = check(laptop, sandbox)

    *lines, summary = ran.stdout.splitlines()
    assert [line.split()[1] for line in lines] == [f"{each.name}:" for each in ASSUMPTIONS]
    assert {line.split()[0] for line in lines} == {"ok"}
    assert (ran.exit_code, summary) == (0, f"{len(ASSUMPTIONS)} of {len(ASSUMPTIONS)} assumptions hold.")
    assert sandbox.host.world.repositories == {}


@pytest.mark.rest
def test_a_server_that_is_wrong_in_one_answer_is_named_by_that_assumption_alone(
    laptop: Laptop, sandbox: Sandbox
) -> None:
    refusal = Reply.error(422, "Validation Failed")
    sandbox.faults.add(Fault(refusal, route="POST /repos/{owner}/{repo}/issues/{issue_number}/assignees", login="ada"))

    ran = check(laptop, sandbox, "--json")

    told = json.loads(ran.stdout)
    assert (ran.exit_code, told["counts"]) == (
        1,
        {"holds": len(ASSUMPTIONS) - 1, "differs": 1, "missing": 0, "unclear": 0},
    )
    assert [each["name"] for each in told["assumptions"] if each["outcome"] == "differs"] == ["assignee-dropped"]


def test_the_issues_that_stay_in_a_named_repository_are_told_by_how_their_titles_begin(
    laptop: Laptop, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.create_repository("acme/shop", {"README.md": "# shop\n"}, collaborators={"ada": "admin"})
    monkeypatch.setattr(suite, "check_all", lambda trial, tell: check_all(trial, tell, GROUPS["Issues"][:2]))

    ran = check(laptop, sandbox, "--repository", "acme/shop")

    *_, start = ran.stderr.split("`")[:2]
    issues = sandbox.repository("acme/shop").issues.values()
    assert (ran.exit_code, len(issues)) == (0, 2), ran.stderr
    assert all(each.title.startswith(start) and each.state == "closed" for each in issues)


@pytest.mark.parametrize(
    ("api", "token", "words"),
    [
        ("{}", "nobodys", "401 (Bad credentials)"),
        ("{}/nowhere", "nobodys", "The server returned 401"),
        ("github", "nobodys", "github"),
        ("{}", "", "GITHUB_TOKEN is not set"),
    ],
)
def test_what_cannot_be_asked_is_explained(laptop: Laptop, sandbox: Sandbox, api: str, token: str, words: str) -> None:
    ran = laptop.run("conformance", "--api", api.format(sandbox.api_url), "--token", token)

    assert (ran.exit_code, words in ran.stderr) == (2, True), ran.stderr
