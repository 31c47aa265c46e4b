"""A running incident shows what it is like, once for each severity and services, and reminds of what was to prevent it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from incident_actions.model.incident.entry import RecurrenceFound
from incident_actions.postmortem.index import empty_index
from tests.action_items.week_world import listed
from tests.worlds import PROCESS, RunDied, World

SEARCHING = replace(PROCESS, recurrence=True)
ROW = (
    "| 2026-01-02 | [Checkout was down @mary](2026-01-02-checkout.md) | [#3](https://github.com/acme/shop/issues/3) | SEV-1"
    " | checkout | 1 h | none |"
)
LATE = date(2026, 1, 23)
"""Forty days before the incident."""


def recurring(**given: Any) -> World:
    """Return an incident with an open action item of an earlier one like it, 40 days overdue, and its post-mortem."""
    world = World(process=SEARCHING)
    item = listed(123, due=LATE, incident=3, text="Checkout must not be down when the pool is full", **given)
    world.recent_items = (item,)
    lines = empty_index().split("\n")
    world.files["docs/incidents/README.md"] = "\n".join([*lines[:-2], ROW, *lines[-2:]])
    return world


def found(world: World) -> list[RecurrenceFound]:
    return [each for each in world.entries() if isinstance(each, RecurrenceFound)]


def card(world: World) -> str:
    return next(each.body for each in world.comments.values() if each.body.startswith("<!-- incident-actions:card"))


def settle(world: World) -> None:
    for _ in range(3):
        world.run()


def test_the_card_shows_what_was_meant_to_prevent_it_and_what_was_like_it() -> None:
    world = recurring()
    settle(world)

    assert (
        "| Happened before | #123, 40 days overdue, was meant to prevent this · #3 was like this"
        " ([post-mortem](https://github.com/acme/shop/blob/main/docs/incidents/2026-01-02-checkout.md)) |"
    ) in card(world)
    assert "@mary" not in card(world)


def test_a_card_that_found_more_shows_the_first_and_folds_the_rest() -> None:
    world = recurring()
    (item,) = world.recent_items or ()
    again = [replace(item, number=number, item=replace(item.item, state="done")) for number in (121, 122)]
    world.recent_items = (item, *again)
    settle(world)

    assert (
        "| Happened before | #123, 40 days overdue, was meant to prevent this<details><summary>3 more</summary>"
        "#122, done, was meant to prevent this<br>#121, done, was meant to prevent this<br>#3 was like this"
        " ([post-mortem](https://github.com/acme/shop/blob/main/docs/incidents/2026-01-02-checkout.md))</details> |"
    ) in card(world)


def test_the_old_item_is_reminded_of_at_once_and_once() -> None:
    world = recurring()
    settle(world)
    world.ask("grace", "/sev 1")
    settle(world)

    assert [number for number, _ in world.pull_comments] == [123]
    assert world.pull_comments[0][1].startswith(
        "@linus: #7 is like what this action item was meant to prevent. It is 40 days overdue.\n"
    )
    assert len(found(world)) == 2
    assert world.run().effects == ()


@pytest.mark.parametrize("strength", range(1, 14))
def test_a_run_that_dies_anywhere_doubles_nothing(strength: int) -> None:
    world = recurring()
    world.strength = strength
    try:
        settle(world)
    except RunDied:
        world.strength = 1_000
    settle(world)

    assert ([number for number, _ in world.pull_comments], len(found(world))) == ([123], 1)


def test_services_that_are_corrected_later_search_again() -> None:
    world = recurring()
    world.recent_items = (listed(123, due=LATE, incident=3, text="Alert on a full pool of the checkout"),)
    settle(world)
    before = card(world)
    world.ask("grace", "/affects checkout")
    settle(world)

    assert [each.services for each in found(world)] == [(), ("checkout",)]
    assert "#3 was like this" in card(world)
    assert "Happened before" not in before or before != card(world)


def test_a_closed_item_is_shown_and_not_reminded_of() -> None:
    world = recurring()
    (item,) = world.recent_items or ()
    world.recent_items = (replace(item, item=replace(item.item, state="done")),)
    settle(world)

    assert ("#123, done, was meant to prevent this" in card(world), world.pull_comments) == (True, [])


def test_nothing_is_searched_unless_the_process_asks_for_it_or_once_the_incident_is_over() -> None:
    world = recurring()
    world.process = PROCESS
    settle(world)
    world.ask("grace", "/resolve")
    world.process = SEARCHING
    settle(world)

    assert found(world) == []


def test_a_list_that_github_does_not_give_is_asked_for_again_by_the_next_run() -> None:
    world = recurring()
    given, world.recent_items = world.recent_items, None
    settle(world)
    nothing = found(world)
    world.recent_items = given
    settle(world)

    assert (nothing, len(found(world))) == ([], 1)


def test_a_deleted_index_and_one_in_another_form_leave_the_items() -> None:
    world = recurring()
    world.files["docs/incidents/README.md"] = "| a |\n| [x](../../etc/passwd.md) | 2 | 3 | 4 | 5 | 6 | 7 |"
    settle(world)

    assert [(each.items, each.postmortems) for each in found(world)] == [((("123", "2026-01-23"),), ())]


def test_the_post_mortem_names_what_happened_before_with_links() -> None:
    world = recurring()
    settle(world)
    world.ask("grace", "/sev 1\n/resolve rolled back")
    settle(world)

    (text,) = (text for path, text in world.files.items() if path.endswith("checkout-is-down.md"))
    assert (
        "**Happened before:** [#123](https://github.com/acme/shop/issues/123), 40 days overdue, was meant to prevent this"
        " · [#3](https://github.com/acme/shop/issues/3) was like this"
        " ([post-mortem](https://github.com/acme/shop/blob/main/docs/incidents/2026-01-02-checkout.md))\n"
    ) in text
