"""The jobs that events start: queued as they arrive, run one after another, remembered when they end."""

import json
import os
import queue
import threading
import traceback
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from typing import TypeAlias

from incident_actions.sandbox import annotations, permissions, workflows
from incident_actions.sandbox.annotations import Annotation
from incident_actions.sandbox.git.store import GitStore
from incident_actions.sandbox.host import Delivery, Host
from incident_actions.sandbox.shapes.spelling import stamp
from incident_actions.sandbox.skipping import skips
from incident_actions.sandbox.state.settings import WorkflowRun
from incident_actions.sandbox.state.world import ACTIONS_BOT, Repository
from incident_actions.sandbox.steps import LONGEST_QUEUE, Step
from incident_actions.sandbox.workflows import Workflow

ALWAYS = ("repository_dispatch", "workflow_dispatch")
"""https://docs.github.com/en/actions/concepts/security/github_token#when-github_token-triggers-workflow-runs"""


SLEEPER = "clock"
"""The command that sleeps between rounds, for which a sandbox does so."""


@dataclass(frozen=True, slots=True)
class Job:
    """One step `incident-actions …` of a workflow's job, ready to run: `command` is what follows that word.

    What stands below `directory` is for a runner that plays the workflow's file: where it lies in the workspace, which
    of its jobs was started, and which of that job's steps this is; and what the job's token may do.
    """

    id: int
    workflow: str
    name: str
    event: str
    command: list[str]
    environment: dict[str, str] = field(repr=False)
    directory: Path
    file: str = ""
    started_as: str = ""
    place: int = 0
    permissions: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        """Where what it prints goes."""
        return self.directory / "log.txt"

    @property
    def workspace(self) -> Path:
        """The checkout in which it runs."""
        return self.directory / "workspace"


@dataclass(frozen=True, slots=True)
class FinishedJob:
    """What became of a job."""

    job: Job
    exit_code: int
    output: str
    summary: str
    outputs: dict[str, str]

    @property
    def annotations(self) -> list[Annotation]:
        """What the run shows beside lines of files, and at its head."""
        return annotations.read(self.output)


Runner: TypeAlias = Callable[[Job], int]
"""Runs a job and tells its exit code; what it prints belongs in the job's log, and what it puts out in its files."""


@dataclass(frozen=True, slots=True)
class _Started:
    delivery: Delivery
    repository: Repository
    workflow: Workflow
    step: Step
    sha: str
    permissions: Mapping[str, str]
    run: WorkflowRun
    group: str = ""


@dataclass(frozen=True, slots=True)
class _Asleep:
    """A job whose command sleeps: the sandbox stands for the sleep, and runs the next round when it is over."""

    started: _Started
    job: Job
    until: datetime


class Jobs:
    """The queue of a sandbox's jobs and the thread that works it off.

    A job whose condition (`if:`) does not hold is not started. In a concurrency group one runs and one waits; a further
    one takes the place of that which waits, whose run is then shown as cancelled. With `queue: max` as many wait as
    `LONGEST_QUEUE` says, and the further one is cancelled itself. The other steps of a job,
    checking out and setting up, are what the sandbox itself stands for. So is sleep: a command that gives the output
    `again` has not ended, but sleeps until then on the sandbox's clock, and keeps its place in its group; woken, its
    next round is a run of its own. A job that asks for a runner which nobody has waits for ever.
    """

    def __init__(self, host: Host, runner: Runner) -> None:
        self.finished: list[FinishedJob] = []
        self.watchers: list[Callable[[FinishedJob], None]] = []
        self._host = host
        self.runner = runner
        self._queue: queue.Queue[_Started | _Asleep | None] = queue.Queue()
        self._asleep: dict[str, _Asleep] = {}
        self._waiting: dict[str, deque[_Started]] = {}
        self._told = 0
        self._left = 0
        self._stopped = False
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        """Take up work; what an earlier sandbox left behind has lost its runner."""
        for repository in self._host.world.repositories.values():
            for run in repository.runs:
                if run.status != "completed":
                    self._conclude(run, "cancelled")
        self._thread.start()

    def stop(self) -> None:
        """Finish the job that runs, leave those that wait, and stop."""
        self._stopped = True
        self._queue.put(None)
        self._thread.join()

    def consider(self, delivery: Delivery) -> None:
        """Queue the jobs that an event starts; the events of Actions' own token start hardly any.

        None where a commit message says so.
        """
        if delivery.actor == ACTIONS_BOT and delivery.event not in ALWAYS:
            return
        repository = self._host.world.repositories[delivery.repository.lower()]
        store = self._host.git(repository)
        if skips(delivery, store):
            return
        sha = store.branch(repository.default_branch)
        for workflow in workflows.at(store, sha) if sha else ():
            if repository.settings.starts(workflow.path) and workflow.starts_on(delivery, store):
                for step in workflow.steps:
                    if step.passes(delivery):
                        self._consider(delivery, repository, workflow, step, sha or "")

    def _consider(self, delivery: Delivery, repository: Repository, workflow: Workflow, step: Step, sha: str) -> None:
        """Queue a job where there is a runner for it.

        GitHub fails its run at the start if it asks for more than its caller grants.
        """
        run = self._noted(delivery, repository, workflow.path, sha)
        default = repository.settings.default_permissions
        granted = permissions.of_job(step.asks, default, from_fork=workflows.is_from_fork(delivery))
        if granted is None:
            self._conclude(run, "startup_failure")
        elif repository.settings.has_runner(step.runner_of(delivery, _variables(delivery, repository))):
            group = step.group_of(delivery).lower()
            self._enter(_Started(delivery, repository, workflow, step, sha, granted, run, group))

    def settle(self, timeout: float) -> list[FinishedJob]:
        """Wait until no job is left; those that finished since the last time. TimeoutError after so many seconds."""
        with self._change:
            if not self._change.wait_for(lambda: self._left == 0, timeout):
                raise TimeoutError(f"{self._left} jobs are left after {timeout} s")
            since, self._told = self._told, len(self.finished)
            return self.finished[since:]

    def wakes(self) -> datetime | None:
        """When the next job that sleeps wakes up; None where none sleeps."""
        return min((each.until for each in list(self._asleep.values())), default=None)

    def wake(self, now: datetime) -> None:
        """Let those jobs go on that have slept long enough."""
        for group, asleep in list(self._asleep.items()):
            if asleep.until <= now and self._asleep.pop(group, None) is not None:
                self._put(asleep)

    def cancel(self, group: str) -> bool:
        """Kill the job of a group while it sleeps, as a lost runner does, and let the next go on; False for none."""
        killed = self._asleep.pop(group, None)
        if killed:
            self._conclude(killed.started.run, "cancelled")
            self._leave(killed.started)
        return killed is not None

    def _enter(self, started: _Started) -> None:
        """Queue a job, or let it wait for the one in its group."""
        with self._change:
            waiting = self._waiting.get(started.group)
            if waiting is not None:
                self._line_up(started, waiting)
            elif started.group:
                self._waiting[started.group] = deque()
        if waiting is None:
            self._put(started)

    def _line_up(self, started: _Started, waiting: deque[_Started]) -> None:
        """Let a job wait behind others, in the place of the one where only one may, unless the queue is full."""
        if started.step.queues and len(waiting) >= LONGEST_QUEUE:
            self._conclude(started.run, "cancelled")
            return
        if waiting and not started.step.queues:
            self._conclude(waiting.pop().run, "cancelled")
        started.run.status = "pending"
        waiting.append(started)

    def _leave(self, started: _Started) -> None:
        """Let the first of those go on that wait for a job."""
        if not started.group:
            return
        with self._change:
            waiting = self._waiting[started.group]
            following = waiting.popleft() if waiting else None
            if following is None:
                del self._waiting[started.group]
        if following is not None:
            self._put(following)

    def _put(self, begun: _Started | _Asleep) -> None:
        with self._change:
            self._left += 1
        self._queue.put(begun)

    def _work(self) -> None:
        while not self._stopped:
            try:
                begun = self._queue.get(timeout=self._rest())
            except queue.Empty:
                self.wake(self._host.clock.now())
                continue
            if begun is None or self._stopped:
                return
            self._carry_out(begun)

    def _rest(self) -> float | None:
        """How many real seconds there are until a job wakes up; None where time stands still, or none sleeps."""
        until = self.wakes()
        if until is None or self._host.clock.moved:
            return None
        return max(0.05, (until - self._host.clock.now()).total_seconds())

    def _carry_out(self, begun: _Started | _Asleep) -> None:
        started = begun if isinstance(begun, _Started) else begun.started
        job = self._prepared(begun) if isinstance(begun, _Started) else self._woken(begun)
        finished = self._run(job)
        again = finished.outputs.get("again")
        if again and not finished.exit_code:
            self._asleep[started.group or str(job.id)] = _Asleep(started, job, datetime.fromisoformat(again))
        else:
            self._conclude(started.run, "failure" if finished.exit_code else "success")
            with self._change:
                self.finished.append(finished)
            self._leave(started)
        with self._change:
            self._left -= 1
            self._change.notify_all()
        for watcher in self.watchers if not again else ():
            watcher(finished)

    def _woken(self, asleep: _Asleep) -> Job:
        """The same job, later: what it puts out is put out anew."""
        _write(asleep.job.directory / "output", b"")
        now = {"INCIDENT_ACTIONS_NOW": stamp(self._host.clock.now())}
        return replace(asleep.job, environment=asleep.job.environment | now)

    def _prepared(self, started: _Started) -> Job:
        host = self._host
        with host.lock:
            number, now = started.run.id, host.clock.now() if host.clock.moved or _sleeps(started) else None
            started.run.status = "in_progress"
            directory = host.directory / "jobs" / str(number)
            place = started.repository.full_name
            token = host.installation_token(ACTIONS_BOT, started.permissions, [place])
            job = Job(
                number,
                started.workflow.name,
                started.step.job,
                started.delivery.event,
                started.step.arguments,
                _environment(host, started, number, directory, now)
                | {"GITHUB_TOKEN": token}
                | _own(host, started, token)
                | _began(started, now),
                directory,
                started.workflow.path,
                started.step.started_as,
                started.step.place,
                started.permissions,
                started.step.group_of(started.delivery),
                {**_secrets(host, started.delivery), "GITHUB_TOKEN": token},
                dict(_variables(started.delivery, started.repository)),
            )
            _check_out(host.git(started.repository), started.sha, job.workspace)
        (directory / "temp").mkdir()
        _write(directory / "event.json", json.dumps(started.delivery.payload).encode())
        for name in ("output", "summary.md", "env", "path"):
            _write(directory / name, b"")
        return job

    def _noted(self, delivery: Delivery, repository: Repository, path: str, sha: str) -> WorkflowRun:
        """Note a run of a workflow, which has yet to begin."""
        with self._host.lock:
            now = self._host.clock.now()
            run = WorkflowRun(self._next_number(), path, delivery.event, sha, delivery.actor, now, now, "queued")
            repository.runs.append(run)
        return run

    def _conclude(self, run: WorkflowRun, conclusion: str) -> None:
        """Note how a run ended."""
        with self._host.lock:
            run.status, run.conclusion, run.updated_at = "completed", conclusion, self._host.clock.now()

    def _next_number(self) -> int:
        """A number whose directory is not there, as one may be from a sandbox that was killed."""
        world = self._host.world
        world.last_run += 1
        while (self._host.directory / "jobs" / str(world.last_run)).exists():
            world.last_run += 1
        return world.last_run

    def _run(self, job: Job) -> FinishedJob:
        try:
            exit_code = self.runner(job)
        except Exception:  # noqa: BLE001 - whatever a job does, the next one must run
            exit_code = 1
            with job.log.open("a") as log:
                log.write(traceback.format_exc())
        output = job.log.read_text() if job.log.exists() else ""
        summary = (job.directory / "summary.md").read_text()
        return FinishedJob(job, exit_code, output, summary, outputs((job.directory / "output").read_text()))


def _environment(host: Host, started: _Started, number: int, folder: Path, now: datetime | None) -> dict[str, str]:
    """https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables."""
    delivery, repository = started.delivery, started.repository
    ref = workflows.ref(delivery, repository.default_branch)
    variables = {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTOR": delivery.actor,
        "GITHUB_TRIGGERING_ACTOR": delivery.actor,
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
        "GITHUB_JOB": started.step.job,
        "GITHUB_WORKFLOW": started.workflow.name,
        "GITHUB_WORKFLOW_REF": f"{repository.full_name}/{started.workflow.path}@{ref}",
        "GITHUB_WORKFLOW_SHA": started.sha,
        "GITHUB_REPOSITORY": repository.full_name,
        "GITHUB_REPOSITORY_ID": str(repository.id),
        "GITHUB_REPOSITORY_OWNER": repository.owner,
        "GITHUB_REF": ref,
        "GITHUB_REF_NAME": ref.split("/", 2)[-1],
        "GITHUB_REF_TYPE": "tag" if ref.startswith("refs/tags/") else "branch",
        "GITHUB_SHA": started.sha,
        "GITHUB_RUN_ATTEMPT": "1",
        "GITHUB_RUN_ID": str(number),
        "GITHUB_RUN_NUMBER": str(number),
        "RUNNER_ENVIRONMENT": "self-hosted",
        "RUNNER_TEMP": str(folder / "temp"),
    }
    return variables | ({"INCIDENT_ACTIONS_NOW": stamp(now)} if now else {})


def _own(host: Host, started: _Started, token: str) -> dict[str, str]:
    """What the step itself sets."""
    delivery, variables = started.delivery, _variables(started.delivery, started.repository)
    return started.step.environment(delivery, token, _secrets(host, delivery), variables)


def _variables(delivery: Delivery, repository: Repository) -> Mapping[str, str]:
    """The variables that a run is given: none where a fork proposes the change.

    https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository#enabling-workflows-for-forks-of-private-repositories
    """
    return {} if workflows.is_from_fork(delivery) else repository.settings.variables


def _secrets(host: Host, delivery: Delivery) -> Mapping[str, str]:
    """The secrets that a run is given: none where a fork proposes the change, but for a token that reads.

    https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflows-in-forked-repositories
    """
    return {} if workflows.is_from_fork(delivery) else host.secrets


def _sleeps(started: _Started) -> bool:
    return started.step.arguments[:1] == [SLEEPER]


def _began(started: _Started, now: datetime | None) -> dict[str, str]:
    """What tells a command that sleeps since when its job lives."""
    return {"INCIDENT_ACTIONS_BEGAN": stamp(now)} if now and _sleeps(started) else {}


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


def outputs(text: str) -> dict[str, str]:
    """What a step put into `GITHUB_OUTPUT`: `name=value`, or a name with a delimiter and lines up to it."""
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, mark, end = line.partition("<<")
        if mark and "=" not in name:
            found[name] = "\n".join(takewhile(end.__ne__, lines))
        else:
            name, _, found[name] = line.partition("=")
    return found
