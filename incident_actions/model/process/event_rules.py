"""Which events of GitHub declare an incident, and which workflows are watched for that."""

from __future__ import annotations

from string import Formatter
from typing import Annotated, Literal

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import After, ConfigurationPart, field
from incident_actions.model.process.value_types import Line, Word

EventName = Literal["deployment_status", "release", "workflow_run"]
"""The events that the optional workflow starts on."""

EVENT_BLANKS = ("environment", "workflow", "branch", "tag", "commit")
"""The placeholders of a title."""

PATTERNS = {"deployment_status": ("environment",), "release": ("tag",), "workflow_run": ("workflow", "branch")}
"""The keys that narrow a rule, by its event. Without one of them, a rule applies to any value."""


def _fillable(text: str) -> str:
    names = ", ".join(f"{{{name}}}" for name in EVENT_BLANKS)
    msg = f"words in braces can be {names}"
    try:
        parts = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError as wrong:
        raise ValueError(msg) from wrong
    if any(name not in EVENT_BLANKS or spec or turned for name, spec, turned in parts):
        raise ValueError(msg)
    return text


Title = Annotated[Line, After(_fillable)]


@dataclass(frozen=True, kw_only=True)
class EventRule(ConfigurationPart):
    """An event that declares an incident. The first rule that applies counts."""

    on: EventName = field(
        description="`deployment_status`: a deployment failed · `release`: a release was published · `workflow_run`: a "
        "run of a workflow failed"
    )
    environment: Word | None = field(
        default=None, description="the environment of a deployment; `*` stands for any text"
    )
    workflow: Word | None = field(
        default=None, description="the name of the workflow whose run failed; no `*` inside a name"
    )
    branch: Word | None = field(default=None, description="the branch of that run; `*` stands for any text")
    tag: Word | None = field(default=None, description="the tag of a release; `*` stands for any text")
    severity: Word | None = field(default=None, description="the severity of the incident")
    service: Word | None = field(default=None, description="the affected service")
    title: Title | None = field(
        default=None,
        description="the title; `{environment}`, `{workflow}`, `{branch}`, `{tag}` and `{commit}` are filled in",
    )


@dataclass(frozen=True, kw_only=True)
class EventRules(ConfigurationPart):
    """What the optional workflow *incident-events* watches, and which events declare an incident."""

    workflows: tuple[Word, ...] = field(
        default=(),
        description="the names of workflows whose failed runs are looked at, besides those that a rule names",
    )
    rules: tuple[EventRule, ...] = field(default=(), description="the events that declare an incident")

    @property
    def watched_workflows(self) -> tuple[str, ...]:
        """Return the workflows whose failed runs start a look, each once."""
        named = (rule.workflow for rule in self.rules if rule.on == "workflow_run")
        return tuple(dict.fromkeys((*self.workflows, *(name for name in named if name and name != "*"))))
