"""Of two issues for one action item the recorded one stays, and nobody is reminded of the other."""

from dataclasses import replace

import pytest

from incident_actions.action_items.duplicates import find_duplicates
from incident_actions.contract.effects import SetIssue
from incident_actions.contract.issue import Issue
from incident_actions.model.incident.entry import ActionOpened
from incident_actions.model.person import Person
from tests.action_items.item_world import item_world
from tests.worlds import BOT, PROCESS, START, make_labels


def issues(*numbers: int) -> list[Issue]:
    issue = item_world().issue
    return [replace(issue, number=number) for number in numbers]


def named(number: int) -> ActionOpened:
    return ActionOpened(at=START, accepted=START, issue=number, text="Alert on it", key="c1.0")


@pytest.mark.parametrize(
    ("entries", "closed"),
    [((), [21, 22]), ((named(20),), [21, 22]), ((named(21),), [20, 22]), ((named(7),), [21, 22])],
)
def test_all_duplicates_but_one_are_closed(entries: tuple[ActionOpened, ...], closed: list[int]) -> None:
    (double,) = find_duplicates(issues(22, 20, 21), BOT)

    assert (double.key, double.incident) == ("c1.0", 7)
    assert double.close_extras(entries, PROCESS) == tuple(
        SetIssue(number, labels=(), open=False, state_reason="not_planned") for number in closed
    )


def test_items_with_keys_of_their_own_are_not_duplicates() -> None:
    (other,) = [item_world(key="c2.0").issue]

    assert list(find_duplicates([*issues(20), replace(other, number=21)], BOT)) == []


def test_items_of_two_incidents_are_not_duplicates() -> None:
    other = replace(item_world(incident=8).issue, number=21)

    assert list(find_duplicates([*issues(20), other], BOT)) == []


def test_an_issue_that_is_not_an_item_is_no_duplicate() -> None:
    by_mary, bare = (
        replace(item_world().issue, number=21, author=Person("mary", 4)),
        replace(item_world().issue, number=22, body="no record"),
    )

    assert list(find_duplicates([*issues(20), by_mary, bare], BOT)) == []


def test_a_closed_duplicate_keeps_the_labels_of_people_alone() -> None:
    first, second = issues(20, 21)
    (double,) = find_duplicates(
        [first, replace(second, labels=make_labels("bug", "action-item", "a", "needs-owner"))], BOT
    )

    assert double.close_extras((), PROCESS) == (
        SetIssue(21, labels=("a", "bug"), open=False, state_reason="not_planned"),
    )


def test_a_record_of_another_item_does_not_choose_the_issue_that_stays() -> None:
    (double,) = find_duplicates(issues(20, 21), BOT)
    other = replace(named(21), key="c2.0")

    assert [each.number for each in double.close_extras((other,), PROCESS)] == [21]
