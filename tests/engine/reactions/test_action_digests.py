"""A person with several action items due gets one comment a day; with one, the item has the reminder."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from incident_actions.engine.reactions.action_digests import ReminderSplit
from incident_actions.model.incident.entry import DueSet, ItemDone, ReminderPosted
from tests.action_items.week_world import TODAY, WeekWorld, listed, week_world
from tests.worlds import START, RunDied


def digests(world: WeekWorld) -> list[tuple[str, list[str]]]:
    """Return each digest on the issue: its person, and the numbers of its items."""
    said = [text for text in world.replies() if "these action items need you" in text]
    return [
        (text.partition(",")[0], [line.partition(" ")[0] for line in text.split("- ")[1:] if line[0] == "#"])
        for text in said
    ]


def test_one_due_item_each_makes_no_digest() -> None:
    world = week_world(listed(20), listed(21, owner="grace"), listed(22, due=TODAY + timedelta(days=30)))

    world.run()

    assert digests(world) == []


def test_a_digest_lists_the_latest_item_first() -> None:
    world = week_world(listed(20), listed(21, due=TODAY - timedelta(days=1)))

    world.run()

    assert digests(world) == [("@linus", ["#21", "#20"])]


def test_everybody_who_gets_an_item_of_a_digest_has_it_in_their_own() -> None:
    late = TODAY - timedelta(days=8)
    world = week_world(listed(20, due=late), listed(21), listed(22, owner="grace"))

    world.run()

    assert digests(world) == [("@linus", ["#20", "#21"]), ("@ada", ["#20"]), ("@margaret", ["#20"])]


def test_a_person_gets_one_digest_a_day() -> None:
    world = week_world(listed(20), listed(21))
    world.run()
    world.items = (listed(22), listed(23))
    world.run()
    same_day = digests(world)
    world.at(TODAY + timedelta(days=1))
    world.run()

    assert same_day == [("@linus", ["#20", "#21"])]
    assert digests(world)[1:] == [("@linus", ["#22", "#23"])]


def test_a_run_that_died_after_a_digest_posts_the_others_and_no_second_one() -> None:
    world = week_world(*(listed(20 + place, owner=("linus", "grace")[place % 2]) for place in range(4)))
    world.strength = 1
    with pytest.raises(RunDied):
        world.run()
    first = digests(world)
    world.strength = 1_000

    world.run()
    settled = world.run()

    assert (first, digests(world)) == (
        [("@linus", ["#20", "#22"])],
        [("@linus", ["#20", "#22"]), ("@grace", ["#21", "#23"])],
    )
    assert settled.effects == ()


def test_two_sweeps_at_once_leave_one_digest() -> None:
    world, other = week_world(listed(20), listed(21)), week_world(listed(20), listed(21))
    world.run()
    other.run()
    (mine,) = world.comments.values()
    world.comments[mine.id + 1] = replace(mine, id=mine.id + 1)

    world.run()

    assert list(world.comments) == [mine.id]


def test_whoever_is_away_gets_no_digest_and_their_items_wait() -> None:
    world = week_world()
    world.ask("grace", "/snooze until 2026-12-24")
    world.items = (
        listed(20),
        listed(21),
        listed(22, owner="grace"),
        listed(23, owner="grace"),
        listed(24, owner="ada"),
    )

    split = world.split
    world.run()

    assert ([each.person for each in split.digests], split.waiting) == (["linus"], frozenset({20, 21, 22, 23}))
    assert digests(world) == [("@linus", ["#20", "#21"])]


def test_items_that_a_digest_has_told_of_are_due_no_more() -> None:
    world = week_world(listed(20), listed(21))
    world.run()
    world.items = (*(world.items or ()), listed(22))

    assert world.split == ReminderSplit((), frozenset())


def test_an_owner_who_lost_access_is_passed_over() -> None:
    world = week_world(listed(20, owner="mary"), listed(21, owner="mary"))

    world.run()

    assert digests(world) == [("@ada", ["#20", "#21"])]
    assert (
        "Its owner `mary` can't be assigned any more: `/owner @user`. You get this because you led #7."
        in (world.replies()[0])
    )


def test_the_body_counts_what_is_open_overdue_moved_and_done() -> None:
    moved = DueSet(at=START, accepted=START, to=date(2026, 4, 1))
    done = ItemDone(at=START, accepted=START, evidence="#4")
    told = ReminderPosted(at=START, accepted=START, timer="2026-03-01+3", due=START)
    world = week_world(
        listed(20, told, due=date(2026, 3, 1)), listed(21, moved), listed(22, done), listed(23, due=date(2026, 5, 1))
    )

    world.run()

    assert world.face.partition("\n\n<!--")[0] == (
        "Action items of incidents, 2026-03-02 to 2026-03-08: 3 open, **1 overdue**, 1 moved and 1 done this week.\n\n"
        "**Overdue**\n\n- #20 Item 20 · `linus` · 3 days late\n\n"
        "**Open**\n\n- #21 Item 21 · `linus` · due 2026-04-01\n- #23 Item 23 · `linus` · due 2026-05-01\n\n"
        "**Moved**\n\n- #21 Item 21 · `linus` · due 2026-04-01\n\n"
        "**Done**\n\n- #22 Item 22 · `linus`"
    )
    assert world.run().effects == ()


def test_an_event_keeps_the_lists_of_the_last_sweep() -> None:
    world = week_world(listed(20), listed(21))
    world.run()
    lists = world.face.partition("<!--")[0]
    world.items = None

    world.ask("grace", "/snooze until 2026-12-24")

    assert world.face.partition("<!--")[0] == lists


def test_a_long_list_is_cut_and_counted() -> None:
    world = week_world(*(listed(number, text="x" * 1_000) for number in range(100, 900)))

    world.run()

    (said,) = world.replies()
    assert "- and 740 more, which the list of this issue has" in said
    assert "- and 740 more\n" in world.face
    assert max(len(said), len(world.issue.body)) < 60_000


def test_a_week_that_is_over_gets_no_digest() -> None:
    world = week_world(listed(20), listed(21))
    world.at(TODAY + timedelta(days=7))

    world.run()

    assert digests(world) == []
