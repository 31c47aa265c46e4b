"""Every check has its words, and a fact that GitHub did not provide is never a pass."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from incident_actions.contract.repository_facts import MissingFact
from incident_actions.doctor import report
from incident_actions.doctor.registry import CHECKS
from incident_actions.text.messages import CheckLine
from tests.doctor.healthy_repository import PAGE, WORDING, healthy_facts, process

TEMPLATES = Path(__file__).parents[2] / "templates" / "doctor"
ASKED = sorted(
    each.name
    for each in fields(healthy_facts())
    if "MissingFact" in str(each.type) and "Mapping[str, S" not in str(each.type)
)
BY_NAME = ("accounts", "teams", "tools")


def test_every_check_has_its_words_and_all_words_their_check() -> None:
    there = {path.stem for path in TEMPLATES.glob("*.md")}

    assert there == {check.name for check in CHECKS} | {"not_checked"}


def test_no_name_means_two_checks() -> None:
    assert len({check.name for check in CHECKS}) == len({check.title for check in CHECKS}) == len(CHECKS)


def test_a_healthy_repository_passes_every_check() -> None:
    lines = report.report_lines(healthy_facts(), process(), WORDING)

    assert [line.check for line in lines] == [check.name for check in CHECKS]
    assert {line.level for line in lines} == {"pass"}
    assert all(line.says.endswith((".", "UTC.")) and not line.change for line in lines)


@pytest.mark.parametrize("fact", [each for each in ASKED if each not in BY_NAME])
@pytest.mark.parametrize("status", [0, 403, 429])
def test_a_fact_that_was_not_provided_is_neither_a_pass_nor_a_failure(fact: str, status: int) -> None:
    changed: dict[str, Any] = {fact: MissingFact(status, "a permission")}
    lines = report.report_lines(healthy_facts(**changed), process(), WORDING)

    assert {line.level for line in lines} <= {"pass", "unknown"}
    if fact not in ("features", "rights", "runners", "private"):  # asked where it matters
        assert "unknown" in {line.level for line in lines}
    assert all(line.says.startswith("Not checked: ") and line.change for line in lines if line.level != "pass")


def test_a_line_says_what_is_what_to_change_and_where() -> None:
    lines = report.report_lines(
        healthy_facts(repository=replace(healthy_facts().repository, issues=False)), process(), WORDING
    )

    assert lines[0] == CheckLine(
        check="issues",
        level="fail",
        case="off",
        title="Issues",
        says="Issues are disabled, so nobody can declare an incident.",
        change="Select *Issues*.",
        place="Settings → General → Features → Issues",
        page=f"{PAGE}/settings",
    )


def test_failures_come_first() -> None:
    changed = healthy_facts(labels=frozenset(), queued_runs=MissingFact(403, "x"), key_length=1)

    assert [line.level for line in report.report_lines(changed, process(), WORDING)][:4] == [
        "fail",
        "warn",
        "unknown",
        "pass",
    ]
