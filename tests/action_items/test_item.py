"""An item's record is at the end of its issue's body, and counts only where the bot wrote it."""

from dataclasses import replace
from typing import Any

import pytest

from incident_actions.action_items.item import is_item, item_body, item_entries, read_item
from incident_actions.contract.decision import Context
from incident_actions.model.incident.entry import Declared
from incident_actions.model.person import Person
from incident_actions.text import record
from tests.action_items.item_world import item_world
from tests.worlds import BOT, START, WORDING


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


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, True),
        ({"body": "somebody deleted the record"}, True),
        ({"labels": ()}, True),
        ({"labels": (), "body": "neither"}, False),
        ({"author": Person("mary", 4)}, False),
        ({"author": Person("mary", 4), "labels": ()}, False),
    ],
)
def test_an_issue_by_the_bot_is_an_item_by_its_label_or_its_record(changed: dict[str, Any], expected: bool) -> None:
    assert is_item(replace(item_world().issue, **changed), BOT, "action-item") is expected


def test_the_record_of_an_incident_is_not_the_record_of_an_item() -> None:
    declared = Declared(at=START, accepted=START, by="grace", title="Checkout is down")

    assert item_entries(replace(item_world().issue, body=record.write_record((declared,))), BOT) == ()


def test_a_body_without_the_opening_of_its_item_cannot_be_written() -> None:
    world = item_world()

    with pytest.raises(AssertionError):
        item_body((), Context(world.snapshot, world.process, WORDING, START))
