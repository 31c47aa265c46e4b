"""The escalation ladder: who is paged after how many minutes of which condition."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from incident_actions.model.process.strict_model import Key, Line, Minutes, StrictModel, Word

Condition = Literal["not acknowledged", "no progress", "not mitigated", "not resolved", "blocked"]


class Rung(StrictModel):
    """A step of the escalation ladder. It pages after its minutes, then repeats. `blocked` waits for `/escalate`."""

    name: Key = Field(description="the name of the step, as `/escalate` takes it and pages show it")
    when: Condition = Field(description="the condition under which the step pages")
    after: Minutes | None = Field(
        default=None, description="the minutes from the declaration; for `no progress`, from the last progress"
    )
    severities: tuple[Word, ...] = Field(default=(), description="the severities to which it applies; none means all")
    page: Annotated[tuple[Word, ...], Field(min_length=1)] = Field(
        description="who is paged: contacts, roles, `on-call`, `secondary`, `service-owner` or `@user`"
    )
    also: tuple[Line, ...] = Field(default=(), description="further instructions for the people who are paged")

    @model_validator(mode="after")
    def _timed(self) -> Rung:
        if (self.after is None) != (self.when == "blocked"):
            msg = (
                "`after` is missing: the number of minutes"
                if self.when != "blocked"
                else "`blocked` waits for `/escalate`, so it takes no `after`"
            )
            raise ValueError(msg)
        return self
