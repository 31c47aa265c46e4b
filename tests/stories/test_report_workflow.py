"""The weekly report of a team that ran `init --report`: on its branch and in its issue, by the workflow's own token."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.gateway.repository.tool_files import read_tool_file
from incident_actions.model.process.process import Labels
from incident_actions.sandbox import Sandbox
from incident_actions.setup.source import Source
from incident_actions.setup.workflows import short_workflow
from tests.sandbox import published
from tests.sandbox.client import Client
from tests.stories.conftest import CONFIGURATION, PEOPLE, WEDNESDAY, adopted
from tests.stories.team import by_command_line

pytestmark = pytest.mark.rest

WORKFLOW = "incident-report.yml"


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with (
        Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=by_command_line) as sandbox,
        published.holding(sandbox),
    ):
        source = Source("acme/incident-actions", "0" * 40, "1.0")
        own = read_tool_file(".github/workflows/report.yml")
        files = {
            **adopted(),
            f".github/workflows/{WORKFLOW}": short_workflow("report", own, source, Labels()),
            ".github/incidents.yml": f"{CONFIGURATION}report: {{ index: true }}\n",
        }
        sandbox.create_repository("acme/shop", files, collaborators=PEOPLE)
        yield sandbox


def shown(ada: Client, path: str, ref: str) -> str:
    return base64.b64decode(ada.json("GET", f"contents/{path}", params={"ref": ref})["content"]).decode()


def test_each_week_the_branch_the_issue_and_the_index_are_replaced(sandbox: Sandbox) -> None:
    ada = Client(sandbox, sandbox.token("ada"))
    number = ada.issue(labels=["incident"])["number"]
    sandbox.settle()
    for text in ("/sev 1\n/ack", "/resolve Rolled back"):
        sandbox.clock.advance(timedelta(minutes=10))
        ada.json("POST", f"issues/{number}/comments", {"body": text})
        sandbox.settle()

    for _ in range(2):
        sandbox.clock.advance(timedelta(days=7))
        sandbox.schedule(WORKFLOW)
        finished = sandbox.settle()
        [job] = [each for each in finished if each.job.command == ["report"]]
        assert job.exit_code == 0, job.job.log.read_text()

    page = shown(ada, "README.md", "incident-report")
    [issue] = ada.json("GET", "issues", params={"labels": "incident-report"})
    assert "| **Time to resolve** | **20 min** | 20 min | 20 min | 1[^n1] | 0 | 0 |" in page.splitlines()
    assert f"issues/{number}#issuecomment-" in page
    assert issue["user"]["login"] == "github-actions[bot]"
    assert "| Time to resolve | 20 min | 20 min | 20 min | 1 | 0 |" in shown(ada, "docs/incidents/README.md", "main")
    assert shown(ada, "index.html", "incident-report").startswith("<!doctype html>")
