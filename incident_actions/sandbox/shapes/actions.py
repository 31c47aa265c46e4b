"""Workflows and their runs in GitHub's JSON."""

import hashlib
from urllib.parse import quote

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import git, people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.records import Repository
from incident_actions.sandbox.state.settings import ActionsPolicy, SelfHostedRunner, WorkflowRun
from incident_actions.sandbox.workflows import WorkflowFile, file_name

_MINIMAL = ("open_issues", "open_issues_count", "has_issues")


def workflow(host: Host, place: Repository, value: WorkflowFile) -> Json:
    """Return a workflow of a repository, with its state."""
    number, html = _number(value.path), repository.html_url(host, place)
    return {
        "id": number,
        "node_id": node_id("W", number),
        "name": value.name,
        "path": value.path,
        "state": place.settings.disabled.get(value.path, "active"),
        "created_at": stamp(place.created_at),
        "updated_at": stamp(place.created_at),
        "url": f"{repository.api_url(host, place)}/actions/workflows/{number}",
        "html_url": f"{html}/blob/{quote(place.default_branch)}/{quote(value.path)}",
        "badge_url": f"{html}/workflows/{quote(value.name)}/badge.svg",
    }


def is_named(value: WorkflowFile, name: str) -> bool:
    """Check that a path names this workflow, by its file's name or its id."""
    return name in (file_name(value), str(_number(value.path)))


def run(host: Host, place: Repository, value: WorkflowRun) -> Json:
    """Return one run of a workflow."""
    url = f"{repository.api_url(host, place)}/actions/runs/{value.id}"
    workflow_url = f"{repository.api_url(host, place)}/actions/workflows/{_number(value.path)}"
    actor, whole = people.user(host, value.actor), repository.short(host, place)
    head = git.commit(host, place, value.sha)
    commit = head["commit"]
    return {
        "id": value.id,
        "node_id": node_id("WFR", value.id),
        "name": value.name or value.path,
        "head_branch": value.branch or place.default_branch,
        "head_sha": value.sha,
        "path": value.path,
        "display_title": value.title or value.path,
        "run_number": value.id,
        "run_attempt": value.attempt,
        "event": value.event,
        "status": value.status,
        "conclusion": value.conclusion,
        "workflow_id": _number(value.path),
        "check_suite_id": value.id,
        "check_suite_node_id": node_id("CS", value.id),
        "url": url,
        "html_url": f"{repository.html_url(host, place)}/actions/runs/{value.id}",
        "pull_requests": [],
        "created_at": stamp(value.created_at),
        "updated_at": stamp(value.updated_at),
        "run_started_at": stamp(value.began_at),
        "actor": actor,
        "triggering_actor": people.user(host, value.attempted_by) if value.attempted_by else actor,
        "jobs_url": f"{url}/jobs",
        "logs_url": f"{url}/logs",
        "check_suite_url": f"{repository.api_url(host, place)}/check-suites/{value.id}",
        "artifacts_url": f"{url}/artifacts",
        "cancel_url": f"{url}/cancel",
        "rerun_url": f"{url}/rerun",
        "previous_attempt_url": f"{url}/attempts/{value.attempt - 1}" if value.attempt > 1 else None,
        "workflow_url": workflow_url,
        "head_commit": {
            "id": value.sha,
            "tree_id": commit["tree"]["sha"],
            "message": commit["message"],
            "timestamp": commit["committer"]["date"],
            "author": {"name": commit["author"]["name"], "email": commit["author"]["email"]},
            "committer": {"name": commit["committer"]["name"], "email": commit["committer"]["email"]},
        },
        "repository": whole,
        "head_repository": repository.short(host, host.world.repositories[value.fork.lower()]) if value.fork else whole,
    }


def policy(host: Host, place: Repository, number: int, value: ActionsPolicy) -> Json:
    """Return a policy of Actions, without its rules."""
    url = f"{repository.api_url(host, place)}/actions/policies/{number}"
    made = stamp(place.created_at)
    return {
        "id": number,
        "name": value.name,
        "target": "actions",
        "source_type": "Repository",
        "source": place.full_name,
        "enforcement": value.enforcement,
        "node_id": node_id("AP", number),
        "_links": {"self": {"href": url}, "html": {"href": f"{repository.html_url(host, place)}/settings/actions"}},
        "created_at": made,
        "updated_at": made,
    }


def rules(value: ActionsPolicy) -> Json:
    """Return the rules of a policy, and the workflows that it applies to."""
    events = [{"type": "restrict_action_events", "parameters": {"allowed_events": value.events}}]
    actors = [{"type": "restrict_actions_actors", "parameters": {"allowed_actors": value.actors}}]
    return {
        "conditions": {"workflow_path": {"include": value.paths, "exclude": []}},
        "rules": [*(events if value.events is not None else ()), *(actors if value.actors is not None else ())],
    }


def runner(number: int, value: SelfHostedRunner) -> Json:
    """Return a self-hosted runner."""
    return {
        "id": number,
        "name": value.name,
        "os": "linux",
        "status": "online",
        "busy": False,
        "ephemeral": False,
        "version": value.version,
        "labels": [{"id": place, "name": name, "type": "custom"} for place, name in enumerate(value.labels, 1)],
    }


def _number(path: str) -> int:
    """Return the id of a workflow, which depends only on its path."""
    return int.from_bytes(hashlib.sha256(path.encode()).digest()[:4])
