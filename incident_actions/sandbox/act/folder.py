"""What act is given of one job, in a folder that goes when the job ends, and what is left of it then."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from incident_actions.sandbox.act import copies
from incident_actions.sandbox.act.transcript import Transcript
from incident_actions.sandbox.jobs import Job

LOG = "act.jsonl"
"""What act itself tells of a job, beside what the job left."""
RECORDER = Path(__file__).parent / "recorder.sh"
RECORDED = ("bash", "sh", "python", "node")
"""The programs that run steps, by their words in `shell:` and `using:`."""
MADE_BY_THE_RUNNER = {
    *("GITHUB_ENV", "GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH", "GITHUB_JOB", "GITHUB_OUTPUT", "GITHUB_PATH"),
    *("GITHUB_STEP_SUMMARY", "GITHUB_TOKEN", "GITHUB_WORKFLOW", "GITHUB_WORKSPACE"),
}
"""What act itself gives to steps, or a workflow hands on by its own word."""
TOLD = ("INCIDENT_ACTIONS_NOW", "INCIDENT_ACTIONS_BEGAN")
"""The sandbox's time, which no runner has."""
_END = "ghadelimiter_act"


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of one job."""

    job: Job
    place: Path

    @classmethod
    def made(cls, job: Job, cache: Path) -> "Folder":
        """Make it. act's tool cache lies among its files, and no variable moves it: so the one that stays is linked."""
        folder = cls(job, Path(tempfile.mkdtemp(prefix="act-", dir=job.directory)))
        folder._workflow()
        folder.programs.mkdir()
        for name in RECORDED:
            shutil.copyfile(RECORDER, folder.programs / name)
            (folder.programs / name).chmod(0o755)
        folder._printed.touch()
        cache.mkdir(parents=True, exist_ok=True)
        folder.cache.mkdir()
        (folder.cache / "tool_cache").symlink_to(cache)
        return folder

    @property
    def repository(self) -> Path:
        """Where act starts: nothing lies there but the workflow, and the name of its commit."""
        return self.place / "repository"

    @property
    def programs(self) -> Path:
        """What stands first on the `PATH`."""
        return self.place / "bin"

    @property
    def cache(self) -> Path:
        """Act's own files of the run, its workspace among them."""
        return self.place / "cache"

    @property
    def log(self) -> Path:
        """What act tells; it stays."""
        return self.job.directory / LOG

    @property
    def _printed(self) -> Path:
        """What the steps print, gathered by the recorder."""
        return self.place / "printed"

    def environment(self) -> dict[str, str]:
        """What act is told of the run."""
        return {
            name: value
            for name, value in self.job.environment.items()
            if name in TOLD or (name.startswith("GITHUB_") and name not in MADE_BY_THE_RUNNER)
        }

    def kept(self, name: str, values: Mapping[str, str]) -> str:
        """A file of names and values that act reads as YAML, which JSON is; for this user's eyes alone."""
        file = self.place / name
        file.touch(mode=0o600)
        file.write_text(json.dumps(dict(values)), encoding="utf-8")
        return str(file)

    def clear(self, told: Transcript) -> None:
        """Put what the run printed, put out and summarised where the sandbox looks for it, and let the rest go."""
        self.job.log.write_bytes(self._printed.read_bytes() + "".join(told.complaints).encode())
        (self.job.directory / "summary.md").write_text(told.summary, encoding="utf-8")
        outputs = (f"{name}<<{_END}\n{value}\n{_END}\n" for name, value in told.outputs.items())
        (self.job.directory / "output").write_text("".join(outputs), encoding="utf-8")
        shutil.rmtree(self.place, ignore_errors=True)

    def _workflow(self) -> None:
        """Lay the workflow out; act asks git for the commit, so a repository stands there that holds its name alone."""
        repository, sha = self.job.environment["GITHUB_REPOSITORY"], self.job.environment["GITHUB_SHA"]
        text = (self.job.workspace / self.job.file).read_text(encoding="utf-8")
        workflow = self.repository / self.job.file
        workflow.parent.mkdir(parents=True)
        workflow.write_text(copies.playable(text, f"{repository}@{sha}"), encoding="utf-8")
        for folder in ("objects", "refs"):
            (self.repository / ".git" / folder).mkdir(parents=True)
        (self.repository / ".git/HEAD").write_text(f"{sha}\n")
        (self.repository / ".git/config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = false\n")
