"""Run a job in a process of its own, as a runner does."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Protocol, TypeAlias

from incident_actions.sandbox.job import Job
from incident_actions.sandbox.tool import Tool

LONGEST = 900
"""Seconds; the limit of GitHub's smallest runner."""
PATIENCE = ((7.5, signal.SIGTERM), (2.5, signal.SIGKILL))
"""Seconds that a cancelled process has after SIGINT, and the signals that follow.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
"""


class Running(Protocol):
    """A job at work."""

    def wait(self, longest: float = LONGEST) -> int:
        """Wait for the job to end and return its exit code; after so many seconds kill it and raise TimeoutExpired."""

    def kill(self) -> None:
        """End the job at once, as a lost runner does."""

    def interrupt(self) -> None:
        """Ask the job to end, and insist a few seconds later, as GitHub does when a run is cancelled."""


Starter: TypeAlias = Callable[[Job], Running]
"""Starts a job. The job's log and outputs are complete after `wait()`."""


class ProcessTree:
    """A process, and all those that it started."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def wait(self, longest: float = LONGEST) -> int:
        """Wait for the process to end and return its exit code."""
        try:
            return self._process.wait(longest)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """End the process and all those that it started, whichever process group they are in."""
        below = _descendants(self._process.pid)
        for number in (self._process.pid, *below):  # it first, so that it learns of nothing and starts nothing more
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self._process.wait()

    def interrupt(self) -> None:
        """Ask the process to end, and insist a few seconds later."""
        self._process.send_signal(signal.SIGINT)
        threading.Thread(target=self._insist, name="cancellation", daemon=True).start()

    def _insist(self) -> None:
        for seconds, following in PATIENCE:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
                return
            if following is signal.SIGKILL:
                self.kill()
            else:
                self._process.send_signal(following)


def start_process(job: Job, tool: Tool) -> Running:
    """Start the tool for a job; what it prints goes to the job's log."""
    with job.log.open("wb") as log:
        return ProcessTree(tool.start(job, log.fileno()))


def process_starter(tool: Tool) -> Starter:
    """Return what starts a tool's jobs as processes of this machine."""
    return partial(start_process, tool=tool)


def run_process(job: Job, tool: Tool) -> int:
    """Run the tool for a job and return its exit code; kill it when a runner's time is up."""
    return run_job(job, process_starter(tool))


def run_job(job: Job, start: Starter) -> int:
    """Run a job and return its exit code; its stop switch ends it."""
    running = start(job)
    job.stop.connect(running)
    return running.wait()


def inherited_environment(prefixes: tuple[str, ...] = ()) -> dict[str, str]:
    """Return this process's environment without its GitHub variables and those that begin with a prefix."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", *prefixes))}


def _descendants(number: int) -> list[int]:
    """List the processes that a process started, and theirs; none if the system doesn't say."""
    try:
        table = subprocess.run(
            ["ps", "-A", "-o", "pid=", "-o", "ppid="], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    pairs = [(int(child), int(parent)) for child, parent in (line.split() for line in table.splitlines())]
    found, parents = list[int](), {number}
    while parents:
        parents = {child for child, parent in pairs if parent in parents}
        found += parents
    return found
