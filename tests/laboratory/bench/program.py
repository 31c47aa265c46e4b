"""What runs a job: this tool in a Python of choice, or another action in Node."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from incident_actions.gateway.local.run_secrets import separate_secrets
from incident_actions.sandbox import Job
from tests.laboratory.bench.process import Spent, own_environment, run_process

ROOT = Path(__file__).parents[3]


class Program(Protocol):
    """A program that can run a job of the sandbox."""

    def run(self, job: Job) -> Spent:
        """Run a job as a runner would, and measure it; raises RuntimeError if it fails."""


@dataclass(frozen=True, slots=True)
class Tool:
    """This checkout of incident-actions, in a Python that has its packages."""

    python: Path = Path(sys.executable)

    @property
    def version(self) -> str:
        """The implementation, the version and the path of the Python."""
        script = "import platform; print(platform.python_implementation(), platform.python_version())"
        named = subprocess.run([self.python, "-S", "-c", script], capture_output=True, text=True, check=True)
        return f"{named.stdout.strip()} ({self.python})"

    def run(self, job: Job) -> Spent:
        """Run the command of a job."""
        command = [str(self.python), "-P", "-m", "incident_actions", *job.command]
        environment, secrets = separate_secrets({**own_environment(), "PYTHONPATH": str(ROOT), **job.environment})
        try:
            return run_process(command, environment, job.workspace, [secrets])
        finally:
            os.close(secrets)
