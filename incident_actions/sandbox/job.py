"""A job of a workflow, before and after it has run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import TypeAlias

from incident_actions.sandbox import annotations
from incident_actions.sandbox.annotations import Annotation


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
