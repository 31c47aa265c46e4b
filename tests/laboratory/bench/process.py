"""One run of the tool in a process of its own, and what the system says that it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from incident_actions.gateway.local.run_secrets import separate_secrets
from incident_actions.sandbox import Job

ROOT = Path(__file__).parents[3]
LAUNCHER = """
import json, os, sys, time
start = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(child, 0)
print(json.dumps([time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss, status]), file=sys.stderr)
"""
"""A process's peak counts that of the one which it was split off from, so a small one stands between."""

KIBIBYTES_PER_MEGABYTE = 1e6 / 1024 if sys.platform != "darwin" else 1e6
"""Linux counts the peak in kibibytes, macOS in bytes."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Wall and processor time in seconds, peak memory in megabytes."""

    wall: float
    cpu: float
    memory: float


def measured(job: Job) -> Spent:
    """Run a job as a runner would, and measure it; raises RuntimeError where it fails."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "INCIDENT_ACTIONS_"))}
    ours.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-P", "-m", "incident_actions", *job.command]
    environment, secrets = separate_secrets({**ours, "PYTHONPATH": str(ROOT), **job.environment})
    try:
        done = subprocess.run(
            [sys.executable, "-S", "-c", LAUNCHER, *command],
            env=environment,
            cwd=job.workspace,
            capture_output=True,
            text=True,
            check=True,
            pass_fds=(secrets,),
        )
    finally:
        os.close(secrets)
    wall, cpu, peak, status = json.loads(done.stderr.splitlines()[-1])
    if status:
        raise RuntimeError(f"{' '.join(job.command)} failed:\n{done.stdout}{done.stderr}")
    return Spent(wall, cpu, peak / KIBIBYTES_PER_MEGABYTE)
