"""Check runs and check suites in GitHub's JSON: each run of a workflow is one, and Apps create others."""

from dataclasses import dataclass
from datetime import datetime

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import git, people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp, stamp_or_none
from incident_actions.sandbox.state.community import StoredCheckRun
from incident_actions.sandbox.state.records import ACTIONS_BOT, Repository
from incident_actions.sandbox.state.settings import WorkflowRun

ACTIONS_APP = 15368
"""The id of GitHub's own App for Actions: https://api.github.com/apps/github-actions."""


@dataclass(frozen=True, slots=True)
class CommitCheck:
    """A check run, whoever made it. `suite` groups those of one run of a workflow, or of one App on a commit."""

    id: int
    suite: int
    name: str
    sha: str
    creator: str
    status: str
    conclusion: str | None
    started_at: datetime
    completed_at: datetime | None
    external_id: str
    details_url: str
    title: str | None = None
    summary: str | None = None
    text: str | None = None


def checks_of(host: Host, place: Repository, sha: str | None = None) -> list[CommitCheck]:
    """Return the check runs of a commit, or of all, oldest first."""
    runs = [_of_workflow(host, place, each) for each in place.runs if sha in (None, each.sha)]
    made = [_of_app(place, each) for each in place.check_runs if sha in (None, each.sha)]
    return sorted([*runs, *made], key=lambda each: (each.started_at, each.id))


def check_run(host: Host, place: Repository, value: CommitCheck) -> Json:
    """Return a check run."""
    url = f"{repository.api_url(host, place)}/check-runs/{value.id}"
    output = {"title": value.title, "summary": value.summary, "text": value.text, "annotations_count": 0}
    return {
        "id": value.id,
        "name": value.name,
        "node_id": node_id("CR", value.id),
        "head_sha": value.sha,
        "external_id": value.external_id,
        "url": url,
        "html_url": value.details_url,
        "details_url": value.details_url,
        "status": value.status,
        "conclusion": value.conclusion,
        "started_at": stamp(value.started_at),
        "completed_at": stamp_or_none(value.completed_at),
        "output": output | {"annotations_url": f"{url}/annotations"},
        "check_suite": {"id": value.suite},
        "app": app(host, value.creator),
        "pull_requests": [],
    }


def check_suite(host: Host, place: Repository, checks: list[CommitCheck]) -> Json:
    """Return the suite of some check runs, which is complete once all of them are."""
    first, api = checks[0], repository.api_url(host, place)
    url = f"{api}/check-suites/{first.suite}"
    is_done = all(each.status == "completed" for each in checks)
    worst = next((each.conclusion for each in checks if each.conclusion != "success"), "success")
    changed = max(each.completed_at or each.started_at for each in checks)
    commit = git.git_commit(host, place, first.sha)
    return {
        "id": first.suite,
        "node_id": node_id("CS", first.suite),
        "head_branch": place.default_branch,
        "head_sha": first.sha,
        "status": "completed" if is_done else "in_progress",
        "conclusion": worst if is_done else None,
        "url": url,
        "before": None,
        "after": first.sha,
        "pull_requests": [],
        "app": app(host, first.creator),
        "repository": repository.short(host, place),
        "created_at": stamp(first.started_at),
        "updated_at": stamp(changed),
        "head_commit": {
            "id": first.sha,
            "tree_id": commit["tree"]["sha"],
            "message": commit["message"],
            "timestamp": commit["committer"]["date"],
            "author": {key: commit["author"][key] for key in ("name", "email")},
            "committer": {key: commit["committer"][key] for key in ("name", "email")},
        },
        "latest_check_runs_count": len(checks),
        "check_runs_url": f"{url}/check-runs",
    }


def app(host: Host, login: str) -> Json:
    """Return the App of a bot."""
    bot, slug = host.account(login), login.removesuffix("[bot]")
    is_actions = login == ACTIONS_BOT
    number = ACTIONS_APP if is_actions else bot.id
    return {
        "id": number,
        "slug": slug,
        "node_id": node_id("A", number),
        "owner": people.user(host, login),
        "name": "GitHub Actions" if is_actions else slug,
        "description": "Automate your workflow from idea to production" if is_actions else None,
        "external_url": f"{host.url}/features/actions" if is_actions else f"{host.url}/apps/{slug}",
        "html_url": f"{host.url}/apps/{slug}",
        "created_at": stamp(bot.created_at),
        "updated_at": stamp(bot.created_at),
        "permissions": {"checks": "write", "metadata": "read"},
        "events": [],
    }


def _of_workflow(host: Host, place: Repository, run: WorkflowRun) -> CommitCheck:
    return CommitCheck(
        id=run.id,
        suite=run.id,
        name=run.name or run.path,
        sha=run.sha,
        creator=ACTIONS_BOT,
        status=run.status,
        conclusion=run.conclusion,
        started_at=run.began_at,
        completed_at=run.updated_at if run.status == "completed" else None,
        external_id=str(run.id),
        details_url=f"{repository.html_url(host, place)}/actions/runs/{run.id}",
    )


def _of_app(place: Repository, value: StoredCheckRun) -> CommitCheck:
    alike = (each.id for each in place.check_runs if (each.sha, each.creator) == (value.sha, value.creator))
    return CommitCheck(
        id=value.id,
        suite=min(alike),
        name=value.name,
        sha=value.sha,
        creator=value.creator,
        status=value.status,
        conclusion=value.conclusion,
        started_at=value.started_at,
        completed_at=value.completed_at,
        external_id=value.external_id,
        details_url=value.details_url,
        title=value.title,
        summary=value.summary,
        text=value.text,
    )
