"""Which files of a repository are the tool's workflows: its own text, or a short caller of the reusable one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from incident_actions.process.mistake import ConfigurationWrong
from incident_actions.process.parsing import parsed

NAMES = ("respond", "sweep", "clock", "postmortem")
FOLDER = ".github/workflows"
CALL = re.compile(r"(?P<tool>[\w.-]+/[\w.-]+)/\.github/workflows/(?P<name>[\w-]+)\.ya?ml@(?P<ref>\S+)")
PIN = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class Adopted:
    """A workflow of the tool as the repository has it; `refs` are at which version it calls the reusable one.

    `content` is None where the file is no YAML that can be read.
    """

    name: str
    path: str
    content: Mapping[str, Any] | None
    refs: tuple[str, ...] = ()


def path_of(name: str) -> str:
    """Where the tool itself puts a workflow."""
    return f"{FOLDER}/{name}.yml"


def adopted(files: Mapping[str, str]) -> dict[str, Adopted]:
    """The tool's workflows that are there, by name: under the tool's own path, or any file that calls one of them."""
    read = {path: content_of(text, path) for path, text in files.items() if path.startswith(f"{FOLDER}/")}
    called = {name: (path, refs) for path, content in read.items() for name, refs in _called(content or {}).items()}
    found = {}
    for name in NAMES:
        path, refs = called.get(name, (path_of(name), ()))
        if path in read:
            found[name] = Adopted(name, path, read[path], refs)
    return found


def content_of(text: str, path: str) -> Mapping[str, Any] | None:
    """A workflow's YAML; None where it cannot be read as one."""
    try:
        return parsed(text, path)
    except ConfigurationWrong:
        return None


def jobs(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The jobs of a workflow, as far as they are any."""
    given = content.get("jobs")
    return {str(name): job for name, job in given.items() if isinstance(job, dict)} if isinstance(given, dict) else {}


def triggers(content: Mapping[str, Any]) -> dict[str, Any]:
    """What starts a workflow: each event with its filters."""
    on = content.get("on")
    if isinstance(on, dict):
        return {str(event): filters for event, filters in on.items()}
    return {str(event): None for event in ([on] if isinstance(on, str) else on or ())}


def uses(content: Mapping[str, Any]) -> Iterator[str]:
    """Every action and reusable workflow that a workflow uses from elsewhere."""
    for job in jobs(content).values():
        steps = job.get("steps")
        named = [job, *(step for step in steps if isinstance(step, dict))] if isinstance(steps, list) else [job]
        yield from (use for each in named if (use := str(each.get("uses") or "")) and not use.startswith("./"))


def _called(content: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for job in jobs(content).values():
        call = CALL.fullmatch(str(job.get("uses") or ""))
        if call and call["name"] in NAMES:
            found[call["name"]] = (*found.get(call["name"], ()), call["ref"])
    return found
