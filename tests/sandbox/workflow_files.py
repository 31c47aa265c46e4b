"""Workflows that sandboxes run in these tests, and the events that start them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from incident_actions.sandbox import Job, Sandbox, WebhookDelivery
from tests.sandbox.client import Client

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


FORKED = """\
on: {pull_request: {paths: ["docs/**"]}}
jobs:
  look:
    runs-on: ${{ vars.INCIDENT_RUNNER || 'ubuntu-slim' }}
    steps:
      - run: incident-actions look
        env: {KEY: "${{ secrets.HOOK }}", LEVEL: "${{ vars.LEVEL }}"}
"""


def person(sandbox: Sandbox, login: str = "ada") -> Client:
    return Client(sandbox, sandbox.token(login))


class Sleeper:
    """A command that sleeps a minute between so many rounds."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds
        self.rounds_run: list[tuple[int, str, str]] = []

    def __call__(self, job: Job) -> int:
        now = job.environment["INCIDENT_ACTIONS_NOW"]
        self.rounds_run.append((job.id, job.environment["INCIDENT_ACTIONS_BEGAN"][11:19], now[11:19]))
        if sum(number == job.id for number, _, _ in self.rounds_run) < self.rounds:
            again = datetime.fromisoformat(now) + timedelta(minutes=1)
            Path(job.environment["GITHUB_OUTPUT"]).write_text(f"again={again.isoformat()}\n")
        job.log.touch()
        return 0


def dispatch_clock(sandbox: Sandbox, times: int = 1) -> None:
    for _ in range(times):
        person(sandbox).json("POST", "dispatches", {"event_type": "incident-clock"})


def propose_change(sandbox: Sandbox, owner: str, runners: list[str] | None = None) -> None:
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
            WebhookDelivery(
                "pull_request",
                {"action": "opened", "pull_request": pull},
                owner,
                datetime(2026, 8, 22, 12, tzinfo=UTC),
                "acme/shop",
            )
        )
