"""A job of a workflow, before and after it has run."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Protocol, TypeAlias

from incident_actions.sandbox import annotations
from incident_actions.sandbox.annotations import Annotation


class Stoppable(Protocol):
    """Something at work that can be ended."""

    def interrupt(self) -> None:
        """Ask it to end, and insist a few seconds later."""

    def kill(self) -> None:
        """End it at once."""


class StopSwitch:
    """Ends a job while it runs. Whoever runs the job connects what is at work."""

    def __init__(self) -> None:
        self.is_pressed = False
        self._at_once = False
        self._running: Stoppable | None = None
        self._lock = threading.Lock()

    def connect(self, running: Stoppable) -> None:
        """Let the switch end something, now if it has been pressed already."""
        with self._lock:
            self._running = running
            if self.is_pressed:
                self._end(running)

    def press(self, *, at_once: bool) -> None:
        """Ask the job to end, or end it at once."""
        with self._lock:
            self.is_pressed, self._at_once = True, at_once
            if self._running is not None:
                self._end(self._running)

    def _end(self, running: Stoppable) -> None:
        if self._at_once:
            running.kill()
        else:
            running.interrupt()


@dataclass(frozen=True, slots=True)
class Job:
    """One step of a workflow's job that starts the tool, ready to run."""

    id: int
    workflow: str
    name: str
    event: str
    command: list[str]
    """The arguments of the tool."""
    environment: dict[str, str] = field(repr=False)
    directory: Path
    file: str = ""
    """The path of the workflow's file in the workspace, for a runner that plays it."""
    started_as: str = ""
    """The job of that file that the event started."""
    place: int = 0
    """How many earlier steps of that job start the tool."""
    permissions: Mapping[str, str] = field(default_factory=dict)
    """The permissions of the job's token."""
    group: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    variables: Mapping[str, str] = field(default_factory=dict)
    stop: StopSwitch = field(default_factory=StopSwitch, repr=False, compare=False)
    """Ends the job while it runs."""

    @property
    def log(self) -> Path:
        """The file that collects what the job prints."""
        return self.directory / "log.txt"

    @property
    def workspace(self) -> Path:
        """The checkout in which the job runs."""
        return self.directory / "workspace"


@dataclass(frozen=True, slots=True)
class FinishedJob:
    """The result of a job."""

    job: Job
    exit_code: int
    output: str
    summary: str
    outputs: dict[str, str]

    @property
    def annotations(self) -> list[Annotation]:
        """The annotations that the run shows."""
        return annotations.read(self.output)


Runner: TypeAlias = Callable[[Job], int]
"""Runs a job and returns its exit code. The runner writes the job's log and its output files."""


def read_outputs(text: str) -> dict[str, str]:
    """Read a `GITHUB_OUTPUT` file: lines `name=value`, or a name with a delimiter and the lines up to it."""
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, mark, end = line.partition("<<")
        if mark and "=" not in name:
            found[name] = "\n".join(takewhile(end.__ne__, lines))
        else:
            name, _, found[name] = line.partition("=")
    return found
