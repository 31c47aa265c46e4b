"""act as the runner of a sandbox's jobs: each plays its workflow's file, as it stands in the repository."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from incident_actions.sandbox.act import copies, tool, transcript
from incident_actions.sandbox.act.transcript import Transcript
from incident_actions.sandbox.jobs import Job
from incident_actions.sandbox.runners import LONGEST, Process, Running, surroundings

PRINTED = "printed"
"""What the steps of a job print, gathered by the recorder."""
LOG = "act.jsonl"
"""What act itself tells of a job, beside what the job left."""
RECORDER = Path(__file__).parent / "recorder.sh"
RECORDED = ("bash", "sh", "python", "node")
"""The programs that run steps, by their words in `shell:` and `using:`."""
CHECKOUT = Path(__file__).parent / "checkout"
MADE_BY_THE_RUNNER = {
    *("GITHUB_ENV", "GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH", "GITHUB_JOB", "GITHUB_OUTPUT", "GITHUB_PATH"),
    *("GITHUB_STEP_SUMMARY", "GITHUB_TOKEN", "GITHUB_WORKFLOW", "GITHUB_WORKSPACE"),
}
"""What act itself gives to steps, or a workflow hands on by its own word."""
TOLD = ("INCIDENT_ACTIONS_NOW", "INCIDENT_ACTIONS_BEGAN")
"""The sandbox's time, which no runner has."""


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
        self.tool = repository or tool.laid_out(Path(tempfile.mkdtemp(prefix="tool-", dir=self.place)))
        self.path = path or tool.python_first(surroundings().get("PATH", ""))
        self.cache = cache or self.place / "tool-cache"
        if cache is None:
            tool.make_ready(self.tool, self.cache, self.path)

    def __call__(self, job: Job) -> int:
        """Play a job to its end, and leave behind what the tool itself would have left."""
        return self.begun(job).wait()

    def begun(self, job: Job) -> Running:
        """Start to play a job; a job's further step of the tool was played with the first."""
        return _Further() if job.place else self._begun(job, _laid_out(job, self.cache))

    def _begun(self, job: Job, files: Path) -> Running:
        with (job.directory / LOG).open("wb") as log:
            process = subprocess.Popen(
                [*self.command, job.event, *self._options(job, files)],
                cwd=files,
                env=self._surroundings(files / "bin"),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        return _Played(job, files, Process(process))

    def _options(self, job: Job, files: Path) -> list[str]:
        text = (files / job.file).read_text(encoding="utf-8")
        every = [text, *(each.read_text(encoding="utf-8") for each in self.tool.glob(".github/workflows/*.yml"))]
        labels = sorted({label for each in every for label in copies.runners(each)})
        fetched = {name: ours for each in every for name, ours in copies.fetched(each).items()}
        options = {
            "--workflows": [job.file],
            "--job": [job.started_as],
            "--eventpath": [str(job.directory / "event.json")],
            "--actor": [job.environment["GITHUB_ACTOR"]],
            "--env-file": [_kept(files / "environment.yml", _environment(job))],
            "--secret-file": [_kept(files / "secrets.yml", job.secrets)],
            "--action-cache-path": [str(files / "cache")],
            "--platform": [f"{label}=-self-hosted" for label in labels],
            "--local-repository": [f"{name}={self.tool if ours else CHECKOUT}" for name, ours in fetched.items()],
        }
        given = [f"{name}={value}" for name, values in options.items() for value in values]
        return [*given, "--json", "--no-cache-server", "--pull=false"]

    def _surroundings(self, first: Path) -> dict[str, str]:
        """The environment of act, which its steps see too: nothing of it lands in anybody's home."""
        ours = {
            name: value for name, value in surroundings().items() if not name.startswith(("ACT_", "PYTHON", "XDG_"))
        }
        home = str(self.place / "home")
        return ours | {
            "HOME": home,
            "PATH": f"{first}:{self.path}",
            "ACT_DISABLE_VERSION_CHECK": "1",
            "no_proxy": "127.0.0.1",
        }


class _Played:
    """A job at work under act, in a folder of its own that goes when it ends."""

    def __init__(self, job: Job, files: Path, process: Process) -> None:
        self.job, self.files, self._process = job, files, process

    def wait(self, longest: float = LONGEST) -> int:
        """Its exit code, once what the tool left is where a job leaves it."""
        try:
            ended = self._process.wait(longest)
        finally:
            told = transcript.of(self.job.directory / LOG)
            _leave(self.job, told, self.files / PRINTED)
            shutil.rmtree(self.files, ignore_errors=True)
        if ended >= 0 and not told.steps:
            raise RuntimeError(f"act started no step of {self.job.file}")
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


def _laid_out(job: Job, cache: Path) -> Path:
    """A folder with nothing but the workflow's file, at the commit that the event met, and act's own files of the run.

    act's tool cache lies among those, and no variable moves it: so the runner's, which stays, is linked there.
    """
    files = Path(tempfile.mkdtemp(prefix="act-", dir=job.directory))
    workflow = files / job.file
    workflow.parent.mkdir(parents=True)
    own = f"{job.environment['GITHUB_REPOSITORY']}@{job.environment['GITHUB_SHA']}"
    workflow.write_text(copies.playable((job.workspace / job.file).read_text(encoding="utf-8"), own), encoding="utf-8")
    # act asks git for the commit: a repository in which nothing is but its name.
    for folder in ("objects", "refs"):
        (files / ".git" / folder).mkdir(parents=True)
    (files / ".git/HEAD").write_text(f"{job.environment['GITHUB_SHA']}\n")
    (files / ".git/config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = false\n")
    (files / "bin").mkdir()
    for name in RECORDED:
        shutil.copyfile(RECORDER, files / "bin" / name)
        (files / "bin" / name).chmod(0o755)
    (files / PRINTED).touch()
    (files / "cache").mkdir()
    cache.mkdir(parents=True, exist_ok=True)
    (files / "cache/tool_cache").symlink_to(cache)
    return files


def _environment(job: Job) -> dict[str, str]:
    """What act is told of the run."""
    return {
        name: value
        for name, value in job.environment.items()
        if name in TOLD or (name.startswith("GITHUB_") and name not in MADE_BY_THE_RUNNER)
    }


def _kept(file: Path, values: Mapping[str, str]) -> str:
    """A file of names and values that act reads as YAML, which JSON is; for this user's eyes alone."""
    file.touch(mode=0o600)
    file.write_text(json.dumps(values), encoding="utf-8")
    return str(file)


def _leave(job: Job, told: Transcript, printed: Path) -> None:
    """Put what a run printed, put out and summarised where the sandbox looks for it."""
    job.log.write_bytes(printed.read_bytes() + "".join(told.complaints).encode())
    (job.directory / "summary.md").write_text(told.summary, encoding="utf-8")
    outputs = (f"{name}<<{_END}\n{value}\n{_END}\n" for name, value in told.outputs.items())
    (job.directory / "output").write_text("".join(outputs), encoding="utf-8")


_END = "ghadelimiter_act"
