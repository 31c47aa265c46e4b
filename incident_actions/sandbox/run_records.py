"""The records of runs: opened by an event, concluded at the end, and opened again for another attempt."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from incident_actions.sandbox import workflows
from incident_actions.sandbox.host import Host, WebhookDelivery
from incident_actions.sandbox.state.records import Repository
from incident_actions.sandbox.state.settings import WorkflowRun
from incident_actions.sandbox.steps import ToolStep
from incident_actions.sandbox.tool import Tool
from incident_actions.sandbox.workflows import WorkflowFile

EVENT = "event.json"


@dataclass(frozen=True, slots=True)
class Start:
    """What a run starts from: an event, and a step of a workflow at a commit."""

    delivery: WebhookDelivery
    repository: Repository
    workflow: WorkflowFile
    step: ToolStep
    tool: Tool
    sha: str


def folder_of(host: Host, run: WorkflowRun) -> Path:
    """Return the folder that has what an attempt of a run reads and writes."""
    return host.directory / "jobs" / (run.folder or str(run.id))


class RunRecords:
    """The runs of a host's repositories, in its state and in its folder."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def open_run(self, start: Start) -> WorkflowRun:
        """Add a run to the runs of its repository."""
        with self._host.lock:
            now, delivery = self._host.clock.now(), start.delivery
            run = WorkflowRun(
                self._next_number(), start.workflow.path, delivery.event, start.sha, delivery.actor, now, now, "queued"
            )
            run.name, run.job, run.place = start.workflow.name, start.step.job, start.step.place
            run.title = workflows.run_title(delivery, start.workflow.name)
            self._write_event(run, json.dumps(delivery.payload))
            start.repository.runs.append(run)
            self._host.revision += 1
        return run

    def conclude(self, run: WorkflowRun, conclusion: str) -> None:
        """Record how a run ended."""
        with self._host.lock:
            run.status, run.conclusion, run.updated_at = "completed", conclusion, self._host.clock.now()
            self._host.revision += 1

    def find_start(self, repository: Repository, run: WorkflowRun) -> Start | None:
        """Return what a run started from, with the same event and the same commit; None if that is gone."""
        tool, file = self._host.tool, folder_of(self._host, run) / EVENT
        if tool is None or not file.is_file():
            return None
        payload = json.loads(file.read_text(encoding="utf-8"))
        delivery = WebhookDelivery(run.event, payload, run.actor, run.created_at, repository.full_name)
        store = self._host.git(repository)
        files = workflows.commit_of_files(delivery, store, run.sha) or run.sha
        found = (each for each in workflows.read_workflows(store, files, tool) if each.path == run.path)
        wanted = (run.job, run.place)
        steps = ((each, step) for each in found for step in each.steps if (step.job, step.place) == wanted)
        pair = next(steps, None)
        return Start(delivery, repository, *pair, tool, run.sha) if pair else None

    def open_attempt(self, run: WorkflowRun, by: str) -> None:
        """Open a run again, and keep what its last attempt left."""
        with self._host.lock:
            folder, kept = folder_of(self._host, run), f"{run.id}-{run.attempt}"
            event = (folder / EVENT).read_text(encoding="utf-8")
            folder.rename(folder.with_name(kept))
            run.earlier.append(replace(run, folder=kept, earlier=[]))
            run.attempt, run.attempted_by, run.attempted_at = run.attempt + 1, by, self._host.clock.now()
            run.status, run.conclusion, run.updated_at = "queued", None, self._host.clock.now()
            self._write_event(run, event)
            self._host.revision += 1

    def _write_event(self, run: WorkflowRun, text: str) -> None:
        folder = folder_of(self._host, run)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / EVENT).write_text(text, encoding="utf-8")

    def _next_number(self) -> int:
        """Return the next number that has no directory yet; a sandbox that was killed may have left some."""
        world = self._host.world
        world.last_run += 1
        while (self._host.directory / "jobs" / str(world.last_run)).exists():
            world.last_run += 1
        return world.last_run
