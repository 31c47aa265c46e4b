"""What responders look up: shell commands to copy, and references to read."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from incident_actions.model.process.strict_model import Line, StrictModel, Word

Script = Annotated[str, Field(min_length=1, max_length=1_000)]


class ShellCommand(StrictModel):
    """A shell command for responders. The card of a running incident shows it to copy, and so does the runbook."""

    name: Word = Field(description="what the command is for")
    run: Script = Field(description="the command; several lines are several commands")
    when: Literal["active", "mitigated"] | None = Field(
        default=None, description="the phase in which the card shows it; without it, in both"
    )
    severities: tuple[Word, ...] = Field(default=(), description="the severities to which it applies; none means all")


class Reference(StrictModel):
    """Something for responders to read. The card shows it until the incident closes, and so does the runbook."""

    name: Word = Field(description="the name that people see")
    link: str = Field(default="", max_length=300, description="a URL, or the path of a file in the repository")
    text: Line | None = Field(default=None, description="what it is good for, or the reference itself")

    @model_validator(mode="after")
    def _says_something(self) -> Reference:
        if not (self.link or self.text):
            msg = "a `link` or a `text` is missing"
            raise ValueError(msg)
        return self
