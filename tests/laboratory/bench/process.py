"""One process, and what the system says that it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = """
import json, os, sys, time
began = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(child, 0)
ended = time.perf_counter()
print(json.dumps([began, ended, used.ru_utime + used.ru_stime, used.ru_maxrss, status]), file=sys.stderr)
"""
"""A process's peak counts that of the one which it was split off from, so a small one stands between."""

KIBIBYTES_PER_MEGABYTE = 1e6 / 1024 if sys.platform != "darwin" else 1e6
"""Linux counts the peak in kibibytes, macOS in bytes."""


@dataclass(frozen=True, slots=True)
class Spent:
    """When the process began by `time.perf_counter()`, its wall and processor time in seconds, its peak in megabytes."""

    began: float
    wall: float
    cpu: float
    memory: float


def run_process(
    command: Sequence[str], environment: Mapping[str, str], directory: Path, descriptors: Sequence[int] = ()
) -> Spent:
    """Run a command by the full path of its program, and measure it; raises RuntimeError if it fails."""
    finished = subprocess.run(
        [sys.executable, "-S", "-c", LAUNCHER, *command],
        env=environment,
        cwd=directory,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        pass_fds=descriptors,
    )
    began, ended, cpu, peak, status = json.loads(finished.stderr.splitlines()[-1])
    if status:
        raise RuntimeError(f"{' '.join(command)} failed:\n{finished.stdout}{finished.stderr}")
    return Spent(began, ended - began, cpu, peak / KIBIBYTES_PER_MEGABYTE)


def own_environment() -> dict[str, str]:
    """Return this process's environment without what a runner or a person set for the tool."""
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "INCIDENT_", "INPUT_"))
    }
    ours.pop("PYTHONDONTWRITEBYTECODE", None)
    return ours
