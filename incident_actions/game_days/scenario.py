"""A scenario: an incident that happens to a team on a game day, and everybody in it except the one who responds."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import ConfigurationPart, ValueLimits, field
from incident_actions.model.process.value_types import Key, Line, Login, MinutesOrNone, Word

Text = Annotated[str, ValueLimits(min_length=1, max_length=4_000)]
FilePath = Annotated[str, ValueLimits(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_./-]{0,99}$")]
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


@dataclass(frozen=True, kw_only=True)
class ScenarioAlert(ConfigurationPart):
    """An alert of the monitoring system. It declares an incident, or joins one, as in your process."""

    name: Key = field(default="alert", description="the alert's name; with the same name it is the same alert")
    title: Line = field(description="what the alert says")
    severity: Word = field(default="", description="the monitoring system's word for its severity, such as `critical`")
    services: tuple[Word, ...] = field(default=(), description="the affected services")
    status: Literal["firing", "resolved"] = field(default="firing", description="whether it fires or is over")


@dataclass(frozen=True, kw_only=True)
class ScenarioReport(ConfigurationPart):
    """A report through the incident form."""

    title: Line = field(description="the title of the issue")
    summary: Text = field(description="the answer to what is broken")
    impact: str = field(default="", description="the answer to who is affected")


@dataclass(frozen=True, kw_only=True)
class ScenarioMerge(ConfigurationPart):
    """A pull request that is opened and merged at once, as a deployment of a team is."""

    title: Line = field(description="the title of the pull request")
    text: str = field(default="", description="its description")
    files: Annotated[dict[FilePath, str], ValueLimits(min_length=1)] = field(
        description="the files that it writes, each with its whole text"
    )


@dataclass(frozen=True, kw_only=True)
class ScenarioStep(ConfigurationPart):
    """Something that happens. Each step has exactly one of `alert`, `report`, `comment`, `merge` and `silent`."""

    at: MinutesOrNone = field(default=0, description="the minutes after `after`")
    after: ScenarioMoment = field(default=ScenarioMoment.START, description="what the minutes count from")
    unless: Fact | None = field(default=None, description="what makes the step unnecessary, if it came first")
    incident: Key = field(default=FIRST, description="the incident's name, in a scenario with several")
    by: Login | None = field(default=None, description="the person who does it, one of `people`")
    alert: ScenarioAlert | None = field(default=None, description="an alert arrives")
    report: ScenarioReport | None = field(default=None, description="a person reports an incident")
    comment: Text | None = field(default=None, description="a person comments on the incident")
    merge: ScenarioMerge | None = field(default=None, description="a person merges a pull request")
    silent: Line | None = field(
        default=None, description="why a person doesn't answer; nothing happens, and the score page shows it"
    )

    @property
    def actions(self) -> tuple[str, ...]:
        """The keys of its actions; a valid step has one."""
        return tuple(name for name in ACTIONS if getattr(self, name) is not None)


ACTIONS = ("alert", "report", "comment", "merge", "silent")


@dataclass(frozen=True, kw_only=True)
class Scenario(ConfigurationPart):
    """A game day: what happens when, and who takes part."""

    title: Line = field(description="the title")
    summary: Text = field(description="the situation, which the page shows from the start")
    people: dict[Login, Literal["read", "triage", "write", "maintain", "admin"]] = field(
        default_factory=dict, description="the people whom the scenario plays, each with their role in the repository"
    )
    files: dict[FilePath, str] = field(
        default_factory=dict, description="the files that the repository has at the start, besides those of the tool"
    )
    steps: Annotated[tuple[ScenarioStep, ...], ValueLimits(min_length=1, max_length=100)] = field(
        description="what happens, in any order"
    )
    expect: tuple[Line, ...] = field(
        default=(), description="what a good response does, which the page shows once every incident is over"
    )
