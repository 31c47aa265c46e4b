"""Two accounts are the same by their id where both are known, and by their login otherwise."""

from __future__ import annotations

import pytest

from incident_actions.model.person import Person

BOT = Person("incidents[bot]", 9, bot=True, formerly=(Person("github-actions[bot]", 41898282, bot=True), Person("old")))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Person("ada", 1), Person("ada", 1), True),
        (Person("ada", 1), Person("countess", 1), True),
        (Person("ada", 1), Person("ada", 2), False),
        (Person("ada"), Person("Ada", 2), True),
        (Person("ada"), Person("grace"), False),
        (Person("github-actions[bot]", 41898282), BOT, True),
        (Person("OLD"), BOT, True),
        (Person("mallory"), BOT, False),
    ],
)
def test_an_account_is_the_same_as_itself_and_as_its_successor(one: Person, other: Person, same: bool) -> None:
    assert one.is_same_as(other) is same


def test_an_account_is_not_the_same_as_one_that_it_replaced() -> None:
    assert not BOT.is_same_as(Person("old"))
