"""The command line with a sandbox that holds its jobs back, so that a test decides when and how often each runs."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from incident_actions.cli.main import cli
from incident_actions.contract.effects import COMMENT_MARK
from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Job, Request, Sandbox
from tests.sandbox import published
from tests.sandbox.client import Client, Json

WEDNESDAY = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
PEOPLE = {"ada": "admin", "grace": "write", "linus": "triage", "mary": "read"}
LABELS = ("incident", "SEV-1", "status: investigating", "status: resolved", "needs-postmortem", "action-item")
GITHUB = Path(__file__).parents[1] / ".github"
ADOPTED_FILES = (
    "workflows/postmortem.yml",
    "workflows/respond.yml",
    "workflows/sweep.yml",
    "ISSUE_TEMPLATE/incident.yml",
)


@dataclass(frozen=True, slots=True)
class RunResult:
    """The result of one run."""

    code: int
    output: str
    outputs: str
    summary: str
    requests: int
    writes: tuple[str, ...]
    """The requests that may have changed something."""


@dataclass
class Door:
    """The people of acme/shop, and the tool."""

    sandbox: Sandbox
    jobs: list[Job] = field(default_factory=list)

    def as_(self, login: str) -> Client:
        """Return a client with somebody's token."""
        return Client(self.sandbox, self.sandbox.token(login))

    def open_issue(self, login: str = "grace", **issue: Json) -> Job:
        """Open an issue, and return the job that it starts."""
        self.as_(login).issue(**{"labels": ["incident"], **issue})
        return self.newest_job()

    def comment(self, login: str, issue: int, text: str) -> Job:
        """Post a comment, and return the job that it starts."""
        self.as_(login).json("POST", f"issues/{issue}/comments", {"body": text})
        return self.newest_job()

    def newest_job(self) -> Job:
        """Return the job that started last, other than the clock."""
        self.sandbox.settle()
        return [job for job in self.jobs if job.workflow != "clock"][-1]

    def sweep(self) -> Job:
        """Run the schedule, and return its job."""
        self.sandbox.schedule("sweep.yml")
        return self.newest_job()

    def run(
        self,
        job: Job,
        *options: str,
        command: str | None = None,
        configuration: str | None = None,
        **environment: str | None,
    ) -> RunResult:
        """Run a job through the command line. A variable that is None is removed."""
        if configuration:
            (job.workspace / ".github" / "incidents.yml").write_text(configuration)
        variables = {**job.environment, "GITHUB_WORKSPACE": str(job.workspace), **environment}
        before = len(self.sandbox.requests)
        result = CliRunner().invoke(cli, [*([command] if command else job.command), *options], env=variables)
        logging.getLogger().handlers.clear()
        asked = self.sandbox.requests[before:]
        return RunResult(
            result.exit_code,
            result.output,
            (job.directory / "output").read_text(),
            (job.directory / "summary.md").read_text(),
            len(asked),
            tuple(f"{one.method} {one.path.partition('/acme/shop/')[2]}" for one in asked if _changes(one)),
        )

    def declare(self, login: str = "grace", **issue: Json) -> int:
        """Declare an incident, and return its number."""
        job = self.open_issue(login, **issue)
        assert self.run(job).code == 0
        return int(event(job)["issue"]["number"])

    def tool_comments(self, issue: int) -> list[str]:
        """Return what the tool posted on an issue, the card included, without each first line."""
        given = self.as_("ada").json("GET", f"issues/{issue}/comments", params={"per_page": 100})
        return [each["body"].partition("\n")[2] for each in given if each["user"] and each["user"]["type"] == "Bot"]

    def replies(self, issue: int) -> list[str]:
        """Return the tool's comments on an issue, except the card and those with which every incident begins."""
        given = self.as_("ada").json("GET", f"issues/{issue}/comments", params={"per_page": 100})
        said = [each["body"] for each in given if each["body"].startswith("<!-- incident-actions:say ")]
        return [body for body in said if not body.startswith(COMMENT_MARK.format(key="declared").removesuffix(" -->"))]

    def labels(self, issue: int) -> list[str]:
        """Return the labels of an issue."""
        return sorted(label["name"] for label in self.as_("ada").json("GET", f"issues/{issue}")["labels"])


def _changes(request: Request) -> bool:
    """Return whether a request may have changed anything. A dispatch only starts the clock."""
    return not (request.method == "GET" or request.is_query or request.path.endswith("/dispatches"))


def event(job: Job) -> dict[str, Any]:
    """Return the payload of a job's event."""
    return dict(json.loads((job.directory / "event.json").read_text()))


def with_event(job: Job, payload: Json) -> Job:
    """Return the job with another event."""
    (job.directory / "event.json").write_text(payload if isinstance(payload, str) else json.dumps(payload))
    return job


@contextmanager
def open_front_door(
    directory: Path,
    *,
    held: bool = True,
    people: Mapping[str, str] = PEOPLE,
    custom_roles: Mapping[str, str] | None = None,
    private: bool = False,
    without: Collection[str] = (),
) -> Iterator[Door]:
    """Yield the door to a sandbox, which is checked against GitHub's description unless that takes too long."""
    jobs: list[Job] = []

    def keep(job: Job) -> int:
        job.log.touch()
        jobs.append(job)
        return 0

    with (
        Sandbox(directory / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=keep, without=without) as sandbox,
        published.holding(sandbox) if held else nullcontext(),
    ):
        files = {f".github/{name}": (GITHUB / name).read_text() for name in ADOPTED_FILES}
        sandbox.create_repository("acme/shop", files, collaborators=people, custom_roles=custom_roles, private=private)
        door = Door(sandbox, jobs)
        for name in LABELS:
            door.as_("ada").json("POST", "labels", {"name": name, "color": "b60205"})
        yield door
