"""The sandbox's own evaluation of a job's `if:` and the real runner's come to the same, in all workflows."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from ruamel.yaml import YAML

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Job, WebhookDelivery
from incident_actions.sandbox.act import Act, act_log
from incident_actions.sandbox.steps import find_steps
from tests.runner import adopting
from tests.stories.conftest import WEDNESDAY
from tests.workflows.files import ROOT
from tests.workflows.test_respond import comment, issue, pull_request

Row: TypeAlias = tuple[str, str, dict[str, Any]]
"""A workflow, an event, and its payload."""
PLAYED: list[Row] = [
    ("respond", "issue_comment", comment("/sev 1")),
    ("respond", "issue_comment", comment("first\n  /ack")),
    ("respond", "issue_comment", comment("{0} and {1}\n/ack")),
    ("respond", "issues", issue("bug", "incident")),
    ("respond", "issues", issue("bug", changed="action-item")),
    ("respond", "pull_request", pull_request("hotfix/stop-the-queue")),
    ("respond", "repository_dispatch", {"action": "alert"}),
    ("clock", "repository_dispatch", {"action": "incident-clock"}),
    ("clock", "workflow_dispatch", {}),
]
LEFT: list[Row] = [
    ("respond", "issue_comment", comment("see docs/runbook")),
    ("respond", "issue_comment", comment("> /sev 1")),
    ("respond", "issue_comment", comment("    /sev 1")),
    ("respond", "issue_comment", comment("")),
    ("respond", "issue_comment", {**comment("/sev 1"), "sender": {"type": "Bot"}}),
    ("respond", "issues", issue("bug")),
    ("respond", "issues", issue("incidental", changed="wontfix")),
    ("respond", "issues", {**issue("incident"), "sender": {"type": "Bot"}}),
    ("respond", "pull_request", pull_request("feature/cart")),
    ("respond", "pull_request", pull_request("hotfix/cart", "mallory/shop")),
    ("respond", "pull_request", pull_request("hotfix/cart", None)),
    (
        "respond",
        "issue_comment",
        {**comment("/sev 1"), "issue": {"number": 7, "labels": [], "pull_request": {"url": "x"}}},
    ),
]


@pytest.mark.parametrize("called", [False, True], ids=["copied", "called"])
@pytest.mark.parametrize(("row", "expected"), [*((row, True) for row in PLAYED), *((row, False) for row in LEFT)])
def test_a_condition_comes_to_the_same(tmp_path: Path, spied: Act, row: Row, expected: bool, called: bool) -> None:
    workflow, event, payload = row
    path = adopting.caller(workflow) if called else f".github/workflows/{workflow}.yml"
    text = adopting.files()[path] if called else (ROOT / path).read_text(encoding="utf-8")
    [step] = find_steps(dict(YAML(typ="safe").load(text)), INSTALLED_TOOL)
    whole = {"sender": {"type": "User"}, "repository": {"default_branch": "main"}, **payload}
    told = {"GITHUB_ACTOR": "ada", "GITHUB_REPOSITORY": "acme/shop", "GITHUB_SHA": "1" * 40}
    job = Job(1, "it", step.job, event, [], told, tmp_path / "job", path, step.started_as)
    write(job.workspace / path, text)
    write(job.directory / "event.json", json.dumps(whole))

    assert step.passes(WebhookDelivery(event, whole, "ada", WEDNESDAY, "acme/shop")) is expected
    assert bool(ran(spied, job)) is expected


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def ran(act: Act, job: Job) -> list[str]:
    """The steps of a job that act runs; checking out fails here, where there is no GitHub, and that is a step too."""
    with suppress(RuntimeError):  # what a job comes to of which no step runs
        act(job)
    return act_log.read_file(job.directory / "act.jsonl").steps
