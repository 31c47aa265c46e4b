"""Runs of the tool that can be killed: each a process, forked from one that has loaded everything, so it costs little."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import nullcontext
from dataclasses import astuple
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import TracebackType
from typing import Self

import click

import incident_actions
from incident_actions.cli.cancellation import end_when_cancelled
from incident_actions.cli.main import cli
from incident_actions.sandbox import Job
from tests.laboratory.torture.orders import Order, in_order

ROOT = Path(__file__).parents[3]
ASIDE = ("incident_actions.sandbox", "incident_actions.drill", "incident_actions.__main__")


class Runs:
    """Runs jobs one after another, while the `with` block lasts; `kill` ends the one that runs.

    Without an `order`, what a run does at the same time is done so.
    """

    order: Order | None = None

    def __enter__(self) -> Self:
        ours = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "INCIDENT_ACTIONS_"))}
        self._pid = 0
        self._known = threading.Event()
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.laboratory.torture.mortal"],
            cwd=ROOT,
            env=ours,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.communicate()

    def __call__(self, job: Job) -> int:
        """Run a job to its end, whichever it is; a killed one gives the negative number of the signal."""
        wanted = {
            "command": job.command,
            "environment": {**job.environment, "GITHUB_WORKSPACE": str(job.workspace)},
            "workspace": str(job.workspace),
            "log": str(job.log),
            "order": astuple(self.order) if self.order else None,
        }
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.write(json.dumps(wanted) + "\n")
        self._server.stdin.flush()
        self._pid = int(self._server.stdout.readline())
        self._known.set()
        ended = int(self._server.stdout.readline())
        self._known.clear()
        return ended

    def kill(self) -> None:
        """Kill the process that runs, as a lost runner is."""
        assert self._known.wait(10)
        os.kill(self._pid, signal.SIGKILL)


def serve() -> None:
    """Load the tool, and then for each line that comes in: fork, run the job, tell the process and how it ended."""
    end_when_cancelled()
    for module in walk_packages(incident_actions.__path__, "incident_actions."):
        if not module.name.startswith(ASIDE):
            import_module(module.name)
    gc.freeze()
    for line in sys.stdin:
        if not (child := os.fork()):
            run(**json.loads(line))
        click.echo(child)
        click.echo(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def run(
    command: list[str], environment: dict[str, str], workspace: str, log: str, order: tuple[bool, int] | None
) -> None:
    """Be that run, and end."""
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(output, stream)
    os.environ.update(environment)
    os.chdir(workspace)
    code = 1
    try:
        with in_order(Order(*order)) if order else nullcontext():
            cli(command)
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
