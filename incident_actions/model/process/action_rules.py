"""The rules for action items: their types, when they are due, what shows that they are done, and the reminders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from incident_actions.model.process.strict_model import StrictModel, Word

LONGEST = 3_650
"""The most days between an action item's due date and anything that is counted from it."""

DUE_IN_DAYS = 14
"""The days until an item is due whose severity has no number of its own."""

NUMBER, SEVERITIES = "[number]", "[severities]"
"""The two forms of `due_in_days`, as pydantic names them in the path of a mistake."""

Days = Annotated[int, Field(gt=0, le=LONGEST)]


def _form_of_days(given: object) -> str:
    return SEVERITIES if isinstance(given, Mapping) else NUMBER


DueInDays = Annotated[
    Annotated[Days, Tag(NUMBER)] | Annotated[dict[str, Days], Field(min_length=1), Tag(SEVERITIES)],
    Discriminator(_form_of_days),
]
"""One number for all severities, or a limit for each of some."""


class ActionRules(StrictModel):
    """The types, due dates, evidence and reminders of action items."""

    types: tuple[Word, ...] = Field(default=(), description="the types of action items")
    due_in_days: DueInDays = Field(
        default=DUE_IN_DAYS,
        description="the number of days until an action item without a due date is due; numbers by severity are limits "
        "as well: `/due` and `/action` set a later date only with the role of `extend` in `permissions`",
    )
    evidence: Literal["required", "optional"] = Field(
        default="required",
        description="whether an item counts as done only with evidence: a merged pull request, a commit on the default "
        "branch, a closed issue, or a link with a reason; with `optional`, words are enough and nothing is looked up",
    )
    remind: tuple[Annotated[int, Field(ge=-LONGEST, le=LONGEST)], ...] = Field(
        default=(-3, 0, 1, 3, 7),
        description="the days before (-) and after the due date on which the owner gets a reminder; then weekly",
    )
    digest: bool = Field(
        default=True,
        description="whether several reminders for one person on one day become one comment on the issue of the week",
    )

    @model_validator(mode="after")
    def _rising(self) -> ActionRules:
        if not self.remind or list(self.remind) != sorted(set(self.remind)):
            msg = "reminders are days around the due date, each later than the one before"
            raise ValueError(msg)
        return self

    @property
    def limits(self) -> Mapping[str, int]:
        """The most days until an item is due, by severity as the configuration names it; none for one number."""
        return self.due_in_days if isinstance(self.due_in_days, dict) else {}
