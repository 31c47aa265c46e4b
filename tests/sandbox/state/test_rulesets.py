"""A ruleset is about the branches that its patterns match, as GitHub reads them."""

from __future__ import annotations

import pytest

from incident_actions.sandbox.state.rulesets import StoredRuleset
from tests.sandbox.conftest import NOON

BRANCHES = ("main", "release/1", "release/1/fix")


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        (["~ALL"], [], ["main", "release/1", "release/1/fix"]),
        (["~DEFAULT_BRANCH"], [], ["main"]),
        (["refs/heads/release/*"], [], ["release/1"]),
        (["refs/heads/release/**/*"], [], ["release/1", "release/1/fix"]),
        (["~ALL"], ["refs/heads/release/?"], ["main", "release/1/fix"]),
        (["refs/heads/m.in"], [], []),
        ([], [], []),
    ],
)
def test_patterns_match_as_github_reads_them(include: list[str], exclude: list[str], expected: list[str]) -> None:
    ruleset = StoredRuleset(1, "Main", "branch", "active", NOON, NOON, include, exclude)

    assert [name for name in BRANCHES if ruleset.holds_for(name, "main")] == expected


@pytest.mark.parametrize(("target", "enforcement"), [("tag", "active"), ("branch", "disabled"), ("branch", "evaluate")])
def test_a_ruleset_that_is_not_active_or_not_about_branches_holds_for_none(target: str, enforcement: str) -> None:
    ruleset = StoredRuleset(1, "Main", target, enforcement, NOON, NOON, ["~ALL"])

    assert not ruleset.holds_for("main", "main")
