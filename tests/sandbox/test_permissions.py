"""What a job's token may do, from what its workflow and its callers ask for."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.host import WebhookDelivery
from incident_actions.sandbox.permissions import NAMES, parse_permissions, permissions_of_job
from incident_actions.sandbox.workflows import is_from_fork
from tests.sandbox.client import Client
from tests.sandbox.conftest import NOON, do_nothing

WRITES = {"contents": "write", "issues": "write"}
READS = {"contents": "read"}
STEPS = "steps: [{run: incident-actions run}]"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (None, None),
        ({}, {}),
        (WRITES, WRITES),
        ("read-all", dict.fromkeys(NAMES, "read")),
        ("write-all", dict.fromkeys(NAMES, "write")),
    ],
)
def test_permissions_are_read_as_they_are_written(written: Any, expected: Mapping[str, str] | None) -> None:
    assert parse_permissions(written) == expected


@pytest.mark.parametrize(
    ("asks", "usual", "granted"),
    [
        ([WRITES], "read", WRITES),
        ([{}], "write", {}),
        ([None], "read", {"contents": "read", "packages": "read"}),
        ([None], "write", dict.fromkeys(NAMES, "write")),
        ([WRITES, READS], "read", READS),
        ([WRITES, None], "read", WRITES),
        ([WRITES, {}], "read", {}),
        ([READS, WRITES], "read", None),
        ([None, WRITES], "read", None),
        ([None, WRITES], "write", WRITES),
    ],
)
def test_a_called_workflow_has_at_most_what_its_caller_has_and_does_not_start_if_it_asks_for_more(
    asks: list[Mapping[str, str] | None], usual: str, granted: Mapping[str, str] | None
) -> None:
    assert permissions_of_job(asks, usual, from_fork=False) == granted


def test_a_pull_request_from_a_fork_may_read_and_no_more() -> None:
    assert permissions_of_job([WRITES | {"actions": "none"}], "read", from_fork=True) == {
        "contents": "read",
        "issues": "read",
        "actions": "none",
    }


@pytest.mark.parametrize(
    ("event", "head", "forked"),
    [
        ("pull_request", {"full_name": "mallory/shop"}, True),
        ("pull_request", None, True),
        ("pull_request", {"full_name": "acme/shop"}, False),
        ("pull_request_target", {"full_name": "mallory/shop"}, False),
    ],
)
def test_a_fork_is_known_by_the_repository_of_its_head(event: str, head: Any, *, forked: bool) -> None:
    payload = {"pull_request": {"head": {"repo": head}}}

    assert is_from_fork(WebhookDelivery(event, payload, "mallory", NOON, "acme/shop")) is forked


@pytest.mark.parametrize(
    ("workflow", "job", "allowed"),
    [
        ("", "", False),
        ("permissions: {issues: write}", "", True),
        ("permissions: {issues: write}", "permissions: {}", False),
        ("permissions: {}", "permissions: {issues: write}", True),
        ("permissions: read-all", "", False),
        ("permissions: write-all", "", True),
    ],
)
def test_a_jobs_token_may_do_what_its_file_says_and_nothing_else(
    tmp_path: Path, workflow: str, job: str, *, allowed: bool
) -> None:
    text = f"on: [issues]\n{workflow}\njobs:\n  respond:\n    {job or 'name: respond'}\n    {STEPS}\n"
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=do_nothing) as sandbox:
        sandbox.create_repository("acme/shop", {".github/workflows/a.yml": text}, collaborators={"ada": "admin"})
        Client(sandbox, sandbox.token("ada")).issue()
        (finished,) = sandbox.settle()
        bot = Client(sandbox, finished.job.environment["GITHUB_TOKEN"])

        said = bot("POST", "issues/1/comments", {"body": "x"})

        assert said.status_code == (201 if allowed else 403)


def test_a_run_whose_caller_grants_too_little_fails_at_its_start_and_no_job_runs(tmp_path: Path) -> None:
    called = "incident-actions/incident-actions/.github/workflows/sweep.yml@main"
    text = f"on: [issues]\njobs:\n  sweep:\n    permissions: {{issues: read}}\n    uses: {called}\n"
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=do_nothing) as sandbox:
        sandbox.create_repository("acme/shop", {".github/workflows/a.yml": text}, collaborators={"ada": "admin"})
        Client(sandbox, sandbox.token("ada")).issue()

        assert sandbox.settle() == []
        assert [run.conclusion for run in sandbox.repository("acme/shop").runs] == ["startup_failure"]
