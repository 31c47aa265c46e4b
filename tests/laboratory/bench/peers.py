"""Actions of others that do comparable work, and what each of them is given to do."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from incident_actions.sandbox import Job
from tests.laboratory.bench.cases import DUE, ITEMS, Case, ignored_comment
from tests.laboratory.bench.repository import Adopted
from tests.laboratory.bench.stock import add_issue, clear

DISPATCH, BRANCH_DEPLOY, STALE = "slash-command-dispatch", "branch-deploy", "stale"
PEERS = {
    DISPATCH: "https://github.com/peter-evans/slash-command-dispatch",
    BRANCH_DEPLOY: "https://github.com/github/branch-deploy",
    STALE: "https://github.com/actions/stale",
}
LOCK = "production-branch-deploy-lock"


def command_to_dispatch(team: Adopted) -> Job:
    """Comment `/sev 1` on an issue; the action hands the command on to another workflow."""
    issue, _ = team.incident()
    return _with_every_permission(team, team.job(f"issues/{issue}/comments", {"body": "/sev 1"}))


def open_pull_request(team: Adopted) -> None:
    """Open a pull request from a branch of the repository."""
    team.ada.branch("topic", {"topic.txt": "A topic"})
    team.ada.pull("topic")


def lock(team: Adopted) -> Job:
    """Comment `.lock` on the pull request while nobody holds the lock."""
    team.ada("DELETE", f"git/refs/heads/{LOCK}")
    return _pull_request_comment(team, ".lock")


def help_text(team: Adopted) -> Job:
    """Comment `.help` on the pull request."""
    return _pull_request_comment(team, ".help")


def ignored_pull_request_comment(team: Adopted) -> Job:
    """Comment on the pull request without a command."""
    return _pull_request_comment(team, "as a/b")


def add_fresh_issues(team: Adopted) -> None:
    """Open a thousand issues that somebody changed yesterday."""
    _add_issues(team, ITEMS, days=1)


def sweep(team: Adopted) -> Job:
    """Let the cron come."""
    return _with_every_permission(team, team.sweep())


def sweep_with_stale_issues(team: Adopted) -> Job:
    """Let the cron come when nobody has changed a hundred of a thousand issues for a hundred days."""
    clear(team)
    _add_issues(team, DUE, days=100)
    _add_issues(team, ITEMS - DUE, days=1)
    return sweep(team)


def _add_issues(team: Adopted, count: int, days: int) -> None:
    for _ in range(count):
        add_issue(team, "Something to do.", datetime.now(UTC) - timedelta(days=days))


def _pull_request_comment(team: Adopted, text: str) -> Job:
    job = command_to_dispatch(team)
    pull_request = next(number for number, issue in team.shop.issues.items() if issue.pull)
    team.ada.json("POST", f"issues/{pull_request}/comments", {"body": text})
    payload = team.sandbox.deliveries[-1].payload
    (job.directory / "event.json").write_text(json.dumps(payload), encoding="utf-8")
    return job


def _with_every_permission(team: Adopted, job: Job) -> Job:
    return replace(job, environment={**job.environment, "GITHUB_TOKEN": team.sandbox.installation_token})


DISPATCHED, LOCKED, HELPED = f"{DISPATCH} /sev", f"{BRANCH_DEPLOY} .lock", f"{BRANCH_DEPLOY} .help"
IGNORED_BY_DISPATCH, IGNORED_BY_BRANCH_DEPLOY = f"{DISPATCH}, ignored", f"{BRANCH_DEPLOY}, ignored"
SWEPT, DUE_SWEPT = f"{STALE}, none due", f"{STALE}, {DUE} due"

_COMMANDS = {"token": "${{ github.token }}", "commands": "sev"}
_MESSAGE = {"stale-issue-message": "Is this still needed?", "operations-per-run": "10000"}

EVENTS = (
    Case(IGNORED_BY_DISPATCH, ignored_comment, peer=DISPATCH, inputs=_COMMANDS),
    Case(IGNORED_BY_BRANCH_DEPLOY, ignored_pull_request_comment, open_pull_request, peer=BRANCH_DEPLOY),
    Case(DISPATCHED, command_to_dispatch, peer=DISPATCH, inputs=_COMMANDS),
    Case(LOCKED, lock, open_pull_request, peer=BRANCH_DEPLOY),
    Case(HELPED, help_text, open_pull_request, peer=BRANCH_DEPLOY),
)
SWEEPS = (Case(SWEPT, sweep, add_fresh_issues, peer=STALE, inputs=_MESSAGE),)
DUE_SWEEPS = (Case(DUE_SWEPT, sweep_with_stale_issues, peer=STALE, inputs=_MESSAGE),)
