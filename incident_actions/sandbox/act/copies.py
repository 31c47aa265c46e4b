"""Copies of workflow files that act can play: less what it does not know, and what it would fetch named."""

import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from incident_actions.gateway.repository import tool_files

STAND_INS = Path(__file__).parent / "actions"
"""What stands for GitHub's own actions."""
TOOL = "incident-actions/incident-actions"
RUNNING = "running"
"""The ref of the very commit of the tool that runs."""

_ACTIONS = re.compile(r"actions/([\w.-]+)@\S+")
_TOOLS = re.compile(r"([\w.-]+/[\w.-]+)/\.github/(?:actions/incident-actions|workflows/[\w.-]+)@(\S+)")


def playable(text: str, own: str = f"{TOOL}@{RUNNING}") -> str:
    """A workflow as act takes it; one that is none is left as it is, for act to say what is wrong with it.

    act knows neither `queue` of a concurrency group, which the sandbox itself keeps, nor `$/`, which is the repository
    and the commit that hold the workflow: `own`.
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
        part["uses"] = _named(str(part["uses"]), own)
    written = StringIO()
    yaml.dump(content, written)
    return written.getvalue()


def runners(text: str) -> list[str]:
    """The labels of the runners that a workflow's jobs may ask for."""
    asked = (job.get("runs-on") for job in _jobs(_content(text)))
    words = (each if isinstance(each, str) else json.dumps(each) for each in asked if each)
    return sorted({label for each in words for label in re.findall(r"[\w.-]+", each)})


def fetched(text: str) -> dict[str, str]:
    """Each `OWNER/NAME@REF` that act would fetch, and what stands for it: the tool's own repository, or an action."""
    uses = [str(part["uses"]) for part in _users(_content(text))]
    tools = (_TOOLS.fullmatch(each) for each in uses)
    others = (_ACTIONS.fullmatch(each) for each in uses)
    stand_ins = {found[0]: found[1] for found in others if found and (STAND_INS / found[1]).is_dir()}
    return {f"{found[1]}@{found[2]}": TOOL for found in tools if found} | stand_ins


def _named(uses: str, own: str) -> str:
    """What is used, by its repository; the tool's own action is the tool's wherever a workflow was copied to."""
    if not uses.startswith("$/"):
        return uses
    path = uses.removeprefix("$/")
    repository, _, ref = (f"{TOOL}@{RUNNING}" if path == tool_files.ACTION else own).partition("@")
    return f"{repository}/{path}@{ref}"


def _content(text: str) -> Any:
    """What a file says; nothing where it is no YAML."""
    try:
        content = YAML(typ="safe").load(text)
    except YAMLError:
        return {}
    return content if isinstance(content, dict) else {}


def _jobs(content: Any) -> list[Any]:
    jobs = content.get("jobs")
    return [each for each in jobs.values() if isinstance(each, dict)] if isinstance(jobs, dict) else []


def _users(content: Any) -> Iterator[Any]:
    """Jobs and steps that use a workflow or an action."""
    for job in _jobs(content):
        steps = job.get("steps")
        for part in (job, *(steps if isinstance(steps, list) else ())):
            if isinstance(part, dict) and "uses" in part:
                yield part
