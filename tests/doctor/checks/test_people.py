"""The doctor finds accounts and teams that do not exist, or that no issue can be assigned to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from incident_actions.cli.doctor import render_report
from incident_actions.contract.repository_facts import MissingFact
from incident_actions.doctor import report
from incident_actions.doctor.check import CheckResult, Examination, Level
from incident_actions.doctor.checks.people import check_people
from incident_actions.model.process.accounts import is_anyone_paged
from incident_actions.text.messages import SelftestDone
from tests.doctor.healthy_repository import WORDING, form, healthy_facts, not_passing, process

MISSING = MissingFact(403, "Members (read)")


def result(accounts: dict[str, Any], teams: dict[str, Any]) -> CheckResult:
    """Return what the check finds of these accounts and teams."""
    return check_people(Examination(healthy_facts(accounts=accounts, teams=teams), process(), form(process())))


def test_a_problem_with_an_account_is_reported_by_name() -> None:
    accounts = {"ada": "assignable", "x<b>`": "nobody", "linus": "outsider", "grace": MissingFact(403, "Issues")}
    lines = report.report_lines(healthy_facts(accounts=accounts), process(), WORDING)

    assert lines[0].says == (
        "These accounts or teams do not exist on GitHub, so the tool cannot page them: `` x<b>` ``. "
        "Issues cannot be assigned to `linus`, because they have no access to the repository. "
        "The tool only mentions them. It is not known whether these exist: `grace`. Checking requires Issues."
    )


def test_a_process_that_pages_nobody_is_a_warning_that_says_what_to_add() -> None:
    alone = process("extends: default\n")
    facts = healthy_facts(alone, accounts={})
    (line,) = [each for each in report.report_lines(facts, alone, WORDING) if each.level != "pass"]

    assert (line.check, line.level, line.case) == ("people", "warn", "none")
    assert line.says.startswith("No one is configured to be paged.")
    assert line.change == "Add these lines to `.github/incidents.yml`, with your own people:"
    text = "\n".join(("extends: default", *line.lines))
    assert len(line.lines) == 5
    assert is_anyone_paged(process(text))
    assert "\n        on_call:\n          time_zone: UTC\n" in render_report("acme/shop", (line,), 80)
    assert "```yaml\non_call:\n" in WORDING.word_message(SelftestDone((line,)))


@pytest.mark.parametrize(("visibility", "case"), [("public", "exposed"), ("private", "all"), ("internal", "all")])
def test_a_phone_number_in_a_public_repository_is_a_warning(visibility: str, case: str) -> None:
    listed = process("extends: default\nescalation: [ada]\ndirectory: { ada: '+44 20 7946 0001' }\n")
    facts = healthy_facts(listed)
    facts = replace(facts, repository=replace(facts.repository, visibility=visibility))

    assert check_people(Examination(facts, listed, form(listed))).case == case


def test_a_wrong_name_is_worse_than_nobody_to_page() -> None:
    reviewers = process("extends: default\npostmortem: { reviewers: [ada] }\n")

    assert not_passing(healthy_facts(reviewers, accounts={"ada": "nobody"}), reviewers) == [("people", "fail", "some")]
    assert not_passing(healthy_facts(reviewers), reviewers) == [("people", "warn", "none")]


@pytest.mark.parametrize(
    ("accounts", "teams", "expected"),
    [
        ({"ada": "assignable"}, {}, CheckResult(Level.PASS, "all", {"count": 1})),
        ({"ada": "assignable"}, {"acme/ops": True}, CheckResult(Level.PASS, "all", {"count": 2})),
        ({}, {"acme/ops": True}, CheckResult(Level.PASS, "all", {"count": 1})),
    ],
    ids=["an account", "both", "a team"],
)
def test_people_who_exist_and_can_be_assigned_pass(
    accounts: dict[str, Any], teams: dict[str, Any], expected: CheckResult
) -> None:
    assert result(accounts, teams) == expected


def some(
    level: Level,
    page: str | None = None,
    *,
    nobody: tuple[str, ...] = (),
    outsiders: tuple[str, ...] = (),
    unasked: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
) -> CheckResult:
    """Return the result that something is wrong with some of them."""
    values = {"nobody": nobody, "outsiders": outsiders, "unasked": unasked, "needs": needs}
    return CheckResult(level, "some", values, page)


@pytest.mark.parametrize(
    ("accounts", "teams", "expected"),
    [
        ({"ada": "nobody"}, {"acme/ops": True}, some(Level.FAIL, nobody=("ada",))),
        ({"ada": "assignable"}, {"acme/ops": False}, some(Level.FAIL, nobody=("acme/ops",))),
        ({"ada": "outsider"}, {}, some(Level.WARN, "settings/access", outsiders=("ada",))),
        (
            {"ada": MISSING, "grace": MISSING},
            {"acme/ops": MissingFact(404, "Issues")},
            some(Level.UNKNOWN, unasked=("ada", "grace", "acme/ops"), needs=("Members (read)", "Issues")),
        ),
        (
            {"ada": "outsider", "grace": MISSING},
            {},
            some(Level.WARN, "settings/access", outsiders=("ada",), unasked=("grace",), needs=("Members (read)",)),
        ),
        (
            {"ada": "outsider", "grace": "nobody"},
            {},
            some(Level.FAIL, nobody=("grace",), outsiders=("ada",)),
        ),
    ],
    ids=["no account", "no team", "an outsider", "not told", "an outsider and not told", "all of it"],
)
def test_the_worst_that_is_wrong_with_anybody_is_the_level(
    accounts: dict[str, Any], teams: dict[str, Any], expected: CheckResult
) -> None:
    assert result(accounts, teams) == expected
