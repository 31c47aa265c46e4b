"""Run a sandbox's jobs with act, which plays the workflow's file from the repository: https://nektosact.com."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from incident_actions.sandbox.act import act_log, workflow_copies
from incident_actions.sandbox.act.job_folder import JobFolder
from incident_actions.sandbox.job import Job
from incident_actions.sandbox.runners import LONGEST, ProcessTree, Running, inherited_environment, run_job
from incident_actions.sandbox.tool import Tool


class ActNotFound(Exception):
    """This machine has no act: https://nektosact.com/installation."""


class Act:
    """A runner that plays jobs with act, without containers: steps run on this machine.

    A workflow's job is played whole, with the steps that check out and set up. The sandbox still decides which events
    start which jobs, and handles concurrency and sleep. `repository` is a directory that stands for the tool's
    repository, `cache` the runner's tool cache, `path` the `PATH` of steps, `variables` are further variables of them.
    """

    def __init__(  # noqa: PLR0913  each an independent choice of who sets a runner up
        self,
        place: Path,
        tool: Tool,
        *,
        repository: Path,
        cache: Path,
        path: str,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self.command = find_act()
        self.place = place.resolve()
        (self.place / "home").mkdir(parents=True, exist_ok=True)
        self.tool, self.repository, self.cache, self.path = tool, repository, cache, path
        self._variables = dict(variables or {})

    def __call__(self, job: Job) -> int:
        """Play a job to its end and return its exit code."""
        return run_job(job, self.start)

    def start(self, job: Job) -> Running:
        """Start to play a job; the first step that starts the tool has played those that follow it."""
        if job.place:
            return _AlreadyPlayed()
        return self._start(job, JobFolder.create(job, self.tool, self.cache))

    def _start(self, job: Job, folder: JobFolder) -> Running:
        with folder.log.open("wb") as log:
            process = subprocess.Popen(
                [*self.command, job.event, *self._options(job, folder)],
                cwd=folder.repository,
                env=self._environment(folder.programs),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        return _PlayedJob(folder, ProcessTree(process))

    def _options(self, job: Job, folder: JobFolder) -> list[str]:
        text = (folder.repository / job.file).read_text(encoding="utf-8")
        own_workflows = self.repository.glob(".github/workflows/*.yml")
        every = [text, *(each.read_text(encoding="utf-8") for each in own_workflows)]
        labels = sorted({label for each in every for label in workflow_copies.runner_labels(each)})
        replaced = {name: by for each in every for name, by in workflow_copies.replacements(each, self.tool).items()}
        places = {self.tool.repository: self.repository}
        options = {
            "--workflows": [job.file],
            "--job": [job.started_as],
            "--eventpath": [str(job.directory / "event.json")],
            "--actor": [job.environment["GITHUB_ACTOR"]],
            "--env-file": [folder.write_values("environment.yml", folder.environment())],
            "--secret-file": [folder.write_values("secrets.yml", job.secrets)],
            "--var-file": [folder.write_values("variables.yml", job.variables)],
            "--action-cache-path": [str(folder.cache)],
            "--platform": [f"{label}=-self-hosted" for label in labels],
            "--local-repository": [
                f"{name}={places.get(by, workflow_copies.STAND_INS / by)}" for name, by in replaced.items()
            ],
        }
        given = [f"{name}={value}" for name, values in options.items() for value in values]
        return [*given, "--json", "--no-skip-checkout", "--no-cache-server", "--pull=false"]

    def _environment(self, first: Path) -> dict[str, str]:
        """Return act's environment, which steps see too; it keeps them out of this user's home."""
        inherited = {
            name: value
            for name, value in inherited_environment(self.tool.variable_prefixes).items()
            if not name.startswith(("ACT_", "PYTHON", "XDG_"))
        }
        return (
            inherited
            | {
                "HOME": str(self.place / "home"),
                "PATH": f"{first}:{self.path}",
                "ACT_DISABLE_VERSION_CHECK": "1",
                "no_proxy": ",".join(filter(None, (inherited.get("no_proxy"), "127.0.0.1,localhost"))),
            }
            | self._variables
        )


class _PlayedJob:
    """A job that act plays, in a folder that is removed when the job ends."""

    def __init__(self, folder: JobFolder, process: ProcessTree) -> None:
        self.folder, self._process = folder, process

    def wait(self, longest: float = LONGEST) -> int:
        """Wait for the job to end, collect its results, and return its exit code."""
        try:
            exit_code = self._process.wait(longest)
        finally:
            log = act_log.read_file(self.folder.log)
            self.folder.collect(log)
        if exit_code >= 0 and not log.steps:
            raise RuntimeError(f"act started no step of {self.folder.job.file}")
        return log.final_exit_code if exit_code > 0 and log.failed else exit_code

    def kill(self) -> None:
        """End the job at once."""
        self._process.kill()

    def interrupt(self) -> None:
        """Ask act to end the job."""
        self._process.interrupt()


class _AlreadyPlayed:
    """A step of a job that act has already played whole."""

    def wait(self, longest: float = LONGEST) -> int:  # noqa: ARG002  it waits for nothing
        """Return success."""
        return 0

    def kill(self) -> None:
        """Do nothing."""

    def interrupt(self) -> None:
        """Do nothing."""


def find_act() -> list[str]:
    """Return the command line of act; raises ActNotFound."""
    beside = Path(sys.executable).with_name("act")
    command = str(beside) if beside.is_file() else shutil.which("act")
    if not command:
        raise ActNotFound("act is not on the PATH")
    return [command]
