"""Of two issues for one action item the recorded one stays, and nobody is reminded of the other."""

from dataclasses import replace

import pytest

from incident_actions.action_items.duplicates import find_duplicates
from incident_actions.contract.effects import SetIssue
from incident_actions.contract.issue import Issue
from incident_actions.model.incident.entry import ActionOpened
from tests.action_items.item_world import item_world
from tests.worlds import BOT, PROCESS, START


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
