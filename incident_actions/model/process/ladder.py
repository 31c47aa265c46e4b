"""The escalation ladder: who is paged after how many minutes of which condition."""

from __future__ import annotations

from typing import Annotated, Literal

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import ConfigurationPart, ValueLimits, field
from incident_actions.model.process.value_types import Key, Line, Minutes, Word

Condition = Literal["not acknowledged", "no progress", "not mitigated", "not resolved", "blocked"]


@dataclass(frozen=True, kw_only=True)
class Rung(ConfigurationPart):
    """A step of the escalation ladder. It pages after its minutes, then repeats. `blocked` waits for `/escalate`."""

    name: Key = field(description="the name of the step, as `/escalate` takes it and pages show it")
    when: Condition = field(description="the condition under which the step pages")
    after: Minutes | None = field(
        default=None, description="the minutes from the declaration; for `no progress`, from the last progress"
    )
    severities: tuple[Word, ...] = field(default=(), description="the severities to which it applies; none means all")
    page: Annotated[tuple[Word, ...], ValueLimits(min_length=1)] = field(
        description="who is paged: contacts, roles, `on-call`, `secondary`, `service-owner` or `@user`"
    )
    also: tuple[Line, ...] = field(default=(), description="further instructions for the people who are paged")

    def __post_init__(self) -> None:
        if (self.after is None) != (self.when == "blocked"):
            msg = (
                "`after` is missing: the number of minutes"
                if self.when != "blocked"
                else "`blocked` waits for `/escalate`, so it takes no `after`"
            )
            raise ValueError(msg)
