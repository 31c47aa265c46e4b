"""Each way to make a result has a level of its own."""

from __future__ import annotations

import pytest

from incident_actions.doctor.check import (
    CheckResult,
    Level,
    failure,
    pass_result,
    unknown_result,
    warning,
)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (pass_result("all", count=2), CheckResult(Level.PASS, "all", {"count": 2}, None)),
        (warning("late", hours=7), CheckResult(Level.WARN, "late", {"hours": 7}, None)),
        (warning("late", "settings"), CheckResult(Level.WARN, "late", {}, "settings")),
        (failure("off", which=1), CheckResult(Level.FAIL, "off", {"which": 1}, None)),
        (failure("off", "settings/actions"), CheckResult(Level.FAIL, "off", {}, "settings/actions")),
        (unknown_result("untold", status=403), CheckResult(Level.UNKNOWN, "untold", {"status": 403}, None)),
        (unknown_result("untold", ""), CheckResult(Level.UNKNOWN, "untold", {}, "")),
    ],
)
def test_a_result_has_its_level_its_case_its_values_and_its_page(made: CheckResult, expected: CheckResult) -> None:
    assert made == expected


def test_levels_are_the_words_of_the_report() -> None:
    assert [str(each) for each in Level] == ["pass", "warn", "fail", "unknown"]
