"""How a job is run: in a process of its own, as on a runner."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol, TypeAlias

from incident_actions.gateway.local.run_secrets import put_aside
from incident_actions.sandbox.jobs import Job

LONGEST = 900
"""Seconds; the limit of GitHub's smallest runner."""

PACKAGES = Path(__file__).parents[2]


class Running(Protocol):
    """A job at work."""

    def wait(self, longest: float = LONGEST) -> int:
        """Its exit code once it has ended; what outlives so many seconds is killed, and TimeoutExpired raised."""

    def kill(self) -> None:
        """End it at once, as a lost runner does."""


Starter: TypeAlias = Callable[[Job], Running]
"""Starts a job, whose log and outputs are there once it was waited for."""


class Process:
    """A process, and all those that it started."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def wait(self, longest: float = LONGEST) -> int:
        """Its exit code once it has ended."""
        try:
            return self._process.wait(longest)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """End it at once, and those that it started with it, whichever group they are in."""
        below = _below(self._process.pid)
        for number in (self._process.pid, *below):  # it first, so that it learns of nothing and starts nothing more
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self._process.wait()


def as_process(job: Job) -> int:
    """Run `incident-actions` to its end; what outlives a runner is killed."""
    return begun(job).wait()


def begun(job: Job) -> Running:
    """Start `incident-actions`, which prints into the job's log."""
    with job.log.open("wb") as log:
        return Process(started(job, log.fileno()))


def started(job: Job, log: int) -> subprocess.Popen[bytes]:
    """Start `incident-actions` in a process of its own, which gets its secrets as from the tool's action."""
    ours = surroundings()
    ours["PYTHONPATH"] = os.pathsep.join(filter(None, (ours.get("PYTHONPATH"), str(PACKAGES))))
    environment, secrets = put_aside(ours | job.environment)
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "incident_actions", *job.command],
            cwd=job.workspace,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(secrets,),
        )
    finally:
        os.close(secrets)


def surroundings() -> dict[str, str]:
    """The environment of this process, with nothing of its GitHub environment or secrets."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "INCIDENT_"))}


def _below(number: int) -> list[int]:
    """The processes that one started, and theirs; none where the system does not tell."""
    try:
        told = subprocess.run(
            ["ps", "-A", "-o", "pid=", "-o", "ppid="], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    pairs = [(int(child), int(parent)) for child, parent in (line.split() for line in told.splitlines())]
    found, parents = list[int](), {number}
    while parents:
        parents = {child for child, parent in pairs if parent in parents}
        found += parents
    return found
