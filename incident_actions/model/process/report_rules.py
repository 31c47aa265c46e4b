"""Where the weekly report goes, and what it contains."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from incident_actions.model.process.strict_model import Branch, Line, StrictModel, Word


class ReportRules(StrictModel):
    """Where the weekly report goes, and what it contains."""

    branch: Branch = Field(
        default="incident-report",
        description="the branch that the weekly report replaces: it has the page, the other forms, and what the next "
        "report need not read again",
    )
    issue: bool = Field(default=True, description="whether the weekly report is also the text of an issue")
    label: Word = Field(default="incident-report", description="the label of that issue")
    index: bool = Field(
        default=False,
        description="whether the weekly report also commits its statistics to the index of post-mortems, if the rules "
        "for the default branch allow it",
    )
    drills: tuple[Word, ...] = Field(default=("drill",), description="the labels of incidents that no figure counts")
    load: bool = Field(default=False, description="whether it shows who was paged at night")
    cost_per_hour: Annotated[float, Field(ge=0)] | None = Field(
        default=None, description="what an hour of one person costs; without it, the report shows no costs"
    )
    currency: Line | None = Field(default=None, description="the currency of costs, such as `EUR`")
