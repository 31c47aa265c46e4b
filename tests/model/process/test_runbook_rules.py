"""After how many months a runbook is named, and which paths a configuration can have."""

from datetime import date

import pytest

from incident_actions.model.process.runbook_rules import RunbookRules
from incident_actions.model.process.validation import InvalidValues, validate


@pytest.mark.parametrize(
    ("today", "months", "first"),
    [
        (date(2026, 3, 4), 6, date(2025, 9, 4)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 1, 1), 1, date(2025, 12, 1)),
    ],
)
def test_months_are_those_of_the_calendar(today: date, months: int, first: date) -> None:
    assert RunbookRules(paths=("docs",), months=months).last_day(today) == first


@pytest.mark.parametrize("path", ["docs/runbooks", "docs/runbooks/", "a..b.md", "runbook.md"])
def test_a_path_is_inside_the_repository(path: str) -> None:
    assert validate(RunbookRules, {"paths": [path]}).months == 6


@pytest.mark.parametrize("path", ["/etc", "../other", "docs/../../other", "docs/..", "", "docs\\runbooks"])
def test_a_path_outside_is_a_mistake(path: str) -> None:
    with pytest.raises(InvalidValues):
        validate(RunbookRules, {"paths": [path]})
