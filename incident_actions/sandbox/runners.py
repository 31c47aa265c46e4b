"""How a job is run: as a process of its own, as on a runner."""

import os
import subprocess
import sys
from pathlib import Path

from incident_actions.sandbox.jobs import Job

LONGEST = 900
"""Seconds; the limit of GitHub's smallest runner."""

PACKAGES = Path(__file__).parents[2]


def as_process(job: Job) -> int:
    """Run `incident-actions` to its end; what outlives a runner is killed."""
    with job.log.open("wb") as log, started(job, log.fileno()) as process:
        try:
            return process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def started(job: Job, log: int) -> subprocess.Popen[bytes]:
    """Start `incident-actions` in a process of its own, with nothing of this one's GitHub environment or secrets."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "INCIDENT_"))}
    ours["PYTHONPATH"] = os.pathsep.join(filter(None, (ours.get("PYTHONPATH"), str(PACKAGES))))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "incident_actions", *job.command],
        cwd=job.workspace,
        env=ours | job.environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
