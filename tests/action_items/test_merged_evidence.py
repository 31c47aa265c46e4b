"""Once a pull request that mentions an item is merged, the item says so once."""

from datetime import timedelta

from incident_actions.contract.issue import MergedPull
from tests.action_items.item_world import ItemWorld, item_world


def world_after(*numbers: int, minutes: int = 5) -> ItemWorld:
    """An item after pull requests that mention it were merged, so many minutes after it was opened."""
    world = item_world()
    merged = world.now + timedelta(minutes=minutes)
    world.merged_pulls = tuple(MergedPull(number, merged, frozenset({20})) for number in numbers)
    world.run()
    return world


def test_the_owner_is_offered_to_close_the_item_once() -> None:
    world = world_after(12)

    assert world.replies() == ["@linus, #12 was merged. `/done #12` closes this item."]
    assert world.run().effects == ()


def test_several_pull_requests_make_one_comment_and_a_later_one_another() -> None:
    world = world_after(12, 11)

    world.merged_pulls = (*world.merged_pulls, MergedPull(13, world.now + timedelta(minutes=9), frozenset({20})))
    world.run()

    assert world.replies() == [
        "@linus, #11, #12 were merged. `/done #12` closes this item.",
        "@linus, #13 was merged. `/done #13` closes this item.",
    ]


def test_what_was_merged_before_the_item_was_opened_is_not_offered() -> None:
    assert world_after(12, minutes=-5).replies() == []


def test_an_item_that_is_done_is_not_asked_about() -> None:
    world = item_world()
    world.ask("linus", "/done #9")

    world.merged_pulls = (MergedPull(12, world.now + timedelta(minutes=5), frozenset({20})),)
    world.run()

    assert world.replies() == []


def test_a_revert_of_the_evidence_is_reported_once_and_no_other() -> None:
    world = item_world()
    world.ask("linus", "/done #9 and https://github.com/acme/shop/pull/10")
    later = world.now + timedelta(minutes=5)

    world.merged_pulls = (MergedPull(12, later, reverts=10), MergedPull(13, later, reverts=8))
    world.run()
    world.run()

    assert world.replies() == [
        "@linus, #12 reverted #10, which showed that this item is done. If it isn't done any more, reopen the issue."
    ]
    assert not world.issue.open


def test_a_revert_is_no_offer_to_an_open_item() -> None:
    world = item_world()
    world.merged_pulls = (MergedPull(12, world.now + timedelta(minutes=5), frozenset(), reverts=10),)

    world.run()

    assert world.replies() == []
