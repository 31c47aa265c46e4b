"""A row without a number is the item that it was, however people rewrite it, and never two rows are one item."""

import pytest

from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.incident import Action
from incident_actions.postmortem.items import ItemRow, read_items
from incident_actions.postmortem.row_matching import match_rows, places_of_items
from tests.worlds import PROCESS, START

POOL = "| Alert when the pool is nearly full | @grace | 2026-04-01 | detect |"
RUNBOOK = "| Write the runbook for node 1 | @linus | 2026-04-08 | mitigate |"
PAGER = "| Buy a pager | @mary | 2026-04-15 | |"


def rows(*lines: str) -> tuple[ItemRow, ...]:
    return read_items(
        "## Action items\n\n| Item | Owner | Due | Type |\n|---|---|---|---|\n" + "\n".join(lines), PROCESS
    )


def actions() -> list[Action]:
    """The record's items #20 to #22, as the merged file had them."""
    found = enumerate(rows(POOL, RUNBOOK, PAGER))
    return [Action(20 + at, each.text, f"k{at}", each.owner, each.due, each.type, each.digests) for at, each in found]


def matched(*lines: str) -> list[int]:
    """The known item of each row, by its issue; 0 for a new row."""
    found, known = rows(*lines), actions()
    matches = match_rows(range(len(found)), found, known, {})
    return [known[matches[place]].issue if place in matches else 0 for place in range(len(found))]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((POOL, RUNBOOK, PAGER), [20, 21, 22]),
        ((PAGER, POOL, RUNBOOK), [22, 20, 21]),
        (("| Alert when the pool is almost full | @mary | 2026-05-01 | detect |", RUNBOOK, PAGER), [20, 21, 22]),
        ((RUNBOOK, PAGER, "| Page when the pool is nearly full | @mary | 2026-05-01 | prevent |"), [21, 22, 20]),
        ((POOL, "| Describe how to drain it | @grace | 2026-04-08 | mitigate |", PAGER), [20, 21, 22]),
        (("| Warn before saturation | @mary | 2026-04-01 | detect |", RUNBOOK, PAGER), [20, 21, 22]),
        ((POOL, "| Drain it | @grace | 2026-04-08 | mitigate |", "| Refill it | | | |", PAGER), [20, 0, 0, 22]),
        ((POOL, PAGER, "| Describe how to drain it | @grace | 2026-04-08 | mitigate |"), [20, 22, 0]),
        ((POOL, "| Describe how to drain it | @grace | 2026-06-01 | mitigate |", PAGER), [20, 0, 22]),
        ((POOL, RUNBOOK, "| Order phones | @grace | 2026-04-15 | |"), [20, 21, 0]),
        ((POOL, "| Write the runbook for node 2 | @grace | 2026-05-08 | detect |", PAGER), [20, 0, 22]),
        ((POOL, RUNBOOK, PAGER, POOL.replace("@grace", "@linus")), [20, 21, 22, 0]),
    ],
    ids=[
        "the same", "in another order", "other words, owner and date", "the same in another place",
        "another text and owner in its place", "the first in its place", "two rows in its place", "elsewhere",
        "another date in its place", "no type in its place", "another number", "one item for two rows",
    ],
)  # fmt: skip
def test_a_row_is_the_item_that_it_was(lines: tuple[str, ...], expected: list[int]) -> None:
    assert matched(*lines) == expected


def test_a_row_that_names_its_item_leaves_the_others_to_the_rest() -> None:
    found, known = rows("| Alert on it | | | |", POOL), actions()

    assert match_rows([1], found, known, {0: 0}) == {0: 0}
    assert match_rows([1], found, known, {0: 1}) == {0: 1, 1: 0}


def test_an_item_from_a_command_has_no_place_among_the_rows() -> None:
    (row,), (pool, *_) = rows("| Warn before saturation | @mary | 2026-04-01 | detect |"), actions()
    from_command = Action(30, "Alert before the pool is nearly full", "k", "", None, "")

    assert match_rows([0], (row,), (from_command, pool), {}) == {0: 1}
    assert match_rows([0], (row,), (from_command,), {}) == {}


def items() -> dict[int, ActionItem]:
    """The items #20 to #22 by their own records."""
    return {
        each.issue: ActionItem(7, "k", each.text, each.owner, "", None, each.type, "", START, row=each.row)
        for each in actions()
    }


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((POOL, RUNBOOK, PAGER), {20: 0, 21: 1, 22: 2}),
        ((PAGER, RUNBOOK, "| Warn when the pool is nearly full | @mary | 2026-05-01 | detect |"), {20: 2, 21: 1, 22: 0}),
        ((POOL.replace("nearly full", "nearly full (#20)"), PAGER, RUNBOOK), {21: 2, 22: 1}),
        ((POOL, RUNBOOK, PAGER, "| Drain slowly | | | |"), {}),
        ((POOL, RUNBOOK), {}),
    ],
    ids=["the same", "edited and moved", "one with its number", "one more", "one less"],
)  # fmt: skip
def test_each_item_has_its_row_where_there_are_as_many_rows_as_items(
    lines: tuple[str, ...], expected: dict[int, int]
) -> None:
    assert places_of_items(rows(*lines), items()) == expected
