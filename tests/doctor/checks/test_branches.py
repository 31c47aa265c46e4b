"""The doctor finds the rules that stop the branches of fixes, post-mortems and drills."""

from __future__ import annotations

import pytest

from incident_actions.contract.repository_facts import BranchRule
from tests.doctor.healthy_repository import healthy_facts, not_passing


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (BranchRule("postmortem/1", "creation"), [("branch-rules", "fail", "ruled")]),
        (BranchRule("postmortem/1", "creation", excused=True), []),
        (BranchRule("release/x", "creation"), []),
        (BranchRule("postmortem/1", "file_path_restriction", names=("docs/**",)), [("branch-rules", "fail", "ruled")]),
        (BranchRule("postmortem/1", "file_path_restriction", names=("src",)), []),
        (BranchRule("postmortem/1", "required_signatures"), []),
        (BranchRule("postmortem/1", "deletion"), []),
        (BranchRule("drill/1", "deletion"), [("branch-rules", "warn", "ruled")]),
    ],
    ids=[
        *("creation", "excused", "another branch", "its folder", "another folder", "signatures"),
        *("a branch that stays", "a branch that a drill deletes"),
    ],
)
def test_a_rule_counts_where_it_stops_a_branch_of_the_tool(
    rule: BranchRule, expected: list[tuple[str, str, str]]
) -> None:
    assert not_passing(healthy_facts(rules=(rule,))) == expected
