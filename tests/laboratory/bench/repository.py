"""A repository that adopted the tool, on a sandbox that keeps its jobs back, to be run and measured one by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Job, Sandbox
from incident_actions.sandbox.state.records import Repository
from tests.laboratory.bench.process import Spent
from tests.laboratory.bench.program import Tool
from tests.sandbox.client import Client, Json

ROOT = Path(__file__).parents[3]
NAME = "acme/shop"
WEDNESDAY = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
KEPT = ("workflows/respond.yml", "workflows/sweep.yml", "ISSUE_TEMPLATE/incident.yml", "incidents.yml")


class Adopted:
    """The sandbox, somebody who may do everything, the jobs that what she does would have started, and our tool."""

    def __init__(self, sandbox: Sandbox, jobs: list[Job], tool: Tool) -> None:
        self.sandbox = sandbox
        self.ada = Client(sandbox, sandbox.token("ada"))
        self._jobs = jobs
        self._tool = tool

    @property
    def shop(self) -> Repository:
        """The state of the repository."""
        return self.sandbox.repository(NAME)

    def run(self, job: Job) -> Spent:
        """Run a job with our tool, and measure it."""
        return self._tool.run(job)

    def job(self, path: str, body: Json) -> Job:
        """Do something, and get the job that it would have started."""
        self.ada.json("POST", path, body)
        return self._newest()

    def sweep(self) -> Job:
        """Let the cron come, and get its job."""
        self.sandbox.schedule("sweep.yml")
        return self._newest()

    def incident(self) -> tuple[int, Job]:
        """Open an issue with the label of incidents; its number, and the job that declares it.

        Those before it are closed, so that a run meets its own incident alone.
        """
        for before in self.ada.json("GET", "issues", params={"labels": "incident"}):
            self.ada.json("PATCH", f"issues/{before['number']}", {"state": "closed"})
        job = self.job("issues", {"title": "Checkout is down", "labels": ["incident"]})
        newest = self.ada.json("GET", "issues", params={"per_page": 1, "state": "all"})
        return int(newest[0]["number"]), job

    def _newest(self) -> Job:
        self.sandbox.settle()
        return self._jobs[-1]


@contextmanager
def adopted(directory: Path, tool: Tool = Tool()) -> Iterator[Adopted]:  # noqa: B008 - frozen
    """Start the sandbox with such a repository, its labels already there."""
    jobs: list[Job] = []

    def keep(job: Job) -> int:
        job.log.touch()
        jobs.append(job)
        return 0

    with Sandbox(directory, now=WEDNESDAY, tool=INSTALLED_TOOL, runner=keep, hourly_requests=1_000_000) as sandbox:
        files = {f".github/{name}": (ROOT / ".github" / name).read_text() for name in KEPT}
        sandbox.create_repository(NAME, files, collaborators={"ada": "admin"})
        team = Adopted(sandbox, jobs, tool)
        for name in ("incident", "SEV-1", "status: investigating", "status: resolved", "needs-postmortem"):
            team.ada.json("POST", "labels", {"name": name, "color": "b60205", "description": "Ours"})
        yield team
