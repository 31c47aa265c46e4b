"""Find the tool's workflows in a repository: its own, and those that call them or run its action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.yaml_parsing import parse_yaml
from incident_actions.setup.workflows import EVENTS, FOLDER, FREEZE, NAMES, OPTIONAL, REPORT, SITE

CALL = lazy_pattern(r"(?P<tool>[\w.-]+/[\w.-]+)/\.github/workflows/(?P<name>[\w-]+)\.ya?ml@(?P<ref>\S+)")
ACTION = lazy_pattern(r"(?P<tool>[\w.-]+/[\w.-]+)/\.github/actions/incident-actions@(?P<ref>\S+)")
RUNS = {
    "run": "respond",
    "sweep": "sweep",
    "clock": "clock",
    "check": "postmortem",
    "freeze": FREEZE,
    "events": EVENTS,
    "report": REPORT,
    "site": SITE,
}
"""The workflow in which each command of the tool runs."""
PIN = lazy_pattern(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True)
class AdoptedWorkflow:
    """A workflow of the tool in the repository."""

    name: str
    path: str
    content: Mapping[str, Any] | None
    """Its content; None where it is not valid YAML."""
    refs: tuple[str, ...] = ()
    """The versions of the tool that it uses."""
    tool: str = ""
    """The repository of the tool that it uses."""
    calls: bool = False
    """Whether it calls the tool's workflow instead of being written out."""


def tool_path(name: str) -> str:
    """Return where the tool itself has a workflow."""
    return f"{FOLDER}/{name}.yml"


def adopted_workflows(files: Mapping[str, str]) -> dict[str, AdoptedWorkflow]:
    """Return the tool's workflows in the repository, by name: at the tool's own path, or by what they call."""
    read = {path: parse_workflow(text, path) for path, text in files.items() if path.startswith(f"{FOLDER}/")}
    found = {
        name: AdoptedWorkflow(name, tool_path(name), read[tool_path(name)])
        for name in (*NAMES, *OPTIONAL)
        if tool_path(name) in read
    }
    for path, content in read.items():
        found |= {each.name: each for each in (*_running(path, content or {}), *_calling(path, content or {}))}
    return found


@lru_cache(maxsize=64)  # a dozen checks look at the same few files
def parse_workflow(text: str, path: str) -> Mapping[str, Any] | None:
    """Return a workflow's YAML; None where it is not valid."""
    try:
        return parse_yaml(text, path)
    except InvalidConfiguration:
        return None


def jobs(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return a workflow's valid jobs."""
    given = content.get("jobs")
    return {str(name): job for name, job in given.items() if isinstance(job, dict)} if isinstance(given, dict) else {}


def steps(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Return the valid steps of a workflow's jobs."""
    for job in jobs(content).values():
        given = job.get("steps")
        yield from (step for step in given if isinstance(step, dict)) if isinstance(given, list) else ()


def triggers(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what starts a workflow: each event with its filters."""
    on = content.get("on")
    if isinstance(on, dict):
        return {str(event): filters for event, filters in on.items()}
    return {str(event): None for event in ([on] if isinstance(on, str) else on or ())}


def used_actions(content: Mapping[str, Any]) -> Iterator[str]:
    """Return every action and reusable workflow from elsewhere that a workflow uses."""
    for each in (*jobs(content).values(), *steps(content)):
        use = str(each.get("uses") or "")
        if use and not use.startswith(("./", "$/")):
            yield use


def _calling(path: str, content: Mapping[str, Any]) -> Iterator[AdoptedWorkflow]:
    found: dict[str, AdoptedWorkflow] = {}
    for job in jobs(content).values():
        call = CALL.fullmatch(str(job.get("uses") or ""))
        if call and (name := call["name"]) in (*NAMES, *OPTIONAL):
            before = found[name].refs if name in found else ()
            found[name] = AdoptedWorkflow(name, path, content, (*before, call["ref"]), call["tool"], calls=True)
    yield from found.values()


def _running(path: str, content: Mapping[str, Any]) -> Iterator[AdoptedWorkflow]:
    for step in steps(content):
        run, given = ACTION.fullmatch(str(step.get("uses") or "")), step.get("with")
        name = RUNS.get(str(given.get("command"))) if isinstance(given, dict) else None
        if run and name:
            yield AdoptedWorkflow(name, path, content, (run["ref"],), run["tool"])
