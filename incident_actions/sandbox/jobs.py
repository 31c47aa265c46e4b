"""The jobs that events start: queued as they arrive, run one after another, remembered when they end."""

import queue
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from incident_actions.sandbox import permissions, workflows
from incident_actions.sandbox.concurrency import Admission, ConcurrencyGroups
from incident_actions.sandbox.host import Host, WebhookDelivery
from incident_actions.sandbox.job import FinishedJob, Job, Runner, read_outputs
from incident_actions.sandbox.job_setup import (
    QueuedJob,
    clear_outputs,
    prepare_job,
    repository_variables,
    time_variables,
)
from incident_actions.sandbox.run_records import RunRecords, Start
from incident_actions.sandbox.skip_words import asks_to_skip
from incident_actions.sandbox.state.records import ACTIONS_BOT, Repository
from incident_actions.sandbox.state.settings import WorkflowRun

ALWAYS = ("repository_dispatch", "workflow_dispatch")
"""https://docs.github.com/en/actions/concepts/security/github_token#when-github_token-triggers-workflow-runs"""
CANCELLED = "cancelled"
CANCELLATION = "::error::The operation was canceled.\n"
"""The last line of the log of a job that was cancelled while it ran."""


@dataclass(frozen=True, slots=True)
class SleepingJob:
    """A job whose command sleeps. The sandbox sleeps in its place and runs the next round when the time has come."""

    queued: QueuedJob
    job: Job
    until: datetime


class Jobs:
    """The queue of a sandbox's jobs, and the thread that runs them.

    A job starts if its condition (`if:`) holds and a runner has the label that it asks for. Its concurrency group
    decides whether it waits. The sandbox stands in for the steps that check out and set up. It also sleeps in the place
    of a command that sets the output `again`: the job keeps its place in its group until then, and its next round is a
    run of its own.
    """

    def __init__(self, host: Host, runner: Runner) -> None:
        self.finished: list[FinishedJob] = []
        self.watchers: list[Callable[[FinishedJob], None]] = []
        self._host = host
        self.runner = runner
        self._records = RunRecords(host)
        self._running: Job | None = None
        self._queue: queue.Queue[QueuedJob | SleepingJob | None] = queue.Queue()
        self._asleep: dict[str, SleepingJob] = {}
        self._groups = ConcurrencyGroups[tuple[QueuedJob, int]]()
        self._reported = 0
        self._left = 0
        self._stopped = False
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        """Start to run jobs; cancel the runs that an earlier sandbox left behind."""
        for repository in self._host.world.repositories.values():
            for run in repository.runs:
                if run.status != "completed":
                    self._records.conclude(run, CANCELLED)
        self._thread.start()

    def stop(self) -> None:
        """Finish the running job, leave those that wait, and stop."""
        self._stopped = True
        self._queue.put(None)
        self._thread.join()

    def consider(self, delivery: WebhookDelivery) -> None:
        """Queue the jobs that an event starts.

        Events of Actions' own token start hardly any jobs, and a commit message can ask for none. What happens to a
        pull request starts `pull_request_target` as well, which no commit message stops:
        https://docs.github.com/en/actions/how-tos/manage-workflow-runs/skip-workflow-runs
        """
        if delivery.event == "pull_request":
            self.consider(replace(delivery, event="pull_request_target"))
        tool = self._host.tool
        if tool is None or (delivery.actor == ACTIONS_BOT and delivery.event not in ALWAYS):
            return
        repository = self._host.world.repositories[delivery.repository.lower()]
        store = self._host.git(repository)
        if asks_to_skip(delivery, store):
            return
        sha = store.branch(repository.default_branch)
        files = workflows.commit_of_files(delivery, store, sha)
        for workflow in workflows.read_workflows(store, files, tool) if files else ():
            if repository.settings.starts(workflow.path) and workflow.starts_on(delivery, store):
                for step in workflow.steps:
                    if step.passes(delivery):
                        start = Start(delivery, repository, workflow, step, tool, sha or "")
                        self._begin(start, self._records.open_run(start))

    def repeat(self, repository: Repository, run: WorkflowRun, by: str) -> bool:
        """Run a run that has ended again, with the event, the commit and the actor of its first attempt.

        Returns False if its workflow or its event is gone.
        https://docs.github.com/en/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs
        """
        start = self._records.find_start(repository, run)
        if start is not None:
            self._records.open_attempt(run, by)
            self._begin(start, run)
        return start is not None

    def cancel(self, run: WorkflowRun, *, at_once: bool) -> None:
        """Cancel a run that has not ended: now if it waits, queues or sleeps, or else as soon as its job ends."""
        with self._host.lock:
            if self._running is not None and self._running.id == run.id:
                self._running.stop.press(at_once=at_once)
                return
            self._records.conclude(run, CANCELLED)
        slept = next((group for group, each in list(self._asleep.items()) if each.queued.run.id == run.id), None)
        asleep = None if slept is None else self._asleep.pop(slept, None)
        waiting = self._groups.withdraw(lambda each: each[0].run.id == run.id)
        if asleep is not None:
            self._leave(asleep.queued)
        elif waiting is not None:
            self._leave(*waiting)

    def _begin(self, start: Start, run: WorkflowRun) -> None:
        """Queue a job if there is a runner for it.

        GitHub fails its run at the start if it asks for more permissions than its caller grants.
        """
        delivery, repository, step = start.delivery, start.repository, start.step
        default = repository.settings.default_permissions
        granted = permissions.permissions_of_job(step.asks, default, from_fork=workflows.is_from_fork(delivery))
        if granted is None:
            self._records.conclude(run, "startup_failure")
        elif repository.settings.has_runner(step.runner_of(delivery, repository_variables(delivery, repository))):
            groups = step.groups_of(delivery, run.id)
            self._enter(
                QueuedJob(delivery, repository, start.workflow, step, start.tool, start.sha, granted, run, groups)
            )

    def settle(self, timeout: float) -> list[FinishedJob]:
        """Wait until no job is left; return those that finished since the last call.

        Raises TimeoutError after so many seconds.
        """
        with self._change:
            if not self._change.wait_for(lambda: self._left == 0, timeout):
                raise TimeoutError(f"{self._left} jobs are left after {timeout} s")
            since, self._reported = self._reported, len(self.finished)
            return self.finished[since:]

    def next_wake(self) -> datetime | None:
        """Return when the next sleeping job wakes up; None if none sleeps."""
        return min((each.until for each in list(self._asleep.values())), default=None)

    def wake(self, now: datetime) -> None:
        """Queue the next round of each job whose sleep is over."""
        for group, asleep in list(self._asleep.items()):
            if asleep.until <= now and self._asleep.pop(group, None) is not None:
                self._put(asleep)

    def cancel_sleeping(self) -> bool:
        """Kill the job that has slept longest, as a lost runner does, and start the next of its group.

        Returns False if no job sleeps.
        """
        longest = next(iter(list(self._asleep.values())), None)
        if longest is not None:
            self.cancel(longest.queued.run, at_once=True)
        return longest is not None

    def _enter(self, queued: QueuedJob, entered: int = 0) -> None:
        """Start a job that has entered so many of its groups, or let it wait for another one in the next."""
        queued.run.status = "pending"
        for place, group in enumerate(queued.groups[entered:], entered):
            admission, replaced = self._groups.enter((queued, place), group.name, queues=group.queues)
            if replaced is not None:
                self._cancel(*replaced)
            if admission is Admission.IS_CANCELLED:
                self._cancel(queued, place)
            if admission is not Admission.STARTS:
                return
        queued.run.status = "queued"
        self._put(queued)

    def _cancel(self, queued: QueuedJob, entered: int) -> None:
        """Cancel a job that waits, and leave the groups that it has entered."""
        self._records.conclude(queued.run, CANCELLED)
        self._leave(queued, entered)

    def _leave(self, queued: QueuedJob, entered: int | None = None) -> None:
        """Leave the groups of a job, the innermost first, and let the one that waited longest in each go on."""
        for group in reversed(queued.groups[:entered]):
            following = self._groups.leave(group.name)
            if following is not None:
                self._enter(following[0], following[1] + 1)

    def _put(self, job: QueuedJob | SleepingJob) -> None:
        with self._change:
            self._left += 1
        self._queue.put(job)

    def _work(self) -> None:
        while not self._stopped:
            try:
                job = self._queue.get(timeout=self._seconds_until_wake())
            except queue.Empty:
                self.wake(self._host.clock.now())
                continue
            if job is None or self._stopped:
                return
            self._carry_out(job)

    def _seconds_until_wake(self) -> float | None:
        """Return the real seconds until a job wakes up; None if time stands still or no job sleeps."""
        until = self.next_wake()
        seconds = self._host.clock.real_seconds_until(until) if until else None
        return None if seconds is None else max(0.05, seconds)

    def _carry_out(self, given: QueuedJob | SleepingJob) -> None:
        """Run a job to its end, to its next sleep, or not at all if it was cancelled meanwhile."""
        queued = given if isinstance(given, QueuedJob) else given.queued
        job = self._take(given, queued.run)
        finished = None if job is None else self._run(job)
        if finished is not None and self._falls_asleep(queued, finished):
            finished = None
        else:
            self._leave(queued)
        with self._change:
            self.finished += [finished] if finished else []
            self._left -= 1
            self._change.notify_all()
        if finished is not None:
            for watcher in self.watchers:
                watcher(finished)

    def _take(self, given: QueuedJob | SleepingJob, run: WorkflowRun) -> Job | None:
        """Return the job that runs now; None if it was cancelled."""
        with self._host.lock:
            if run.status == "completed":
                return None
            self._running = prepare_job(self._host, given) if isinstance(given, QueuedJob) else self._next_round(given)
            return self._running

    def _falls_asleep(self, queued: QueuedJob, finished: FinishedJob) -> bool:
        """Let a job sleep if it wants to; otherwise record how it ended, and return False."""
        job, again = finished.job, finished.outputs.get("again")
        with self._host.lock:
            self._running = None
            if again and not finished.exit_code and not job.stop.is_pressed:
                self._asleep[queued.group or str(job.id)] = SleepingJob(queued, job, datetime.fromisoformat(again))
                return True
            conclusion = "failure" if finished.exit_code else "success"
            self._records.conclude(queued.run, CANCELLED if job.stop.is_pressed else conclusion)
            return False

    def _next_round(self, asleep: SleepingJob) -> Job:
        """Return the same job at a later time, without its earlier outputs."""
        clear_outputs(asleep.job)
        now = time_variables(asleep.queued.tool, self._host.clock.now())
        return replace(asleep.job, environment=asleep.job.environment | now)

    def _run(self, job: Job) -> FinishedJob:
        try:
            exit_code = self.runner(job)
        except Exception:  # noqa: BLE001 - whatever a job does, the next one must run
            exit_code = 1
            with job.log.open("a") as log:
                log.write(traceback.format_exc())
        if job.stop.is_pressed:
            with job.log.open("a") as log:
                log.write(CANCELLATION)
        output = job.log.read_text() if job.log.exists() else ""
        summary = (job.directory / "summary.md").read_text()
        return FinishedJob(job, exit_code, output, summary, read_outputs((job.directory / "output").read_text()))
