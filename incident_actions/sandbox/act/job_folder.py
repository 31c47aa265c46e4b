"""The folder in which act plays one job; it is removed when the job ends."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from incident_actions.sandbox.act import workflow_copies
from incident_actions.sandbox.act.act_log import ActLog
from incident_actions.sandbox.job import Job
from incident_actions.sandbox.tool import Tool

LOG = "act.jsonl"
"""The file of act's own log, beside the job's files."""
RECORDER = Path(__file__).parent / "recorder.sh"
RECORDED = ("bash", "sh", "python", "node")
"""The programs that run steps, by their names in `shell:` and `using:`."""
SET_BY_ACT = {
    *("GITHUB_ENV", "GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH", "GITHUB_JOB", "GITHUB_OUTPUT", "GITHUB_PATH"),
    *("GITHUB_STEP_SUMMARY", "GITHUB_TOKEN", "GITHUB_WORKFLOW", "GITHUB_WORKSPACE"),
}
"""Variables that act itself sets for steps, or that a workflow passes on itself."""
_END = "ghadelimiter_act"


@dataclass(frozen=True, slots=True)
class JobFolder:
    """The folder of one job."""

    job: Job
    tool: Tool
    place: Path

    @classmethod
    def create(cls, job: Job, tool: Tool, cache: Path) -> "JobFolder":
        """Create the folder of a job, with a link to the runner's tool cache.

        act keeps its tool cache among a job's files, and no setting moves it.
        """
        folder = cls(job, tool, Path(tempfile.mkdtemp(prefix="act-", dir=job.directory)))
        folder._write_workflow()
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
        """The directory in which act starts; it holds only the workflow and the name of its commit."""
        return self.place / "repository"

    @property
    def programs(self) -> Path:
        """The directory that comes first on the `PATH`."""
        return self.place / "bin"

    @property
    def cache(self) -> Path:
        """Act's own files of the run, with its workspace."""
        return self.place / "cache"

    @property
    def log(self) -> Path:
        """Act's own log, which stays."""
        return self.job.directory / LOG

    @property
    def _printed(self) -> Path:
        """The output of the steps, collected by the recorder."""
        return self.place / "printed"

    def environment(self) -> dict[str, str]:
        """Return the environment variables of the run that act passes to its steps."""
        times = (self.tool.time_variable, self.tool.start_variable)
        return {
            name: value
            for name, value in self.job.environment.items()
            if name in times or (name.startswith("GITHUB_") and name not in SET_BY_ACT)
        }

    def write_values(self, name: str, values: Mapping[str, str]) -> str:
        """Write names and values to a file that only this user can read; return its path. act reads JSON as YAML."""
        file = self.place / name
        file.touch(mode=0o600)
        file.write_text(json.dumps(dict(values)), encoding="utf-8")
        return str(file)

    def collect(self, log: ActLog) -> None:
        """Move the run's log, outputs and summary to where the sandbox expects them, and remove the folder."""
        self.job.log.write_bytes(self._printed.read_bytes() + "".join(log.complaints).encode())
        (self.job.directory / "summary.md").write_text(log.summary, encoding="utf-8")
        outputs = (f"{name}<<{_END}\n{value}\n{_END}\n" for name, value in log.outputs.items())
        (self.job.directory / "output").write_text("".join(outputs), encoding="utf-8")
        shutil.rmtree(self.place, ignore_errors=True)

    def _write_workflow(self) -> None:
        """Write the workflow into a repository that holds only the commit's name, for which act asks git."""
        repository, sha = self.job.environment["GITHUB_REPOSITORY"], self.job.environment["GITHUB_SHA"]
        text = (self.job.workspace / self.job.file).read_text(encoding="utf-8")
        workflow = self.repository / self.job.file
        workflow.parent.mkdir(parents=True)
        workflow.write_text(workflow_copies.make_playable(text, self.tool, f"{repository}@{sha}"), encoding="utf-8")
        for folder in ("objects", "refs"):
            (self.repository / ".git" / folder).mkdir(parents=True)
        (self.repository / ".git/HEAD").write_text(f"{sha}\n")
        (self.repository / ".git/config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = false\n")
