"""A plan says whether anything is left to do, and whether another run may have written the same."""

from __future__ import annotations

import pytest

from incident_actions.contract.effects import AddReaction, DeleteComment, OpenIssue, Plan, SetIssue
from tests.worlds import START

ISSUE = OpenIssue(key="k", title="Alert", body="", labels=(), parent=7, since=START)


@pytest.mark.parametrize(
    ("plan", "empty", "contended"),
    [
        (Plan(), True, False),
        (Plan(effects=(AddReaction(1, "+1"),)), False, False),
        (Plan(effects=(SetIssue(7, title="x"),)), False, True),
        (Plan(effects=(DeleteComment(1),)), False, True),
        (Plan(creations=(ISSUE,)), False, True),
    ],
    ids=["nothing", "a reaction", "the issue", "a removal", "a creation"],
)
def test_a_plan_tells_what_it_leaves_to_do(plan: Plan, empty: bool, contended: bool) -> None:
    assert (plan.is_empty, plan.may_conflict) == (empty, contended)


def test_a_comment_is_deleted_before_the_issue_is_closed_and_acknowledged() -> None:
    words, closing, reaction = SetIssue(7, title="x"), SetIssue(7, open=False), AddReaction(1, "+1")
    plan = Plan(effects=(words, DeleteComment(2), closing, reaction))

    assert plan.steps == ((words, DeleteComment(2)), (closing, reaction), ())


@pytest.mark.parametrize(
    ("change", "first"),
    [
        (SetIssue(7, body="with a record"), True),
        (SetIssue(7, open=True), True),
        (SetIssue(7, labels=("incident",), declares=True), True),
        (SetIssue(7, labels=("incident", "SEV-1"), open=False), False),
    ],
    ids=["a record in the body", "an issue that is reopened", "an issue that is declared", "what any later run sees"],
)
def test_nothing_is_acknowledged_that_no_later_run_would_make_good(change: SetIssue, first: bool) -> None:
    reaction = AddReaction(1, "+1")

    in_order, at_once, _ = Plan(effects=(change, reaction)).steps

    assert (in_order, at_once) == (((change,), (reaction,)) if first else ((), (change, reaction)))


def test_a_second_look_adds_to_a_plan() -> None:
    first, later = Plan(effects=(AddReaction(1, "+1"),), outcome="answered"), Plan(creations=(ISSUE,), unfinished=True)

    assert first.and_then(later) == Plan(
        creations=(ISSUE,), effects=(AddReaction(1, "+1"),), outcome="answered", unfinished=True
    )
