"""Reminders widen and reach more people, once each, and pause only while snoozed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from incident_actions.action_items.reminders import reminder_recipients
from incident_actions.model.incident.entry import ReminderPosted
from tests.action_items.item_world import ItemWorld, item_world

DUE = date(2026, 3, 20)
WAYS = (
    "\n\nFinish it with `/done <evidence>` or `/drop <reason>`, or move it with `/due <date>` or `/snooze 5d <reason>`."
)


def on(world: ItemWorld, days: int) -> list[str]:
    """Run the sweep so many days after the due date and return what it posts."""
    before = len(world.replies())
    world.at(DUE + timedelta(days=days))
    world.run()
    assert world.run().effects == ()
    return world.replies()[before:]


def test_an_open_item_gets_its_reminders_for_a_year() -> None:
    world = item_world()

    heard = {days: on(world, days) for days in range(-16, 40)}

    late = "@linus, this action item of #7 was due on **2026-03-20**"
    assert {days: said for days, (said,) in ((days, said) for days, said in heard.items() if said)} == {
        -3: f"@linus, this action item of #7 is due on **2026-03-20** (in 3 days).{WAYS}",
        0: f"@linus, this action item of #7 is due on **2026-03-20** (today).{WAYS}",
        1: f"{late} (1 day ago).{WAYS}",
        3: f"{late} (3 days ago). @ada, you get this because you led #7 and it is 3 days late.{WAYS}",
        **{
            days: f"{late} ({days} days ago). @ada, you get this because you led #7 and it is {days} days late."
            f" @margaret, you get this because it is {days} days late.{WAYS}"
            for days in (7, 14, 21, 28, 35)
        },
    }


def test_only_the_latest_missed_reminder_is_sent() -> None:
    world = item_world()

    assert on(world, 5) == [
        "@linus, this action item of #7 was due on **2026-03-20** (5 days ago)."
        f" @ada, you get this because you led #7 and it is 5 days late.{WAYS}"
    ]
    reminded = world.entries()[-1]
    assert isinstance(reminded, ReminderPosted)
    assert (reminded.timer, reminded.due.date(), reminded.at.date()) == (
        "2026-03-20+3",
        date(2026, 3, 23),
        date(2026, 3, 25),
    )


@pytest.mark.parametrize("text", ["/done #4", "/drop not needed", "/due 2026-12-01", "/snooze 2026-12-01 on leave"])
def test_a_settled_item_gets_no_reminder(text: str) -> None:
    world = item_world()
    world.ask("linus", text)

    assert [on(world, days) for days in (-3, 0, 7, 30)] == [[], [], [], []]


def test_reminders_continue_after_a_snooze() -> None:
    world = item_world()
    world.ask("linus", "/snooze 2026-04-01 on leave")

    assert [len(on(world, days)) for days in (0, 7, 11, 12, 13, 14)] == [0, 0, 0, 1, 0, 1]


def test_another_due_date_restarts_the_reminders() -> None:
    world = item_world()
    on(world, 0)
    world.ask("linus", "/due 2026-03-25")

    assert [len(on(world, days)) for days in (1, 2, 5, 6)] == [0, 1, 1, 1]


def test_an_item_without_an_owner_reminds_the_commander_and_says_so() -> None:
    assert on(item_world(owner="", wanted="mary"), 0) == [
        "This action item of #7 is due on **2026-03-20** (today). It has no owner: `/owner @user`."
        f" @ada, you get this because you led #7 and nobody owns the item.{WAYS}"
    ]


@pytest.mark.parametrize(
    ("owner", "lead", "days", "people"),
    [
        ("linus", "ada", -3, ("linus",)),
        ("linus", "ada", 2, ("linus",)),
        ("linus", "ada", 3, ("linus", "ada")),
        ("linus", "linus", 3, ("linus",)),
        ("linus", "", 7, ("linus", "margaret")),
        ("", "ada", 0, ("ada",)),
        ("", "", 0, ("margaret",)),
        ("margaret", "ada", 7, ("margaret", "ada")),
    ],
)
def test_more_people_are_reminded_the_later_an_item_is(
    owner: str, lead: str, days: int, people: tuple[str, ...]
) -> None:
    world = item_world(owner=owner, lead=lead)

    assert reminder_recipients(world.item, world.process, days) == people


def test_a_reminder_that_a_dying_run_posted_is_not_repeated() -> None:
    world = item_world()
    body = world.issue.body
    on(world, 0)
    world.issue = replace(world.issue, body=body)

    world.run()

    assert len(world.replies()) == 1


def labels_on(world: ItemWorld, days: int) -> set[str]:
    """The item's labels after a run so many days after the due date."""
    on(world, days)
    return set(world.issue.label_names)


def test_an_open_item_is_labelled_overdue_from_the_day_after_its_due_date() -> None:
    world = item_world()

    assert [labels_on(world, days) for days in (0, 1, 2)] == [
        {"action-item"},
        {"action-item", "overdue"},
        {"action-item", "overdue"},
    ]


@pytest.mark.parametrize("text", ["/done #4", "/drop not needed", "/due 2026-12-01"])
def test_an_item_that_is_settled_or_moved_loses_the_label(text: str) -> None:
    world = item_world()
    on(world, 8)
    world.ask("linus", text)

    assert world.issue.label_names == {"action-item"}


def test_earlier_reminders_are_minimized_when_the_next_is_posted() -> None:
    world = item_world()
    on(world, 0)
    on(world, 1)
    after_two = list(world.minimized)
    on(world, 3)

    first, second, third = [
        number for number, each in world.comments.items() if "This action" in each.body or "this action" in each.body
    ]
    assert (after_two, world.minimized) == ([first], [first, first, second])
    assert third not in world.minimized


def test_of_very_many_reminders_the_newest_fifty_are_minimized() -> None:
    world = item_world()
    for week in range(60):
        on(world, 7 * week)
    before = len(world.minimized)
    on(world, 7 * 60)

    assert len(world.minimized) - before == 50


def test_each_move_of_the_due_date_is_counted_on_the_item_and_in_its_reminders() -> None:
    world = item_world()
    for text in ("/due 2026-03-27", "/due 2026-03-27", "/due 2026-04-10"):
        world.ask("grace", text)

    assert "**Due:** 2026-04-10 (moved 2 times, first due 2026-03-20) · " in world.face
    assert on(world, 21) == [
        "@linus, this action item of #7 is due on **2026-04-10** (today) (moved 2 times, first due 2026-03-20)." + WAYS
    ]
