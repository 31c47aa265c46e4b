"""Prepare a job: its checkout, its files, its environment and its token."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from stat import S_ISLNK, S_ISREG

from incident_actions.sandbox import run_records, workflows
from incident_actions.sandbox.git.store import GitStore
from incident_actions.sandbox.host import Host, WebhookDelivery
from incident_actions.sandbox.job import Job
from incident_actions.sandbox.shapes.formats import stamp
from incident_actions.sandbox.state.records import ACTIONS_BOT, Repository
from incident_actions.sandbox.state.settings import WorkflowRun
from incident_actions.sandbox.steps import Group, ToolStep
from incident_actions.sandbox.tool import Tool
from incident_actions.sandbox.workflows import WorkflowFile


@dataclass(frozen=True, slots=True)
class QueuedJob:
    """A job that an event has started and that has not run yet."""

    delivery: WebhookDelivery
    repository: Repository
    workflow: WorkflowFile
    step: ToolStep
    tool: Tool
    sha: str
    permissions: Mapping[str, str]
    run: WorkflowRun
    groups: tuple[Group, ...] = ()
    """The concurrency groups that it enters one after another."""

    @property
    def group(self) -> str:
        """The innermost concurrency group, which is the job's own if it has one; an empty string for none."""
        return self.groups[-1].name if self.groups else ""

    @property
    def sleeps(self) -> bool:
        """Whether the job's command sleeps between rounds."""
        return self.tool.sleeps(self.step.arguments)


def prepare_job(host: Host, queued: QueuedJob) -> Job:
    """Lay out a job's directory and return the job."""
    with host.lock:
        number, now = queued.run.id, host.clock.now() if host.clock.is_fixed or queued.sleeps else None
        queued.run.status = "in_progress"
        host.revision += 1
        directory = run_records.folder_of(host, queued.run)
        token = host.installation_token(ACTIONS_BOT, queued.permissions, [queued.repository.full_name])
        job = Job(
            number,
            queued.workflow.name,
            queued.step.job,
            queued.delivery.event,
            queued.step.arguments,
            _runner_variables(host, queued, number, directory)
            | time_variables(queued.tool, now)
            | dict(host.trust)
            | {"GITHUB_TOKEN": token}
            | _step_variables(host, queued, token)
            | _start_variables(queued, now),
            directory,
            queued.workflow.path,
            queued.step.started_as,
            queued.step.place,
            queued.permissions,
            queued.group,
            {**_secrets(host, queued.delivery), "GITHUB_TOKEN": token},
            dict(repository_variables(queued.delivery, queued.repository)),
        )
        _check_out(host.git(queued.repository), queued.sha, job.workspace)
    (directory / "temp").mkdir()
    for name in ("output", "summary.md", "env", "path"):
        _write(directory / name, b"")
    return job


def clear_outputs(job: Job) -> None:
    """Empty the file of outputs, for a job that runs again."""
    _write(job.directory / "output", b"")


def time_variables(tool: Tool, now: datetime | None) -> dict[str, str]:
    """Environment variables that give the tool the sandbox's time; none for None."""
    return {tool.time_variable: stamp(now)} if now and tool.time_variable else {}


def repository_variables(delivery: WebhookDelivery, repository: Repository) -> Mapping[str, str]:
    """Configuration variables of a run; none where a pull request comes from a fork.

    https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository#enabling-workflows-for-forks-of-private-repositories
    """
    return {} if workflows.is_from_fork(delivery) else repository.settings.variables


def _runner_variables(host: Host, queued: QueuedJob, number: int, folder: Path) -> dict[str, str]:
    """https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables."""
    delivery, repository = queued.delivery, queued.repository
    ref = workflows.ref(delivery, repository.default_branch)
    return {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTOR": delivery.actor,
        "GITHUB_TRIGGERING_ACTOR": queued.run.attempted_by or delivery.actor,
        "GITHUB_ACTOR_ID": str(host.account(delivery.actor).id),
        "GITHUB_API_URL": host.api_url,
        "GITHUB_GRAPHQL_URL": f"{host.url}/api/graphql",
        "GITHUB_SERVER_URL": host.url,
        "GITHUB_EVENT_NAME": delivery.event,
        "GITHUB_EVENT_PATH": str(folder / "event.json"),
        "GITHUB_ENV": str(folder / "env"),
        "GITHUB_PATH": str(folder / "path"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "GITHUB_WORKSPACE": str(folder / "workspace"),
        "GITHUB_JOB": queued.step.job,
        "GITHUB_WORKFLOW": queued.workflow.name,
        "GITHUB_WORKFLOW_REF": f"{repository.full_name}/{queued.workflow.path}@{ref}",
        "GITHUB_WORKFLOW_SHA": queued.sha,
        "GITHUB_REPOSITORY": repository.full_name,
        "GITHUB_REPOSITORY_ID": str(repository.id),
        "GITHUB_REPOSITORY_OWNER": repository.owner,
        "GITHUB_REF": ref,
        "GITHUB_REF_NAME": ref.split("/", 2)[-1],
        "GITHUB_REF_TYPE": "tag" if ref.startswith("refs/tags/") else "branch",
        "GITHUB_SHA": queued.sha,
        "GITHUB_RUN_ATTEMPT": str(queued.run.attempt),
        "GITHUB_RUN_ID": str(number),
        "GITHUB_RUN_NUMBER": str(number),
        "RUNNER_ENVIRONMENT": "self-hosted",
        "RUNNER_TEMP": str(folder / "temp"),
    }


def _step_variables(host: Host, queued: QueuedJob, token: str) -> dict[str, str]:
    """Environment variables that the workflow itself sets."""
    delivery, variables = queued.delivery, repository_variables(queued.delivery, queued.repository)
    return queued.step.environment(delivery, token, _secrets(host, delivery), variables)


def _start_variables(queued: QueuedJob, now: datetime | None) -> dict[str, str]:
    """Environment variables that tell a sleeping command when its job started."""
    return {queued.tool.start_variable: stamp(now)} if now and queued.sleeps and queued.tool.start_variable else {}


def _secrets(host: Host, delivery: WebhookDelivery) -> Mapping[str, str]:
    """Secrets of a run; none where a pull request comes from a fork, which gets a read-only token instead.

    https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflows-in-forked-repositories
    """
    return {} if workflows.is_from_fork(delivery) else host.secrets


def _check_out(store: GitStore, sha: str, workspace: Path) -> None:
    """Lay out the files and symbolic links of a commit, as git does."""
    for path, entry in store.files(sha).items():
        if S_ISREG(entry.mode):
            _write(workspace / path, store.blob(entry.sha))
        elif S_ISLNK(entry.mode):
            (workspace / path).parent.mkdir(parents=True, exist_ok=True)
            (workspace / path).symlink_to(os.fsdecode(store.blob(entry.sha)))


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
