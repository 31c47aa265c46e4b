"""The interface to the tool that a sandbox's jobs run: the sandbox knows nothing else of any tool."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from incident_actions.sandbox.job import Job


@dataclass(frozen=True, slots=True)
class Tool:
    """A command-line tool that workflows run. The sandbox runs the steps that start it and skips all others."""

    repository: str
    """The repository in which workflows find the tool, `OWNER/NAME`; each commit of it means the installed files."""
    command: str
    """The first word of a `run:` line that starts the tool."""
    action: str
    """The path of the tool's action in its repository, for example `.github/actions/deploy`."""
    github_files: Path
    """The directory on this machine that holds the content of the tool's `.github`."""
    start: Callable[[Job, int], subprocess.Popen[bytes]]
    """Starts a job in a process of its own that prints to a file descriptor."""
    time_variable: str = ""
    """The environment variable by which the tool takes the sandbox's time."""
    start_variable: str = ""
    """The environment variable that tells `sleeping_command` when its job started."""
    sleeping_command: str = ""
    """The command that sleeps between rounds; here it sets the output `again` to the time of its next round instead."""
    variable_prefixes: tuple[str, ...] = ()
    """Prefixes of the tool's environment variables: jobs don't inherit those from the sandbox's own process."""

    def read(self, path: str) -> str:
        """Return the text of a file of the tool's `.github`; raises FileNotFoundError."""
        return (self.github_files / path.removeprefix(".github/")).read_text(encoding="utf-8")

    def sleeps(self, arguments: list[str]) -> bool:
        """Check that a command is the one that sleeps."""
        return bool(self.sleeping_command) and arguments[:1] == [self.sleeping_command]
