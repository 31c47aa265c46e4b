"""Copies of workflow files that act can play: without what act doesn't know, and with what it fetches named."""

import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from incident_actions.sandbox.tool import Tool

STAND_INS = Path(__file__).parent / "actions"
"""Actions that replace GitHub's own ones, by name."""
RUNNING = "running"
"""The ref that means the installed files of the tool."""

_ACTIONS = re.compile(r"actions/([\w.-]+)@\S+")


def make_playable(text: str, tool: Tool, own: str = "") -> str:
    """Return a workflow as act accepts it; text that is not a workflow stays as it is, and act reports what is wrong.

    act knows neither `queue` of a concurrency group, which the sandbox implements itself, nor `$/`. That means the
    repository and commit that hold the workflow: `own`, by default the installed tool.
    https://github.blog/changelog/2026-07-30-reference-same-repository-actions-with-self-repository-syntax/
    """
    yaml = YAML()
    yaml.width, yaml.preserve_quotes = 10_000, True
    try:
        content = yaml.load(text)
    except YAMLError:
        return text
    if not isinstance(content, dict):
        return text
    for part in (content, *_jobs(content)):
        if isinstance(part.get("concurrency"), dict):
            part["concurrency"].pop("queue", None)
    for part in _users(content):
        part["uses"] = _with_repository(str(part["uses"]), tool, own or f"{tool.repository}@{RUNNING}")
    written = StringIO()
    yaml.dump(content, written)
    return written.getvalue()


def runner_labels(text: str) -> list[str]:
    """List the labels of runners that a workflow's jobs may ask for."""
    asked = (job.get("runs-on") for job in _jobs(_content(text)))
    words = (each if isinstance(each, str) else json.dumps(each) for each in asked if each)
    return sorted({label for each in words for label in re.findall(r"[\w.-]+", each)})


def replacements(text: str, tool: Tool) -> dict[str, str]:
    """Map each `OWNER/NAME@REF` that act would fetch to what replaces it: the tool's repository, or a stand-in."""
    of_tool = re.compile(rf"([\w.-]+/[\w.-]+)/(?:{re.escape(tool.action)}|\.github/workflows/[\w.-]+)@(\S+)")
    uses = [str(part["uses"]) for part in _users(_content(text))]
    tools = (of_tool.fullmatch(each) for each in uses)
    others = (_ACTIONS.fullmatch(each) for each in uses)
    stand_ins = {found[0]: found[1] for found in others if found and (STAND_INS / found[1]).is_dir()}
    return {f"{found[1]}@{found[2]}": tool.repository for found in tools if found} | stand_ins


def _with_repository(uses: str, tool: Tool, own: str) -> str:
    """Name the repository of what is used; the tool's action is the tool's in copies of its workflows too."""
    if not uses.startswith("$/"):
        return uses
    path = uses.removeprefix("$/")
    repository, _, ref = (f"{tool.repository}@{RUNNING}" if path == tool.action else own).partition("@")
    return f"{repository}/{path}@{ref}"


def _content(text: str) -> Any:
    """Parse a workflow; return an empty mapping for anything else."""
    try:
        content = YAML(typ="safe").load(text)
    except YAMLError:
        return {}
    return content if isinstance(content, dict) else {}


def _jobs(content: Any) -> list[Any]:
    jobs = content.get("jobs")
    return [each for each in jobs.values() if isinstance(each, dict)] if isinstance(jobs, dict) else []


def _users(content: Any) -> Iterator[Any]:
    """Yield the jobs and steps that use a workflow or an action."""
    for job in _jobs(content):
        steps = job.get("steps")
        for part in (job, *(steps if isinstance(steps, list) else ())):
            if isinstance(part, dict) and "uses" in part:
                yield part
