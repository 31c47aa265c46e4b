"""Which jobs events start, and what becomes of them."""

from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import FinishedJob, Job, Sandbox
from tests.sandbox.client import Client
from tests.sandbox.conftest import NOON, do_nothing
from tests.sandbox.workflow_files import CLOCK, SIEVED, WORKFLOWS, Sleeper, dispatch_clock, person, propose_change


def started(sandbox: Sandbox) -> list[tuple[str, str]]:
    return [(each.job.event, each.job.name) for each in sandbox.settle()]


def test_an_event_starts_the_workflows_that_name_its_type(running: Sandbox) -> None:
    ada = person(running)
    ada.issue(labels=["bug"])
    ada.json("POST", "issues/1/comments", {"body": "/sev 1"})
    ada.json("PATCH", "issues/1", {"state": "closed"})

    assert started(running) == [("issues", "respond"), ("issues", "respond"), ("issue_comment", "respond")]
    assert started(running) == []


def test_the_token_of_actions_starts_nothing_but_by_dispatch(running: Sandbox) -> None:
    bot = Client(running, running.installation_token)
    bot.issue(labels=["bug"])
    bot.json("POST", "dispatches", {"event_type": "alert"})
    bot.json("POST", "actions/workflows/sweep.yml/dispatches", {"ref": "main", "inputs": {"deep": "yes"}})

    assert started(running) == [("repository_dispatch", "respond"), ("workflow_dispatch", "sweep")]


def test_a_dispatch_starts_its_type_or_its_workflow_alone(running: Sandbox) -> None:
    ada = person(running)
    ada.json("POST", "dispatches", {"event_type": "other", "client_payload": {"a": 1}})
    unknown = ada("POST", "actions/workflows/none.yml/dispatches", {"ref": "main"})
    unwilling = ada("POST", "actions/workflows/docs.yml/dispatches", {"ref": "main"})
    nowhere = ada("POST", "actions/workflows/sweep.yml/dispatches", {"ref": "none"})
    crowded = ada("POST", "dispatches", {"event_type": "alert", "client_payload": dict.fromkeys("abcdefghijk")})

    assert [each.status_code for each in (unknown, unwilling, nowhere, crowded)] == [404, 422, 422, 422]
    assert started(running) == []


def test_a_schedule_starts_its_workflow(running: Sandbox) -> None:
    delivery = running.schedule("sweep.yml")

    assert (delivery.event, delivery.payload["schedule"]) == ("schedule", "17 * * * *")
    assert started(running) == [("schedule", "sweep")]


@pytest.mark.parametrize(
    ("path", "jobs"),
    [("docs/b.md", [("push", "docs")]), ("docs/drafts/b.md", []), ("README.md", [])],
)
def test_a_push_starts_what_its_branch_and_paths_fit(running: Sandbox, path: str, jobs: list[tuple[str, str]]) -> None:
    person(running).json("PUT", f"contents/{path}", {"message": "m", "content": ""})

    assert started(running) == jobs


SKIPPING = (
    "[skip ci] m", "m [ci skip]", "a\n\n[NO CI]", "[Skip Actions]", "[actions skip]", "m\n\n\nskip-checks: true",
    "m\n\n\nSkip-Checks:true\n",
)  # fmt: skip


RUNNING = ("[skip] ci", "skip ci", "[no-ci]", "skip-checks: true\n\nm", "m\n\n\nskip-checks: false", "[\u200bskip ci]")


@pytest.mark.rest
@pytest.mark.parametrize(
    ("message", "skips"), [*((each, True) for each in SKIPPING), *((each, False) for each in RUNNING)]
)
def test_a_commit_message_may_say_that_no_workflow_starts_on_a_push_or_a_pull_request(
    running: Sandbox, message: str, *, skips: bool
) -> None:
    ada = person(running)
    ada.branch("fix", {"docs/b.md": "b"}, message)
    ada.json("POST", "pulls", {"title": "[skip ci] in a title is nothing", "head": "fix", "base": "main"})
    opened = started(running)
    ada.json("PUT", "pulls/1/merge", {"commit_title": "Merge", "commit_message": "fix"})
    merged = started(running)

    assert opened == ([] if skips else [("pull_request", "look")])
    assert merged == ([] if skips else [("push", "docs"), ("pull_request", "respond")])


def test_skip_words_of_a_head_count_for_the_event_that_closes_its_pull_request(running: Sandbox) -> None:
    ada = person(running)
    ada.branch("fix", {"docs/b.md": "b"})
    ada.pull("fix")
    ada.json("PUT", "contents/docs/c.md", {"message": "c [skip ci]", "content": "", "branch": "fix"})
    ada.json("PATCH", "pulls/1", {"state": "closed"})

    assert started(running) == [("pull_request", "look")]


@pytest.mark.parametrize(("path", "jobs"), [("docs/b.md", [("pull_request", "look")]), ("b.md", [])])
def test_a_pull_request_starts_what_the_paths_that_it_changes_fit(
    running: Sandbox, path: str, jobs: list[tuple[str, str]]
) -> None:
    person(running).branch("more", {path: "b"})
    person(running).pull("more")

    assert started(running) == jobs


def test_a_merge_starts_what_waits_for_closed_pull_requests(running: Sandbox) -> None:
    ada = person(running)
    ada.branch("fix", {"fix.txt": "x"})
    ada.pull("fix")
    ada.json("PUT", "pulls/1/merge")

    (finished,) = running.settle()
    assert finished.job.environment["GITHUB_REF"] == "refs/pull/1/merge"


def test_results_of_a_job_are_kept_and_a_broken_one_fails_alone(tmp_path: Path) -> None:
    def runner(job: Job) -> int:
        if job.id == 1:
            raise OSError("out of paper")
        Path(job.environment["GITHUB_STEP_SUMMARY"]).write_text("# Plan\n")
        Path(job.environment["GITHUB_OUTPUT"]).write_text("reason=a=b\nplan<<END\none\ntwo\nEND\n")
        job.log.write_text("done\n")
        return 2

    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=runner) as sandbox:
        sandbox.create_repository("acme/shop", WORKFLOWS, collaborators={"ada": "admin"})
        person(sandbox).issue(labels=["bug"])

        broken, done = sandbox.settle()
        assert (broken.exit_code, "out of paper" in broken.output) == (1, True)
        assert done == FinishedJob(done.job, 2, "done\n", "# Plan\n", {"reason": "a=b", "plan": "one\ntwo"})


def test_settling_gives_up_in_time(tmp_path: Path) -> None:
    def slow(job: Job) -> int:
        gate.wait(5)
        return 0

    gate = Event()
    with Sandbox(tmp_path, tool=INSTALLED_TOOL, runner=slow) as sandbox:
        sandbox.create_repository("acme/shop", WORKFLOWS, collaborators={"ada": "admin"})
        person(sandbox).issue()

        with pytest.raises(TimeoutError, match="1 jobs are left"):
            sandbox.settle(0.01)
        gate.set()


def test_a_workflow_that_is_no_yaml_stops_no_other(running: Sandbox) -> None:
    ada = person(running)
    ada.json("PUT", "contents/.github/workflows/broken.yml", {"message": "m", "content": "ezogeg=="})
    ada.json("PUT", "contents/.github/workflows/words.yml", {"message": "m", "content": "d29yZHM="})
    ada.issue()

    assert started(running) == [("issues", "respond")]


def test_a_condition_that_does_not_hold_starts_nothing(tmp_path: Path) -> None:
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=do_nothing) as sandbox:
        sandbox.create_repository("acme/shop", SIEVED, collaborators={"ada": "admin"})
        ada = person(sandbox)
        ada.issue()
        for body in ("hello", "/ack"):
            ada.json("POST", "issues/1/comments", {"body": body})

        assert [each.job.event for each in sandbox.settle()] == ["issue_comment"]


def test_a_job_that_sleeps_is_woken_when_its_time_comes_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    sleeper = Sleeper(rounds=3)
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=sleeper) as sandbox:
        sandbox.create_repository("acme/shop", CLOCK, collaborators={"ada": "admin"})
        dispatch_clock(sandbox)

        assert sandbox.settle(5) == []
        (finished,) = sandbox.let_pass(timedelta(minutes=5))

    assert sleeper.rounds_run == [(1, "12:00:01", "12:00:01"), (1, "12:00:01", "12:01:01"), (1, "12:00:01", "12:02:01")]
    assert (finished.job.id, finished.exit_code, sandbox.clock.now()) == (1, 0, NOON + timedelta(minutes=5, seconds=1))


def test_a_sandbox_that_starts_again_shows_no_run_that_is_gone(tmp_path: Path) -> None:
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=Sleeper(rounds=2)) as sandbox:
        sandbox.create_repository("acme/shop", CLOCK, collaborators={"ada": "admin"})
        dispatch_clock(sandbox, times=2)
        sandbox.settle()
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=do_nothing) as sandbox:
        runs = person(sandbox).json("GET", "actions/workflows/clock.yml/runs")["workflow_runs"]

    assert [(each["id"], each["conclusion"]) for each in runs] == [(2, "cancelled"), (1, "cancelled")]


def test_a_sleeping_job_that_is_killed_leaves_its_place_to_the_one_that_waits(tmp_path: Path) -> None:
    sleeper = Sleeper(rounds=2)
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=sleeper) as sandbox:
        sandbox.create_repository("acme/shop", CLOCK, collaborators={"ada": "admin"})
        dispatch_clock(sandbox, times=2)
        sandbox.settle()

        assert sandbox.kill_sleeping_job()
        sandbox.settle()
        assert sandbox.kill_sleeping_job()
        assert not sandbox.kill_sleeping_job()
        assert sandbox.let_pass(timedelta(hours=1)) == []

    assert [number for number, _, _ in sleeper.rounds_run] == [1, 2]


def test_a_sleeping_job_wakes_up_in_real_time_too(tmp_path: Path) -> None:
    def runner(job: Job) -> int:
        rounds.append(job.environment["INCIDENT_ACTIONS_NOW"])
        if len(rounds) < 2:
            Path(job.environment["GITHUB_OUTPUT"]).write_text(f"again={rounds[0]}\n")
        job.log.touch()
        return 0

    rounds: list[str] = []
    ended = Event()
    with Sandbox(tmp_path, tool=INSTALLED_TOOL, runner=runner) as sandbox:
        sandbox.create_repository("acme/shop", CLOCK, collaborators={"ada": "admin"})
        sandbox.jobs.watchers.append(lambda _: ended.set())
        dispatch_clock(sandbox)

        assert ended.wait(10)
    assert len(rounds) == 2


@pytest.mark.parametrize(("owner", "statuses"), [("acme", ["completed"]), ("mallory", ["queued"])])
def test_a_job_waits_for_the_runner_that_it_asks_for(tmp_path: Path, owner: str, statuses: list[str]) -> None:
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=do_nothing) as sandbox:
        propose_change(sandbox, owner, runners=["ours"])
        sandbox.settle()

        assert [run.status for run in sandbox.repository("acme/shop").runs] == statuses


def test_a_pull_request_starts_the_workflow_of_its_target_with_rights_whatever_its_message_says(tmp_path: Path) -> None:
    workflow = WORKFLOWS[".github/workflows/sweep.yml"]
    target = "name: target\non:\n  pull_request_target:\n  merge_group:\n" + workflow[workflow.index("jobs:") :]
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=do_nothing) as sandbox:
        sandbox.create_repository("acme/shop", {".github/workflows/target.yml": target}, collaborators={"ada": "admin"})
        ada = person(sandbox)
        ada.branch("fix", {"b.md": "b"}, "[skip ci] b")
        ada.pull("fix")
        opened = sandbox.settle()
        group = sandbox.enqueue(1)
        queued = sandbox.settle()

    assert [(each.job.event, each.job.environment["GITHUB_REF"]) for each in opened] == [
        ("pull_request_target", "refs/heads/main")
    ]
    (delivery,) = (each for each in sandbox.deliveries if each.event == "merge_group")
    assert delivery.payload["merge_group"]["head_sha"] == group
    assert [(each.job.event, each.job.environment["GITHUB_REF"]) for each in queued] == [
        ("merge_group", delivery.payload["merge_group"]["head_ref"])
    ]
