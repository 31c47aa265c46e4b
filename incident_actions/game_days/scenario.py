"""A scenario: an incident that happens to a team on a game day, and everybody in it except the one who responds."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from incident_actions.model.process.strict_model import Key, Line, Login, MinutesOrNone, StrictModel, Word

Text = Annotated[str, Field(min_length=1, max_length=4_000)]
FilePath = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_./-]{0,99}$")]
FIRST = "first"
"""The name of a scenario's only incident."""


class ScenarioMoment(StrEnum):
    """What a step can wait for, besides the start: a fact on the record of its incident."""

    START = "start"
    DECLARED = "declared"
    PAGED = "paged"
    ACKNOWLEDGED = "acknowledged"
    UPDATED = "updated"
    PUBLISHED = "published"
    MITIGATED = "mitigated"
    RESOLVED = "resolved"


Fact: TypeAlias = Literal[
    ScenarioMoment.DECLARED,
    ScenarioMoment.PAGED,
    ScenarioMoment.ACKNOWLEDGED,
    ScenarioMoment.UPDATED,
    ScenarioMoment.PUBLISHED,
    ScenarioMoment.MITIGATED,
    ScenarioMoment.RESOLVED,
]
"""A moment other than the start."""


class ScenarioAlert(StrictModel):
    """An alert of the monitoring system. It declares an incident, or joins one, as in your process."""

    name: Key = Field(default="alert", description="the alert's name; with the same name it is the same alert")
    title: Line = Field(description="what the alert says")
    severity: Word = Field(default="", description="the monitoring system's word for its severity, such as `critical`")
    services: tuple[Word, ...] = Field(default=(), description="the affected services")
    status: Literal["firing", "resolved"] = Field(default="firing", description="whether it fires or is over")


class ScenarioReport(StrictModel):
    """A report through the incident form."""

    title: Line = Field(description="the title of the issue")
    summary: Text = Field(description="the answer to what is broken")
    impact: str = Field(default="", description="the answer to who is affected")


class ScenarioMerge(StrictModel):
    """A pull request that is opened and merged at once, as a deployment of a team is."""

    title: Line = Field(description="the title of the pull request")
    text: str = Field(default="", description="its description")
    files: Annotated[dict[FilePath, str], Field(min_length=1)] = Field(
        description="the files that it writes, each with its whole text"
    )


class ScenarioStep(StrictModel):
    """Something that happens. Each step has exactly one of `alert`, `report`, `comment`, `merge` and `silent`."""

    at: MinutesOrNone = Field(default=0, description="the minutes after `after`")
    after: ScenarioMoment = Field(default=ScenarioMoment.START, description="what the minutes count from")
    unless: Fact | None = Field(default=None, description="what makes the step unnecessary, if it came first")
    incident: Key = Field(default=FIRST, description="the incident's name, in a scenario with several")
    by: Login | None = Field(default=None, description="the person who does it, one of `people`")
    alert: ScenarioAlert | None = Field(default=None, description="an alert arrives")
    report: ScenarioReport | None = Field(default=None, description="a person reports an incident")
    comment: Text | None = Field(default=None, description="a person comments on the incident")
    merge: ScenarioMerge | None = Field(default=None, description="a person merges a pull request")
    silent: Line | None = Field(
        default=None, description="why a person doesn't answer; nothing happens, and the score page shows it"
    )

    @property
    def actions(self) -> tuple[str, ...]:
        """The keys of its actions; a valid step has one."""
        return tuple(name for name in ACTIONS if getattr(self, name) is not None)


ACTIONS = ("alert", "report", "comment", "merge", "silent")


class Scenario(StrictModel):
    """A game day: what happens when, and who takes part."""

    title: Line = Field(description="the title")
    summary: Text = Field(description="the situation, which the page shows from the start")
    people: dict[Login, Literal["read", "triage", "write", "maintain", "admin"]] = Field(
        default_factory=dict, description="the people whom the scenario plays, each with their role in the repository"
    )
    files: dict[FilePath, str] = Field(
        default_factory=dict, description="the files that the repository has at the start, besides those of the tool"
    )
    steps: Annotated[tuple[ScenarioStep, ...], Field(min_length=1, max_length=100)] = Field(
        description="what happens, in any order"
    )
    expect: tuple[Line, ...] = Field(
        default=(), description="what a good response does, which the page shows once every incident is over"
    )
