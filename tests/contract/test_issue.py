"""An issue and its comments, as GitHub shows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract.issue import Comment, Label
from incident_actions.model.person import Person
from tests.worlds import START, World

COMMENT = Comment(1, Person("grace", 2), "/ack", START, START)


@pytest.mark.parametrize(("seconds", "expected"), [(-1, False), (0, False), (1, True)])
def test_a_comment_is_edited_if_it_was_updated_after_it_was_posted(seconds: int, expected: bool) -> None:
    assert replace(COMMENT, updated=START + timedelta(seconds=seconds)).is_edited is expected


@pytest.mark.parametrize(("seconds", "expected"), [(-1, True), (0, True), (0.999999, True), (1, False)])
def test_a_comment_of_the_same_second_counts_as_posted_since(seconds: float, expected: bool) -> None:
    assert COMMENT.is_since(START + timedelta(seconds=seconds)) is expected


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ((3, 1), (Person("linus", 3), Person("ada", 1))),
        ((3,), (Person("linus", 3), Person("ada", 0))),
        ((), (Person("linus", 0), Person("ada", 0))),
    ],
    ids=["all ids", "one id", "no id"],
)
def test_an_issue_is_assigned_to_people_whose_ids_may_be_unknown(
    ids: tuple[int, ...], expected: tuple[Person, ...]
) -> None:
    issue = replace(World().issue, assignees=("linus", "ada"), assignee_ids=ids)

    assert issue.assigned_people == expected


def test_an_issue_names_each_of_its_labels_once() -> None:
    issue = replace(World().issue, labels=(Label("bug", "ffffff"), Label("incident"), Label("bug")))

    assert issue.label_names == frozenset({"bug", "incident"})
