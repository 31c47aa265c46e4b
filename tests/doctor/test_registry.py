"""Every check has its words, and what GitHub did not tell is never a pass."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from incident_actions.contract.repository_facts import MissingFact
from incident_actions.doctor import report
from incident_actions.doctor.registry import CHECKS
from incident_actions.text.messages import CheckLine
from tests.doctor.well import PAGE, WORDING, not_passing, process, well

TEMPLATES = Path(__file__).parents[2] / "templates" / "doctor"
ASKED = sorted(
    each.name for each in fields(well()) if "MissingFact" in str(each.type) and "Mapping[str, S" not in str(each.type)
)
BY_NAME = ("accounts", "teams", "tools")


def test_every_check_has_its_words_and_all_words_their_check() -> None:
    there = {path.stem for path in TEMPLATES.glob("*.md")}

    assert there == {check.name for check in CHECKS} | {"untold"}


def test_no_name_means_two_checks() -> None:
    assert len({check.name for check in CHECKS}) == len({check.title for check in CHECKS}) == len(CHECKS)


def test_all_is_well_where_nothing_is_wrong() -> None:
    lines = report.report_lines(well(), process(), WORDING)

    assert [line.check for line in lines] == [check.name for check in CHECKS]
    assert {line.level for line in lines} == {"pass"}
    assert all(line.says.endswith((".", "UTC.")) and not line.change for line in lines)


@pytest.mark.parametrize("fact", [each for each in ASKED if each not in BY_NAME])
@pytest.mark.parametrize("status", [0, 403, 429])
def test_what_was_not_told_is_neither_a_pass_nor_a_failure(fact: str, status: int) -> None:
    changed: dict[str, Any] = {fact: MissingFact(status, "a permission")}
    lines = report.report_lines(well(**changed), process(), WORDING)

    assert {line.level for line in lines} <= {"pass", "unknown"}
    if fact not in ("features", "rights", "runners"):  # asked where it matters
        assert "unknown" in {line.level for line in lines}
    assert all(line.says.startswith("It could not be asked") and line.change for line in lines if line.level != "pass")


def test_a_line_says_what_is_what_to_change_and_where() -> None:
    lines = report.report_lines(well(repository=replace(well().repository, issues=False)), process(), WORDING)

    assert lines[0] == CheckLine(
        check="issues",
        level="fail",
        case="off",
        title="Issues",
        says="Issues are switched off, so there can be no incident.",
        change="Tick *Issues*.",
        place="Settings → General → Features → Issues",
        page=f"{PAGE}/settings",
    )


def test_what_failed_comes_first() -> None:
    changed = well(labels=frozenset(), queued_runs=MissingFact(403, "x"), key_length=1)

    assert [line.level for line in report.report_lines(changed, process(), WORDING)][:4] == [
        "fail",
        "warn",
        "unknown",
        "pass",
    ]


def test_a_fault_of_the_account_of_somebody_is_told_by_name() -> None:
    accounts = {"ada": "assignable", "x<b>`": "nobody", "linus": "outsider", "grace": MissingFact(403, "Issues")}
    lines = report.report_lines(well(accounts=accounts), process(), WORDING)

    assert lines[0].says == (
        "GitHub knows no such account or team: `` x<b>` ``. Who is called by that name is not reached. "
        "No issue can be assigned to `linus`: they were not let into the repository. They are mentioned, and not "
        "assigned. It could not be asked whether these are there: `grace`. It takes Issues."
    )


def test_nobody_is_named_and_nothing_else_is_wrong() -> None:
    assert not_passing(well(accounts={})) == []
