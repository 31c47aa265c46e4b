"""An item's record is at the end of its issue's body, and counts only where the bot wrote it."""

from dataclasses import replace

import pytest

from incident_actions.action_items.item import item_entries, read_item
from incident_actions.model.person import Person
from tests.action_items.item_world import item_world
from tests.worlds import BOT


def test_an_item_is_read_from_its_issue() -> None:
    world = item_world()

    assert read_item(world.issue, BOT) == world.item
    assert (world.item.text, world.item.owner, world.item.incident) == ("Alert on pool saturation", "linus", 7)


@pytest.mark.parametrize("author", [Person("mary", 4), Person("other[bot]", 9, bot=True)])
def test_a_record_by_somebody_else_is_ignored(author: Person) -> None:
    world = item_world()

    assert item_entries(replace(world.issue, author=author), BOT) == ()
    assert read_item(replace(world.issue, author=author), BOT) is None


def test_line_ends_that_github_changed_are_no_difference() -> None:
    world = item_world()
    world.run()
    world.issue = replace(world.issue, body=world.issue.body.replace("\n", "\r\n"))

    assert world.run().effects == ()


def test_changes_that_people_make_to_the_body_are_undone() -> None:
    world = item_world()
    before = world.issue.body
    world.issue = replace(world.issue, body=before.replace("2026-03-20 ·", "2027-03-20 ·"))

    world.run()

    assert world.issue.body == before


def test_labels_that_are_not_the_tools_stay() -> None:
    world = item_world()
    world.issue = replace(world.issue, labels=(*world.issue.labels[1:], replace(world.issue.labels[0], name="bug")))

    world.run()

    assert sorted(world.issue.label_names) == ["action-item", "bug"]
