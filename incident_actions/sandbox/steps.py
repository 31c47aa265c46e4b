"""The steps of a workflow that start the tool: by its command, by its action, or in one of its workflows."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from incident_actions.sandbox import expressions
from incident_actions.sandbox.host import WebhookDelivery
from incident_actions.sandbox.permissions import Permissions, parse_permissions
from incident_actions.sandbox.tool import Tool

_CALLED = re.compile(r"[\w.-]+/[\w.-]+/(\.github/workflows/[\w.-]+)@\S+")


@dataclass(frozen=True, slots=True)
class Group:
    """A concurrency group, as a workflow writes it."""

    name: str
    queues: bool = False
    """Whether it keeps a queue instead of one waiting job."""


@dataclass(frozen=True, slots=True)
class ToolStep:
    """A step that starts the tool."""

    job: str
    command: str
    """The arguments of the tool, as the workflow writes them."""
    written_environment: Mapping[str, str]
    """The step's environment, as the workflow writes it."""
    conditions: tuple[str, ...] = ()
    """`if:` of the step's job and of the jobs that call it."""
    groups: tuple[Group, ...] = ()
    """The concurrency groups of the workflow, of the workflow that it calls, and of the job, in this order."""
    asks: tuple[Permissions | None, ...] = ()
    """The permissions that the jobs ask for, the outermost caller first."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """The inputs of a called workflow."""
    action_inputs: Mapping[str, str] = field(default_factory=dict)
    """The inputs of the tool's action."""
    runs_on: str = ""
    started_as: str = ""
    """The job that the file itself names, which may call another file's."""
    workflow: str = ""
    """The name of the workflow that an event starts, which may call another."""
    place: int = 0
    """How many earlier steps of that job start the tool."""

    @property
    def arguments(self) -> list[str]:
        """The arguments of the tool."""
        return shlex.split(self.command)

    def passes(self, delivery: WebhookDelivery) -> bool:
        """Check that every condition holds for an event."""
        contexts = self._contexts(delivery)
        bare = (each.strip().removeprefix("${{").removesuffix("}}") for each in self.conditions)
        return all(bool(expressions.evaluate(each, contexts)) for each in bare)

    def groups_of(self, delivery: WebhookDelivery, run: int) -> tuple[Group, ...]:
        """Return the concurrency groups that the job enters one after another, by their names for an event's run."""
        contexts = self._contexts(delivery)
        contexts["github"]["run_id"] = str(run)
        return tuple(replace(each, name=expressions.interpolate(each.name, contexts).lower()) for each in self.groups)

    def runner_of(self, delivery: WebhookDelivery, variables: Mapping[str, str]) -> str:
        """Return the label of the runner that the job asks for."""
        return expressions.interpolate(self.runs_on, self._contexts(delivery) | {"vars": variables})

    def environment(
        self, delivery: WebhookDelivery, token: str, secrets: Mapping[str, str], variables: Mapping[str, str]
    ) -> dict[str, str]:
        """Return the environment variables that the workflow sets for the tool."""
        contexts = self._contexts(delivery, token) | {"secrets": secrets, "vars": variables}
        action_inputs = {name: expressions.interpolate(text, contexts) for name, text in self.action_inputs.items()}
        inputs = {"inputs": action_inputs} if action_inputs else {}
        return {
            name: expressions.interpolate(text, contexts | inputs) for name, text in self.written_environment.items()
        }

    def _contexts(self, delivery: WebhookDelivery, token: str = "") -> dict[str, Any]:
        github = {"event_name": delivery.event, "event": delivery.payload, "repository": delivery.repository}
        return {
            "github": github | {"token": token, "workflow": self.workflow},
            "vars": {},
            "inputs": dict(self.inputs),
            "steps": {},
        }


def find_steps(content: Mapping[str, Any], tool: Tool) -> Iterator[ToolStep]:
    """Yield the steps of a workflow's jobs that start the tool."""
    usual = parse_permissions(content.get("permissions"))
    around = _concurrency(content)
    for name, job in (content.get("jobs") or {}).items():
        own = parse_permissions(job["permissions"]) if "permissions" in job else usual
        for place, step in enumerate(_steps_of(name, job, content.get("env") or {}, tool)):
            groups = (*around, *step.groups)
            named = str(content.get("name", ""))
            yield replace(step, groups=groups, asks=(own, *step.asks), started_as=name, workflow=named, place=place)


def _steps_of(name: str, job: Mapping[str, Any], around: Mapping[str, Any], tool: Tool) -> Iterator[ToolStep]:
    condition = (str(job["if"]),) if "if" in job else ()
    if called := _CALLED.fullmatch(str(job.get("uses", ""))):
        inputs = {key: str(value) for key, value in (job.get("with") or {}).items()}
        for step in find_steps(_own(called[1], tool), tool):
            yield replace(step, conditions=condition + step.conditions, inputs=inputs)
    for written in job.get("steps") or ():
        environment = {**around, **(job.get("env") or {})}
        if found := _by_action(name, written, tool) or _by_command(name, written, environment, tool.command):
            runs_on = str(job.get("runs-on", ""))
            yield replace(found, conditions=condition, groups=_concurrency(job), runs_on=runs_on)


def _by_action(job: str, step: Mapping[str, Any], tool: Tool) -> ToolStep | None:
    named = re.compile(rf"(\$|\.|[\w.-]+/[\w.-]+)/{re.escape(tool.action)}(@\S+)?")
    if not named.fullmatch(str(step.get("uses", ""))):
        return None
    action = _own(f"{tool.action}/action.yml", tool)
    usual = {name: str(each.get("default", "")) for name, each in action["inputs"].items()}
    action_inputs = usual | {name: str(value) for name, value in step["with"].items()}
    return ToolStep(job, action_inputs["command"], action["runs"]["steps"][-1]["env"], action_inputs=action_inputs)


def _by_command(job: str, step: Mapping[str, Any], around: Mapping[str, Any], command: str) -> ToolStep | None:
    lines = (line.strip().removeprefix("exec ") for line in str(step.get("run", "")).splitlines())
    found = next((line for line in lines if line.split()[:1] == [command]), None)
    if found is None:
        return None
    written_environment = {name: str(value) for name, value in {**around, **(step.get("env") or {})}.items()}
    return ToolStep(job, found.removeprefix(command).strip(), written_environment)


@cache
def _own(path: str, tool: Tool) -> Mapping[str, Any]:
    """Read a file of the tool's own repository; each commit of it means the installed files."""
    try:
        return dict(YAML(typ="safe").load(tool.read(path)))
    except FileNotFoundError:
        return {}  # GitHub fails such a run; nothing of the tool's would run


def _concurrency(part: Mapping[str, Any]) -> tuple[Group, ...]:
    """Return the concurrency group of a workflow or job, if it has one.

    https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency
    """
    written = part.get("concurrency")
    if isinstance(written, dict):
        return (Group(str(written.get("group", "")), written.get("queue") == "max"),)
    return (Group(str(written)),) if written else ()
