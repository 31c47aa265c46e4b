"""The issue of a week lists what is overdue, open, moved and done, and keeps its record."""

from dataclasses import replace
from datetime import timedelta

from incident_actions.action_items import week_issue
from incident_actions.contract.decision import Context
from incident_actions.contract.labels import label_meanings
from incident_actions.model.incident import entry as e
from incident_actions.model.person import Person
from tests.action_items.week_world import TODAY, WeekWorld, listed, week_world
from tests.worlds import BOT, START, WORDING

LATE = TODAY - timedelta(days=3)


def context(world: WeekWorld) -> Context:
    return Context(world.snapshot, world.process, WORDING, START)


def body(world: WeekWorld, shown: str = "") -> str:
    entries = week_issue.week_entries(world.issue, BOT)
    return week_issue.week_body(entries, shown, context(world))


def test_each_item_is_in_the_lists_that_fit_it() -> None:
    moved = listed(42, e.DueSet(at=START, accepted=START, to=TODAY + timedelta(days=9)))
    done = listed(43, e.ItemDone(at=START, accepted=START, evidence="https://example.com/1 shows it"))
    world = week_world(listed(40), listed(41, due=LATE), moved, done)

    shown = body(world)

    lines = {line for line in shown.splitlines() if "Item 4" in line}
    assert sum("Item 41" in line and "3 days late" in line for line in lines) == 1
    assert sum("Item 40" in line for line in lines) == 1
    assert sum("Item 43" in line for line in lines) == 1
    assert shown.count("Item 42") == 2  # among the open ones, and among the moved ones


def test_a_run_that_listed_no_items_keeps_the_lists() -> None:
    before = body(week_world(listed(40)))

    after = body(week_world(), before.replace("\n", "\r\n"))

    assert before.partition(week_issue.FOOTER)[0] == after.partition(week_issue.FOOTER)[0]


def test_the_issue_of_a_week_is_known_by_its_label_and_by_its_record() -> None:
    world = week_world()
    label = world.process.labels.week

    assert label in label_meanings(world.process)
    assert week_issue.is_week(world.issue, BOT, label)
    assert week_issue.is_week(replace(world.issue, labels=()), BOT, label)
    assert not week_issue.is_week(replace(world.issue, labels=(), body="nothing"), BOT, label)
    assert not week_issue.is_week(replace(world.issue, author=Person("ada", 1)), BOT, label)
    assert week_issue.key_in(world.issue.body) == f"week:{world.week.week}"
    assert week_issue.key_in("nothing") == ""


def test_a_lost_record_begins_anew_with_the_week_in_which_the_issue_was_opened() -> None:
    world = week_world()
    known = week_issue.trusted_entries(world.snapshot, context(world))
    world.issue = replace(world.issue, body="edited")

    (begun,) = week_issue.trusted_entries(world.snapshot, context(world))

    assert isinstance(begun, e.WeekBegun)
    assert begun.week == world_week(known)


def world_week(entries: tuple[e.Entry, ...]) -> str:
    (begun,) = entries
    assert isinstance(begun, e.WeekBegun)
    return begun.week
