"""Which runbooks the team keeps, and how long they may go without a change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import After, ConfigurationPart, ValueLimits, field


def _inside(path: str) -> str:
    if ".." in path.split("/"):
        msg = "expected a path inside the repository, such as `docs/runbooks`"
        raise ValueError(msg)
    return path


PathInside = Annotated[str, ValueLimits(pattern=r"^[^/\\][^\\]*$", max_length=200), After(_inside)]
"""A path that stays in the repository."""


@dataclass(frozen=True, kw_only=True)
class RunbookRules(ConfigurationPart):
    """The runbooks in the repository, and after how many months without a change the overview names them."""

    paths: Annotated[tuple[PathInside, ...], ValueLimits(min_length=1, max_length=20)] = field(
        description="files, and folders whose Markdown files are runbooks"
    )
    months: Annotated[int, ValueLimits(gt=0, le=60)] = field(
        default=6, description="the months without a change after which a runbook is named"
    )

    def last_day(self, today: date) -> date:
        """Return the day from which on a change is recent."""
        year, month = divmod(today.year * 12 + today.month - 1 - self.months, 12)
        first = date(year, month + 1, 1)
        return min(first + timedelta(days=today.day - 1), _end_of_month(first))


def _end_of_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
