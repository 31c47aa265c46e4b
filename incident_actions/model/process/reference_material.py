"""What responders look up: shell commands to copy, and references to read."""

from __future__ import annotations

from typing import Annotated, Literal

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import ConfigurationPart, ValueLimits, field
from incident_actions.model.process.value_types import Line, Word

Script = Annotated[str, ValueLimits(min_length=1, max_length=1_000)]


@dataclass(frozen=True, kw_only=True)
class ShellCommand(ConfigurationPart):
    """A shell command for responders. The card of a running incident shows it to copy, and so does the runbook."""

    name: Word = field(description="what the command is for")
    run: Script = field(description="the command; several lines are several commands")
    when: Literal["active", "mitigated"] | None = field(
        default=None, description="the phase in which the card shows it; without it, in both"
    )
    severities: tuple[Word, ...] = field(default=(), description="the severities to which it applies; none means all")


@dataclass(frozen=True, kw_only=True)
class Reference(ConfigurationPart):
    """Something for responders to read. The card shows it until the incident closes, and so does the runbook."""

    name: Word = field(description="the name that people see")
    link: str = field(default="", max_length=300, description="a URL, or the path of a file in the repository")
    text: Line | None = field(default=None, description="what it is good for, or the reference itself")

    def __post_init__(self) -> None:
        if not (self.link or self.text):
            msg = "a `link` or a `text` is missing"
            raise ValueError(msg)
