"""The rules for action items: their types, when they are due, what shows that they are done, and the reminders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import ChosenBy, ConfigurationPart, ValueLimits, field
from incident_actions.model.process.value_types import Word

LONGEST = 3_650
"""The most days between an action item's due date and anything that is counted from it."""

DUE_IN_DAYS = 14
"""The days until an item is due whose severity has no number of its own."""

NUMBER, SEVERITIES = "[number]", "[severities]"
"""The two forms of `due_in_days`, as the path of a mistake names them."""

Days = Annotated[int, ValueLimits(gt=0, le=LONGEST)]


def _form_of_days(given: object) -> str:
    return SEVERITIES if isinstance(given, Mapping) else NUMBER


DueInDays = Annotated[
    Days | Annotated[dict[str, Days], ValueLimits(min_length=1)], ChosenBy(_form_of_days, (NUMBER, SEVERITIES))
]
"""One number for all severities, or a limit for each of some."""


@dataclass(frozen=True, kw_only=True)
class ActionRules(ConfigurationPart):
    """The types, due dates, evidence and reminders of action items."""

    types: tuple[Word, ...] = field(default=(), description="the types of action items")
    due_in_days: DueInDays = field(
        default=DUE_IN_DAYS,
        description="the number of days until an action item without a due date is due; numbers by severity are limits "
        "as well: `/due` and `/action` set a later date only with the role of `extend` in `permissions`",
    )
    evidence: Literal["required", "optional"] = field(
        default="required",
        description="whether an item counts as done only with evidence: a merged pull request, a commit on the default "
        "branch, a closed issue, or a link with a reason; with `optional`, words are enough and nothing is looked up",
    )
    remind: tuple[Annotated[int, ValueLimits(ge=-LONGEST, le=LONGEST)], ...] = field(
        default=(-3, 0, 1, 3, 7),
        description="the days before (-) and after the due date on which the owner gets a reminder; then weekly",
    )
    digest: bool = field(
        default=True,
        description="whether several reminders for one person on one day become one comment on the issue of the week",
    )

    def __post_init__(self) -> None:
        if not self.remind or list(self.remind) != sorted(set(self.remind)):
            msg = "reminders are days around the due date, each later than the one before"
            raise ValueError(msg)

    @property
    def limits(self) -> Mapping[str, int]:
        """The most days until an item is due, by severity as the configuration names it; none for one number."""
        return self.due_in_days if isinstance(self.due_in_days, dict) else {}
