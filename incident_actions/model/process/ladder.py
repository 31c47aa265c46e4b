"""The escalation ladder: who is paged after how many minutes of which condition."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from incident_actions.model.process.schema_base import Key, Line, Minutes, StrictModel, Word

Condition = Literal["not acknowledged", "no progress", "not mitigated", "not resolved", "blocked"]


class Rung(StrictModel):
    """One row of the ladder. `blocked` waits for `/escalate`; the others for their minutes, and then repeat."""

    name: Key = Field(description="what it is called in what is said, and in `/escalate`")
    when: Condition = Field(description="what it waits for")
    after: Minutes | None = Field(default=None, description="minutes; from the declaration, or from the last progress")
    severities: tuple[Word, ...] = Field(default=(), description="none: all of them")
    page: Annotated[tuple[Word, ...], Field(min_length=1)] = Field(
        description="contacts, roles, on-call, secondary, service-owner, or @user"
    )
    also: tuple[Line, ...] = Field(default=(), description="what else is to be done or considered")

    @model_validator(mode="after")
    def _timed(self) -> Rung:
        if (self.after is None) != (self.when == "blocked"):
            msg = (
                "`after` (minutes) is needed"
                if self.when != "blocked"
                else "`blocked` waits for /escalate, not minutes"
            )
            raise ValueError(msg)
        return self
