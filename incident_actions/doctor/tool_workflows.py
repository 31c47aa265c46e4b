"""Which files of a repository are the tool's workflows: its own, such as call them, or such as run its action."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.yaml_parsing import parse_yaml
from incident_actions.setup.workflows import FOLDER, NAMES

CALL = re.compile(r"(?P<tool>[\w.-]+/[\w.-]+)/\.github/workflows/(?P<name>[\w-]+)\.ya?ml@(?P<ref>\S+)")
ACTION = re.compile(r"(?P<tool>[\w.-]+/[\w.-]+)/\.github/actions/incident-actions@(?P<ref>\S+)")
RUNS = {"run": "respond", "sweep": "sweep", "clock": "clock", "check": "postmortem"}
"""The workflow in which each command of the tool runs."""
PIN = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class AdoptedWorkflow:
    """A workflow of the tool as the repository has it; `refs` are the versions of the tool that it takes from `tool`.

    `calls` tells one that calls the tool's from one that is written out. `content` is None where the file is no YAML
    that can be read.
    """

    name: str
    path: str
    content: Mapping[str, Any] | None
    refs: tuple[str, ...] = ()
    tool: str = ""
    calls: bool = False


def tool_path(name: str) -> str:
    """Where the tool itself puts a workflow."""
    return f"{FOLDER}/{name}.yml"


def adopted_workflows(files: Mapping[str, str]) -> dict[str, AdoptedWorkflow]:
    """The tool's workflows that are there, by name: under the tool's own path, or any file that calls one of them."""
    read = {path: parse_workflow(text, path) for path, text in files.items() if path.startswith(f"{FOLDER}/")}
    found = {
        name: AdoptedWorkflow(name, tool_path(name), read[tool_path(name)]) for name in NAMES if tool_path(name) in read
    }
    for path, content in read.items():
        found |= {each.name: each for each in (*_running(path, content or {}), *_calling(path, content or {}))}
    return found


@lru_cache(maxsize=64)  # a dozen checks look at the same few files
def parse_workflow(text: str, path: str) -> Mapping[str, Any] | None:
    """A workflow's YAML; None where it cannot be read as one."""
    try:
        return parse_yaml(text, path)
    except InvalidConfiguration:
        return None


def jobs(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The jobs of a workflow, as far as they are any."""
    given = content.get("jobs")
    return {str(name): job for name, job in given.items() if isinstance(job, dict)} if isinstance(given, dict) else {}


def steps(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The steps of a workflow's jobs, as far as they are any."""
    for job in jobs(content).values():
        given = job.get("steps")
        yield from (step for step in given if isinstance(step, dict)) if isinstance(given, list) else ()


def triggers(content: Mapping[str, Any]) -> dict[str, Any]:
    """What starts a workflow: each event with its filters."""
    on = content.get("on")
    if isinstance(on, dict):
        return {str(event): filters for event, filters in on.items()}
    return {str(event): None for event in ([on] if isinstance(on, str) else on or ())}


def used_actions(content: Mapping[str, Any]) -> Iterator[str]:
    """Every action and reusable workflow that a workflow uses from elsewhere."""
    for each in (*jobs(content).values(), *steps(content)):
        use = str(each.get("uses") or "")
        if use and not use.startswith(("./", "$/")):
            yield use


def _calling(path: str, content: Mapping[str, Any]) -> Iterator[AdoptedWorkflow]:
    found: dict[str, AdoptedWorkflow] = {}
    for job in jobs(content).values():
        call = CALL.fullmatch(str(job.get("uses") or ""))
        if call and (name := call["name"]) in NAMES:
            before = found[name].refs if name in found else ()
            found[name] = AdoptedWorkflow(name, path, content, (*before, call["ref"]), call["tool"], calls=True)
    yield from found.values()


def _running(path: str, content: Mapping[str, Any]) -> Iterator[AdoptedWorkflow]:
    for step in steps(content):
        run, given = ACTION.fullmatch(str(step.get("uses") or "")), step.get("with")
        name = RUNS.get(str(given.get("command"))) if isinstance(given, dict) else None
        if run and name:
            yield AdoptedWorkflow(name, path, content, (run["ref"],), run["tool"])
