"""Where the weekly report goes, and what it contains."""

from __future__ import annotations

from typing import Annotated

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import ConfigurationPart, ValueLimits, field
from incident_actions.model.process.value_types import Branch, Line, Word


@dataclass(frozen=True, kw_only=True)
class ReportRules(ConfigurationPart):
    """Where the weekly report goes, and what it contains."""

    branch: Branch = field(
        default="incident-report",
        description="the branch that the weekly report replaces: it has the page, the other forms, and what the next "
        "report need not read again",
    )
    issue: bool = field(default=True, description="whether the weekly report is also the text of an issue")
    label: Word = field(default="incident-report", description="the label of that issue")
    index: bool = field(
        default=False,
        description="whether the weekly report also commits its statistics to the index of post-mortems, if the rules "
        "for the default branch allow it",
    )
    drills: tuple[Word, ...] = field(default=("drill",), description="the labels of incidents that no figure counts")
    load: bool = field(default=False, description="whether it shows who was paged at night")
    cost_per_hour: Annotated[float, ValueLimits(ge=0)] | None = field(
        default=None, description="what an hour of one person costs; without it, the report shows no costs"
    )
    currency: Line | None = field(default=None, description="the currency of costs, such as `EUR`")
