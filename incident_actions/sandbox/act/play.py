"""act as the runner of a sandbox's jobs: each plays its workflow's file, as it stands in the repository."""

import shutil
import subprocess
import sys
from pathlib import Path

import click

from incident_actions.sandbox.act import copies, tool, transcript
from incident_actions.sandbox.act.folder import Folder
from incident_actions.sandbox.jobs import Job
from incident_actions.sandbox.runners import LONGEST, Process, Running, surroundings


class Missing(click.ClickException):
    """There is no act on this machine; the text says how to get it."""


class Act:
    """Runs jobs by act: https://nektosact.com. Without containers: steps run on this machine.

    A job of a workflow is played whole, with all its steps: checking out, setting up, the tool. What the sandbox
    decides stays with it: which events start which jobs, concurrency, and sleep. `repository` is the tool's own, else
    the running one; `cache` is the runner's tool cache, which it keeps from job to job, else one in which this
    process's packages lie ready, so that no job needs the network.
    """

    def __init__(
        self, place: Path, *, repository: Path | None = None, cache: Path | None = None, path: str = ""
    ) -> None:
        self.command = found()
        self.place = place.resolve()
        (self.place / "home").mkdir(parents=True, exist_ok=True)
        self.tool = repository or tool.laid_out(self.place / "tool")
        self.path = path or tool.python_first(surroundings().get("PATH", ""))
        self.cache = cache or self.place / "tool-cache"
        if cache is None:
            tool.make_ready(self.tool, self.cache, self.path)

    def __call__(self, job: Job) -> int:
        """Play a job to its end, and leave behind what the tool itself would have left."""
        return self.begun(job).wait()

    def begun(self, job: Job) -> Running:
        """Start to play a job; a job's further step of the tool was played with the first."""
        return _Further() if job.place else self._begun(job, Folder.made(job, self.cache))

    def _begun(self, job: Job, folder: Folder) -> Running:
        with folder.log.open("wb") as log:
            process = subprocess.Popen(
                [*self.command, job.event, *self._options(job, folder)],
                cwd=folder.repository,
                env=self._surroundings(folder.programs),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        return _Played(folder, Process(process))

    def _options(self, job: Job, folder: Folder) -> list[str]:
        text = (folder.repository / job.file).read_text(encoding="utf-8")
        every = [text, *(each.read_text(encoding="utf-8") for each in self.tool.glob(".github/workflows/*.yml"))]
        labels = sorted({label for each in every for label in copies.runners(each)})
        fetched = {name: stands for each in every for name, stands in copies.fetched(each).items()}
        places = {copies.TOOL: self.tool}
        options = {
            "--workflows": [job.file],
            "--job": [job.started_as],
            "--eventpath": [str(job.directory / "event.json")],
            "--actor": [job.environment["GITHUB_ACTOR"]],
            "--env-file": [folder.kept("environment.yml", folder.environment())],
            "--secret-file": [folder.kept("secrets.yml", job.secrets)],
            "--var-file": [folder.kept("variables.yml", job.variables)],
            "--action-cache-path": [str(folder.cache)],
            "--platform": [f"{label}=-self-hosted" for label in labels],
            "--local-repository": [
                f"{name}={places.get(stands, copies.STAND_INS / stands)}" for name, stands in fetched.items()
            ],
        }
        given = [f"{name}={value}" for name, values in options.items() for value in values]
        return [*given, "--json", "--no-skip-checkout", "--no-cache-server", "--pull=false"]

    def _surroundings(self, first: Path) -> dict[str, str]:
        """The environment of act, which its steps see too: nothing of it lands in anybody's home."""
        ours = {
            name: value for name, value in surroundings().items() if not name.startswith(("ACT_", "PYTHON", "XDG_"))
        }
        return ours | {
            "HOME": str(self.place / "home"),
            "PATH": f"{first}:{self.path}",
            "ACT_DISABLE_VERSION_CHECK": "1",
            "INCIDENT_KEEP_ENVIRONMENT": "true",  # the machine runs no other jobs
            "no_proxy": ",".join(filter(None, (ours.get("no_proxy"), "127.0.0.1"))),
        }


class _Played:
    """A job at work under act, in a folder of its own that goes when it ends."""

    def __init__(self, folder: Folder, process: Process) -> None:
        self.folder, self._process = folder, process

    def wait(self, longest: float = LONGEST) -> int:
        """Its exit code, once what the tool left is where a job leaves it."""
        try:
            ended = self._process.wait(longest)
        finally:
            told = transcript.of(self.folder.log)
            self.folder.clear(told)
        if ended >= 0 and not told.steps:
            raise RuntimeError(f"act started no step of {self.folder.job.file}")
        return told.ended_with if ended > 0 and told.failed else ended

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()


class _Further:
    """A further step of a job that was played whole already."""

    def wait(self, longest: float = LONGEST) -> int:  # noqa: ARG002  it waits for nothing
        """Nothing is left to be done."""
        return 0

    def kill(self) -> None:
        """Nothing is left to be ended."""


def found() -> list[str]:
    """The command; raises Missing."""
    beside = Path(sys.executable).with_name("act")
    command = str(beside) if beside.is_file() else shutil.which("act")
    if not command:
        raise Missing("this needs act: pip install 'incident-actions[act]'")
    return [command]
