"""Which jobs events start, what they get, and what becomes of them."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from incident_actions.sandbox import Delivery, FinishedJob, Job, Sandbox
from incident_actions.sandbox.runners import as_process
from incident_actions.sandbox.steps import LONGEST_QUEUE
from tests.sandbox import published
from tests.sandbox.client import Client, Link
from tests.sandbox.conftest import NOON, do_nothing

WORKFLOWS = {
    ".github/workflows/respond.yml": """\
name: respond
on:
  issues: {types: [opened, labeled]}
  issue_comment: {types: [created]}
  pull_request: {types: [closed]}
  repository_dispatch:
    types: [alert]
env: {LEVEL: debug, SECRET: "${{ secrets.HOOK }}"}
jobs:
  respond:
    if: github.event.sender.login != 'robot'
    runs-on: ubuntu-slim
    steps:
      - uses: actions/checkout@v4
      - run: pip install .
      - run: incident-actions run --verbose
""",
    ".github/workflows/sweep.yml": """\
on:
  schedule: [{cron: "17 * * * *"}]
  workflow_dispatch:
jobs:
  sweep: {steps: [{run: incident-actions sweep}]}
""",
    ".github/workflows/docs.yml": """\
on:
  push: {branches: [main, "release/**"], paths: ["docs/**", "!docs/drafts/**"]}
jobs:
  docs: {steps: [{run: incident-actions docs}]}
""",
    ".github/workflows/look.yml": """\
on:
  pull_request: {paths: ["docs/**"]}
jobs:
  look: {steps: [{run: incident-actions look}]}
""",
    ".github/workflows/other.yml": """\
on: [push, issues]
jobs:
  build: {steps: [{run: make test}]}
""",
}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path, now=NOON, runner=do_nothing) as sandbox, published.holding(sandbox):
        people = {"ada": "admin", "grace": "write"}
        sandbox.create_repository("acme/shop", WORKFLOWS | {"docs/a.md": "a"}, collaborators=people)
        yield sandbox


def started(sandbox: Sandbox) -> list[tuple[str, str]]:
    return [(each.job.event, each.job.name) for each in sandbox.settle()]


def person(sandbox: Sandbox, login: str = "ada") -> Client:
    return Client(sandbox, sandbox.token(login))


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


def test_what_a_head_says_counts_for_the_event_that_closes_its_pull_request(running: Sandbox) -> None:
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
    with Sandbox(tmp_path, runner=do_nothing) as sandbox:
        sandbox.create_repository("acme/shop", WORKFLOWS, collaborators={"ada": "admin"})
        person(sandbox).issue()

        (finished,) = sandbox.settle()
        assert "INCIDENT_ACTIONS_NOW" not in finished.job.environment


def test_what_a_job_leaves_is_kept_and_a_broken_one_fails_alone(tmp_path: Path) -> None:
    def runner(job: Job) -> int:
        if job.id == 1:
            raise OSError("out of paper")
        Path(job.environment["GITHUB_STEP_SUMMARY"]).write_text("# Plan\n")
        Path(job.environment["GITHUB_OUTPUT"]).write_text("reason=a=b\nplan<<END\none\ntwo\nEND\n")
        job.log.write_text("done\n")
        return 2

    with Sandbox(tmp_path, now=NOON, runner=runner) as sandbox:
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
    with Sandbox(tmp_path, runner=slow) as sandbox:
        sandbox.create_repository("acme/shop", WORKFLOWS, collaborators={"ada": "admin"})
        person(sandbox).issue()

        with pytest.raises(TimeoutError, match="1 jobs are left"):
            sandbox.settle(0.01)
        gate.set()


def test_a_process_of_its_own_sees_the_jobs_environment_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "incident_actions"
    module.mkdir()
    (module / "__init__.py").touch()
    (module / "__main__.py").write_text(
        "import os, sys\n"
        "print(sys.argv[1:], os.environ['GITHUB_JOB'], os.environ.get('GITHUB_BASE_REF'))\n"
        "sys.exit(3)\n"
    )
    job = Job(1, "respond", "respond", "issues", ["run"], {"GITHUB_JOB": "respond"}, tmp_path / "job")
    job.workspace.mkdir(parents=True)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("GITHUB_BASE_REF", "somebody else's")
    monkeypatch.chdir(tmp_path)

    code = as_process(job)

    assert (code, job.log.read_text()) == (3, "['run'] respond None\n")


def test_the_clock_of_a_job_is_the_one_at_its_start(running: Sandbox) -> None:
    person(running).issue()
    running.settle()
    running.clock.advance(timedelta(days=3))
    running.schedule("sweep.yml")

    (finished,) = running.settle()
    assert finished.job.environment["INCIDENT_ACTIONS_NOW"] == "2026-08-25T12:00:01Z"


def test_a_workflow_that_is_no_yaml_stops_no_other(running: Sandbox) -> None:
    ada = person(running)
    ada.json("PUT", "contents/.github/workflows/broken.yml", {"message": "m", "content": "ezogeg=="})
    ada.json("PUT", "contents/.github/workflows/words.yml", {"message": "m", "content": "d29yZHM="})
    ada.issue()

    assert started(running) == [("issues", "respond")]


def test_a_job_never_runs_in_what_a_killed_sandbox_left(running: Sandbox) -> None:
    (running.host.directory / "jobs/1").mkdir(parents=True)
    person(running).issue()

    assert [each.job.id for each in running.settle()] == [2]


SIEVED = {
    ".github/workflows/respond.yml": """\
on: {issue_comment: {types: [created]}}
jobs:
  respond:
    if: contains(github.event.comment.body, '/') && github.event.sender.type != 'Bot'
    steps: [{run: incident-actions run}]
""",
}
CLOCK = {
    ".github/workflows/clock.yml": """\
name: clock
on: {repository_dispatch: {types: [incident-clock]}}
jobs:
  clock:
    concurrency: {group: incident-actions-clock, cancel-in-progress: false}
    steps: [{run: exec incident-actions clock}]
""",
}


def test_a_condition_that_does_not_hold_starts_nothing(tmp_path: Path) -> None:
    with Sandbox(tmp_path, now=NOON, runner=do_nothing) as sandbox:
        sandbox.create_repository("acme/shop", SIEVED, collaborators={"ada": "admin"})
        ada = person(sandbox)
        ada.issue()
        for body in ("hello", "/ack"):
            ada.json("POST", "issues/1/comments", {"body": body})

        assert [each.job.event for each in sandbox.settle()] == ["issue_comment"]


class Sleeper:
    """A command that sleeps a minute between so many rounds."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds
        self.told: list[tuple[int, str, str]] = []

    def __call__(self, job: Job) -> int:
        now = job.environment["INCIDENT_ACTIONS_NOW"]
        self.told.append((job.id, job.environment["INCIDENT_ACTIONS_BEGAN"][11:19], now[11:19]))
        if sum(number == job.id for number, _, _ in self.told) < self.rounds:
            again = datetime.fromisoformat(now) + timedelta(minutes=1)
            Path(job.environment["GITHUB_OUTPUT"]).write_text(f"again={again.isoformat()}\n")
        job.log.touch()
        return 0


def dispatched(sandbox: Sandbox, times: int = 1) -> None:
    for _ in range(times):
        person(sandbox).json("POST", "dispatches", {"event_type": "incident-clock"})


def test_a_job_that_sleeps_is_woken_when_its_time_comes_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    sleeper = Sleeper(rounds=3)
    with Sandbox(tmp_path, now=NOON, runner=sleeper) as sandbox:
        sandbox.create_repository("acme/shop", CLOCK, collaborators={"ada": "admin"})
        dispatched(sandbox)

        assert sandbox.settle(5) == []
        (finished,) = sandbox.let_pass(timedelta(minutes=5))

    assert sleeper.told == [(1, "12:00:01", "12:00:01"), (1, "12:00:01", "12:01:01"), (1, "12:00:01", "12:02:01")]
    assert (finished.job.id, finished.exit_code, sandbox.clock.now()) == (1, 0, NOON + timedelta(minutes=5, seconds=1))


def test_in_a_group_one_runs_and_one_waits_and_a_further_one_takes_its_place(tmp_path: Path) -> None:
    sleeper = Sleeper(rounds=2)
    with Sandbox(tmp_path, now=NOON, runner=sleeper) as sandbox:
        sandbox.create_repository("acme/shop", CLOCK, collaborators={"ada": "admin"})
        dispatched(sandbox, times=4)

        assert sandbox.settle() == []
        finished = sandbox.let_pass(timedelta(minutes=10))

        runs = person(sandbox).json("GET", "actions/workflows/clock.yml/runs")["workflow_runs"]

    assert [(each.job.id, each.job.environment["GITHUB_RUN_ID"]) for each in finished] == [(1, "1"), (4, "4")]
    assert [number for number, _, _ in sleeper.told] == [1, 1, 4, 4]
    assert [(each["id"], each["status"], each["conclusion"]) for each in runs] == [
        (4, "completed", "success"),
        (3, "completed", "cancelled"),
        (2, "completed", "cancelled"),
        (1, "completed", "success"),
    ]


def test_a_full_queue_cancels_the_run_that_comes_last(tmp_path: Path) -> None:
    sleeper, longest = (
        Sleeper(rounds=2),
        {path: text.replace("{group:", "{queue: max, group:") for path, text in CLOCK.items()},
    )
    with Sandbox(tmp_path, now=NOON, runner=sleeper) as sandbox:
        sandbox.create_repository("acme/shop", longest, collaborators={"ada": "admin"})
        dispatched(sandbox, times=1 + LONGEST_QUEUE + 2)
        sandbox.settle()
        runs = sandbox.repository("acme/shop").runs

        waiting = [(run.id, run.status, run.conclusion) for run in runs]

    assert waiting == [
        (1, "in_progress", None),
        *((number, "pending", None) for number in range(2, LONGEST_QUEUE + 2)),
        *((number, "completed", "cancelled") for number in (LONGEST_QUEUE + 2, LONGEST_QUEUE + 3)),
    ]


def test_a_run_is_shown_while_it_waits_for_another_of_its_group(tmp_path: Path) -> None:
    with Sandbox(tmp_path, now=NOON, runner=Sleeper(rounds=2)) as sandbox:
        sandbox.create_repository("acme/shop", CLOCK, collaborators={"ada": "admin"})
        dispatched(sandbox, times=2)
        sandbox.settle()
        runs = person(sandbox).json("GET", "actions/workflows/clock.yml/runs")["workflow_runs"]

    assert [(each["id"], each["status"]) for each in runs] == [(2, "pending"), (1, "in_progress")]


def test_a_sandbox_that_starts_again_shows_no_run_that_is_gone(tmp_path: Path) -> None:
    with Sandbox(tmp_path, now=NOON, runner=Sleeper(rounds=2)) as sandbox:
        sandbox.create_repository("acme/shop", CLOCK, collaborators={"ada": "admin"})
        dispatched(sandbox, times=2)
        sandbox.settle()
    with Sandbox(tmp_path, now=NOON, runner=do_nothing) as sandbox:
        runs = person(sandbox).json("GET", "actions/workflows/clock.yml/runs")["workflow_runs"]

    assert [(each["id"], each["conclusion"]) for each in runs] == [(2, "cancelled"), (1, "cancelled")]


def test_a_sleeping_job_that_is_killed_leaves_its_place_to_the_one_that_waits(tmp_path: Path) -> None:
    sleeper = Sleeper(rounds=2)
    with Sandbox(tmp_path, now=NOON, runner=sleeper) as sandbox:
        sandbox.create_repository("acme/shop", CLOCK, collaborators={"ada": "admin"})
        dispatched(sandbox, times=2)
        sandbox.settle()

        assert sandbox.kill_clock()
        sandbox.settle()
        assert sandbox.kill_clock()
        assert not sandbox.kill_clock()
        assert sandbox.let_pass(timedelta(hours=1)) == []

    assert [number for number, _, _ in sleeper.told] == [1, 2]


def test_where_time_is_real_a_job_that_sleeps_is_woken_too(tmp_path: Path) -> None:
    def runner(job: Job) -> int:
        rounds.append(job.environment["INCIDENT_ACTIONS_NOW"])
        if len(rounds) < 2:
            Path(job.environment["GITHUB_OUTPUT"]).write_text(f"again={rounds[0]}\n")
        job.log.touch()
        return 0

    rounds: list[str] = []
    ended = Event()
    with Sandbox(tmp_path, runner=runner) as sandbox:
        sandbox.create_repository("acme/shop", CLOCK, collaborators={"ada": "admin"})
        sandbox.jobs.watchers.append(lambda _: ended.set())
        dispatched(sandbox)

        assert ended.wait(10)
    assert len(rounds) == 2


FORKED = """\
on: {pull_request: {paths: ["docs/**"]}}
jobs:
  look:
    runs-on: ${{ vars.INCIDENT_RUNNER || 'ubuntu-slim' }}
    steps:
      - run: incident-actions look
        env: {KEY: "${{ secrets.HOOK }}", LEVEL: "${{ vars.LEVEL }}"}
"""


@pytest.mark.parametrize(
    ("owner", "given"),
    [("acme", ({"LEVEL": "debug", "INCIDENT_RUNNER": "ours"}, "s3cret", "debug")), ("mallory", ({}, "", ""))],
)
def test_a_pull_request_from_a_fork_gets_neither_variables_nor_secrets(
    tmp_path: Path, owner: str, given: tuple[dict[str, str], str, str]
) -> None:
    with Sandbox(tmp_path, now=NOON, runner=do_nothing) as sandbox:
        proposed(sandbox, owner)
        (finished,) = sandbox.settle()

    variables = finished.job.variables
    assert (variables, finished.job.environment["KEY"], finished.job.environment["LEVEL"]) == given


@pytest.mark.parametrize(("owner", "statuses"), [("acme", ["completed"]), ("mallory", ["queued"])])
def test_a_job_waits_for_the_runner_that_it_asks_for(tmp_path: Path, owner: str, statuses: list[str]) -> None:
    with Sandbox(tmp_path, now=NOON, runner=do_nothing) as sandbox:
        proposed(sandbox, owner, runners=["ours"])
        sandbox.settle()

        assert [run.status for run in sandbox.repository("acme/shop").runs] == statuses


def proposed(sandbox: Sandbox, owner: str, runners: list[str] | None = None) -> None:
    """Let somebody propose a change, from a branch here or from a fork."""
    files = {".github/workflows/look.yml": FORKED, "docs/a.md": "a\n"}
    place = sandbox.create_repository("acme/shop", files, collaborators={"ada": "admin"})
    place.settings.variables, place.settings.runners = {"LEVEL": "debug", "INCIDENT_RUNNER": "ours"}, runners
    sandbox.host.secrets["HOOK"] = "s3cret"
    ada = person(sandbox)
    ada.branch("topic", {"docs/a.md": "b\n"})
    head = ada.json("GET", "git/ref/heads/topic")["object"]["sha"]
    base = ada.json("GET", "git/ref/heads/main")["object"]["sha"]
    pull = {
        "number": 9,
        "head": {"sha": head, "ref": "topic", "repo": {"full_name": f"{owner}/shop"}},
        "base": {"sha": base, "ref": "main"},
    }
    with sandbox.host.lock:
        sandbox.jobs.consider(
            Delivery("pull_request", {"action": "opened", "pull_request": pull}, owner, NOON, "acme/shop")
        )
