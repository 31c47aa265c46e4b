"""What a job gets: its checkout, its environment, its variables and secrets."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Link
from tests.sandbox.conftest import NOON, do_nothing
from tests.sandbox.workflow_files import (
    WORKFLOWS,
    person,
    propose_change,
)


def test_a_job_gets_what_a_runner_gives_it(running: Sandbox) -> None:
    ada = person(running)
    ada.issue("Checkout is down")

    (finished,) = running.settle()
    job, payload = finished.job, running.deliveries[0].payload
    environment = {key: job.environment[key] for key in sorted(job.environment) if not key.endswith(("PATH", "ID"))}
    head = ada.json("GET", "commits/main")["sha"]
    assert (job.command, job.workflow) == (["run", "--verbose"], "respond")
    assert environment == {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTOR": "ada",
        "GITHUB_API_URL": running.api_url,
        "GITHUB_ENV": str(job.directory / "env"),
        "GITHUB_EVENT_NAME": "issues",
        "GITHUB_GRAPHQL_URL": f"{running.url}/api/graphql",
        "GITHUB_JOB": "respond",
        "GITHUB_OUTPUT": str(job.directory / "output"),
        "GITHUB_REF": "refs/heads/main",
        "GITHUB_REF_NAME": "main",
        "GITHUB_REF_TYPE": "branch",
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_REPOSITORY_OWNER": "acme",
        "GITHUB_RUN_ATTEMPT": "1",
        "GITHUB_RUN_NUMBER": "1",
        "GITHUB_SERVER_URL": running.url,
        "GITHUB_SHA": head,
        "GITHUB_STEP_SUMMARY": str(job.directory / "summary.md"),
        "GITHUB_TOKEN": running.job_token({"contents": "read", "packages": "read"}, "acme/shop"),
        "GITHUB_TRIGGERING_ACTOR": "ada",
        "GITHUB_WORKFLOW": "respond",
        "GITHUB_WORKFLOW_REF": "acme/shop/.github/workflows/respond.yml@refs/heads/main",
        "GITHUB_WORKFLOW_SHA": head,
        "GITHUB_WORKSPACE": str(job.workspace),
        "INCIDENT_ACTIONS_NOW": "2026-08-22T12:00:01Z",
        "LEVEL": "debug",
        "RUNNER_ENVIRONMENT": "self-hosted",
        "RUNNER_TEMP": str(job.directory / "temp"),
        "SECRET": "",
    }
    assert json.loads(Path(job.environment["GITHUB_EVENT_PATH"]).read_text()) == payload
    assert (job.workspace / "docs/a.md").read_text() == "a"


def test_a_checkout_makes_the_links_that_a_commit_holds(running: Sandbox) -> None:
    ada = person(running)
    links = {"docs/up.md": Link("a.md"), "broken": Link("nowhere"), "out": Link("/proc/self/environ")}
    ada.branch("links", dict(links))
    ada.pull("links")
    ada.json("PUT", "pulls/1/merge")
    running.settle()
    ada.issue()

    (finished,) = running.settle()
    workspace = finished.job.workspace
    assert {name: str((workspace / name).readlink()) for name in links} == links
    assert (workspace / "docs/up.md").read_text() == "a"


def test_a_clock_that_follows_real_time_is_not_passed_on(tmp_path: Path) -> None:
    with Sandbox(tmp_path, tool=INSTALLED_TOOL, runner=do_nothing) as sandbox:
        sandbox.create_repository("acme/shop", WORKFLOWS, collaborators={"ada": "admin"})
        person(sandbox).issue()

        (finished,) = sandbox.settle()
        assert "INCIDENT_ACTIONS_NOW" not in finished.job.environment


def test_the_clock_of_a_job_is_the_one_at_its_start(running: Sandbox) -> None:
    person(running).issue()
    running.settle()
    running.clock.advance(timedelta(days=3))
    running.schedule("sweep.yml")

    (finished,) = running.settle()
    assert finished.job.environment["INCIDENT_ACTIONS_NOW"] == "2026-08-25T12:00:01Z"


def test_a_job_never_runs_in_what_a_killed_sandbox_left(running: Sandbox) -> None:
    (running.host.directory / "jobs/1").mkdir(parents=True)
    person(running).issue()

    assert [each.job.id for each in running.settle()] == [2]


@pytest.mark.parametrize(
    ("owner", "given"),
    [("acme", ({"LEVEL": "debug", "INCIDENT_RUNNER": "ours"}, "s3cret", "debug")), ("mallory", ({}, "", ""))],
)
def test_a_pull_request_from_a_fork_gets_neither_variables_nor_secrets(
    tmp_path: Path, owner: str, given: tuple[dict[str, str], str, str]
) -> None:
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=do_nothing) as sandbox:
        propose_change(sandbox, owner)
        (finished,) = sandbox.settle()

    variables = finished.job.variables
    assert (variables, finished.job.environment["KEY"], finished.job.environment["LEVEL"]) == given
