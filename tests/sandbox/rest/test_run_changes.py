"""Runs that are cancelled, and runs that run again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Job, Sandbox
from tests.sandbox import published
from tests.sandbox.client import Client
from tests.sandbox.conftest import NOON
from tests.sandbox.workflow_files import CLOCK, WORKFLOWS, Sleeper, dispatch_clock


class Slow:
    """A runner whose jobs run until they are stopped or let go."""

    def __init__(self) -> None:
        self.began, self.ended = Event(), Event()
        self.asked: list[str] = []
        self.environments: list[dict[str, str]] = []

    def __call__(self, job: Job) -> int:
        self.environments.append(job.environment)
        job.log.write_text(f"attempt {job.environment['GITHUB_RUN_ATTEMPT']}\n")
        job.stop.connect(self)
        self.began.set()
        assert self.ended.wait(30)
        return 1

    def interrupt(self) -> None:
        self.asked.append("interrupt")
        self.ended.set()

    def kill(self) -> None:
        self.asked.append("kill")
        self.ended.set()


@pytest.fixture
def runner() -> Slow:
    return Slow()


@pytest.fixture
def slow(tmp_path: Path, runner: Slow) -> Iterator[Sandbox]:
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=runner) as sandbox, published.holding(sandbox):
        sandbox.create_repository("acme/shop", WORKFLOWS | CLOCK, collaborators={"ada": "admin", "linus": "triage"})
        yield sandbox
        runner.ended.set()


@pytest.fixture
def ada(slow: Sandbox) -> Client:
    return Client(slow, slow.token("ada"))


def states(client: Client) -> list[tuple[int, str, str | None]]:
    """Return the id, the status and the conclusion of each run, oldest first."""
    found = client.json("GET", "actions/runs")["workflow_runs"]
    return [(each["id"], each["status"], each["conclusion"]) for each in found[::-1]]


@pytest.mark.parametrize(("way", "asked"), [("cancel", "interrupt"), ("force-cancel", "kill")])
def test_a_run_that_is_cancelled_ends_its_job(slow: Sandbox, ada: Client, runner: Slow, way: str, asked: str) -> None:
    ada.issue()
    assert runner.began.wait(30)

    response = ada("POST", f"actions/runs/1/{way}")
    slow.settle()

    assert (response.status_code, response.json(), runner.asked) == (202, {}, [asked])
    assert states(ada)[0] == (1, "completed", "cancelled")
    assert ada("GET", "actions/jobs/1/logs").text == "attempt 1\n::error::The operation was canceled.\n"


def test_a_run_that_waits_for_another_is_cancelled_without_running(slow: Sandbox, ada: Client, runner: Slow) -> None:
    dispatch_clock(slow)
    assert runner.began.wait(30)
    dispatch_clock(slow)
    ada.json("POST", "actions/runs/2/cancel")
    waited = states(ada)
    runner.ended.set()
    slow.settle()

    assert waited[1] == (2, "completed", "cancelled")
    assert (states(ada), len(runner.environments)) == ([(1, "completed", "failure"), waited[1]], 1)


@pytest.mark.rest
def test_a_run_in_the_queue_is_cancelled_without_running(slow: Sandbox, ada: Client, runner: Slow) -> None:
    ada.issue()
    assert runner.began.wait(30)
    ada.issue()
    ada.json("POST", "actions/runs/2/cancel")
    runner.ended.set()
    slow.settle()

    assert (states(ada)[1], len(runner.environments)) == ((2, "completed", "cancelled"), 1)


def test_a_run_that_sleeps_is_cancelled_and_lets_the_next_of_its_group_run(tmp_path: Path) -> None:
    sleeper = Sleeper(rounds=3)
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=sleeper) as sandbox, published.holding(sandbox):
        sandbox.create_repository("acme/shop", CLOCK, collaborators={"ada": "admin"})
        dispatch_clock(sandbox, times=2)
        sandbox.settle()
        ada = Client(sandbox, sandbox.token("ada"))
        before = states(ada)
        ada.json("POST", "actions/runs/1/cancel")
        sandbox.settle()

        assert before == [(1, "in_progress", None), (2, "pending", None)]
        assert states(ada) == [(1, "completed", "cancelled"), (2, "in_progress", None)]
    assert [number for number, _, _ in sleeper.rounds_run] == [1, 2]


def test_a_run_runs_again_with_its_event_and_its_commit_as_its_next_attempt(
    slow: Sandbox, ada: Client, runner: Slow
) -> None:
    runner.ended.set()
    ada.issue("Checkout is down")
    slow.settle()
    ada.json("PUT", "contents/README.md", {"message": "Change", "content": ""})
    slow.settle()
    linus_may = Client(slow, slow.token("linus"))("POST", "actions/runs/1/rerun").status_code

    response = ada("POST", "actions/runs/1/rerun")
    slow.settle()

    assert (linus_may, response.status_code, response.json()) == (403, 201, {})
    first, second = runner.environments[0], runner.environments[-1]
    kept = ("GITHUB_SHA", "GITHUB_ACTOR", "GITHUB_EVENT_NAME", "GITHUB_RUN_ID", "GITHUB_JOB")
    assert {name: first[name] for name in kept} == {name: second[name] for name in kept}
    assert (second["GITHUB_RUN_ATTEMPT"], second["GITHUB_TRIGGERING_ACTOR"]) == ("2", "ada")
    run = ada.json("GET", "actions/runs/1")
    earlier = ada.json("GET", "actions/runs/1/attempts/1")
    assert (run["run_attempt"], run["previous_attempt_url"].endswith("/runs/1/attempts/1")) == (2, True)
    assert (earlier["run_attempt"], earlier["conclusion"], earlier["previous_attempt_url"]) == (1, "failure", None)
    assert [ada("GET", f"actions/runs/1/attempts/{number}/logs").status_code for number in (1, 2, 3)] == [200, 200, 404]
    assert ada.json("GET", "actions/runs/1/attempts/2/jobs")["jobs"][0]["run_attempt"] == 2
    assert ada("GET", "actions/jobs/1/logs").text == "attempt 2\n"


@pytest.mark.rest
def test_failed_jobs_and_single_jobs_run_again(slow: Sandbox, ada: Client, runner: Slow) -> None:
    runner.ended.set()
    ada.issue()
    slow.settle()
    for path in ("actions/runs/1/rerun-failed-jobs", "actions/jobs/1/rerun"):
        assert ada("POST", path).status_code == 201
        slow.settle()

    assert ada.json("GET", "actions/runs/1")["run_attempt"] == 3


@pytest.mark.rest
def test_a_run_from_before_a_restart_runs_again(tmp_path: Path, runner: Slow) -> None:
    runner.ended.set()
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=runner) as sandbox:
        sandbox.create_repository("acme/shop", WORKFLOWS, collaborators={"ada": "admin"})
        Client(sandbox, sandbox.token("ada")).issue()
        sandbox.settle()
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=runner) as sandbox, published.holding(sandbox):
        ada = Client(sandbox, sandbox.token("ada"))
        ada.json("POST", "actions/runs/1/rerun")
        (finished,) = sandbox.settle()

    assert (finished.job.id, finished.output) == (1, "attempt 2\n")


def test_what_cannot_be_cancelled_or_run_again_says_why(slow: Sandbox, ada: Client, runner: Slow) -> None:
    ada.issue()
    assert runner.began.wait(30)
    running = ada("POST", "actions/runs/1/rerun")
    runner.ended.set()
    slow.settle()
    other = slow.end_workflow_run("Build", "failure", by="ada")
    fine = slow.end_workflow_run("Build", "success", by="ada")
    paths = ("runs/1/cancel", f"runs/{other}/rerun", f"runs/{fine}/rerun-failed-jobs", "runs/99/rerun")
    refused = [ada("POST", f"actions/{path}") for path in paths]
    slow.clock.advance(timedelta(days=31))
    refused = [running, *refused, ada("POST", "actions/runs/1/rerun")]

    assert [(each.status_code, each.json()["message"]) for each in refused] == [
        (403, "This workflow is already running"),
        (409, "Cannot cancel a workflow run that is completed."),
        (403, "This workflow run cannot be retried"),
        (403, "This workflow run cannot be retried"),
        (404, "Not Found"),
        (403, "Unable to re-run this workflow run because it was created over a month ago"),
    ]
