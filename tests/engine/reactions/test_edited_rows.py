"""A row that somebody edits in the merged post-mortem changes its item, and an unchanged one changes nothing."""

from dataclasses import replace
from typing import Any

import pytest

from incident_actions.engine.reactions.edited_rows import differs
from incident_actions.model.incident import entry as e
from incident_actions.postmortem.items import read_items
from tests.action_items.item_world import ItemWorld, item_world
from tests.worlds import PROCESS

PATH = "docs/incidents/2026-03-04-checkout.md"
VIEW = f"https://github.com/acme/shop/blob/main/{PATH}"
ROW = "| Alert on pool saturation (#20) | @linus | 2026-03-20 | prevent |"
SAID = f"Somebody edited this item in the [post-mortem]({VIEW}):\n"


def file(*rows: str) -> str:
    return "## Action items\n\n| Item | Owner | Due | Type |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def world_of(**given: Any) -> ItemWorld:
    """The world of an item that was opened from `ROW`."""
    world = item_world(**{"postmortem": PATH, "row": read_items(file(ROW), PROCESS)[0].digests, **given})
    world.postmortem_text = file(ROW)
    return world


def edited(world: ItemWorld, *rows: str) -> list[str]:
    """Run the sweep after somebody gave the file these rows, and return what it posts."""
    before = len(world.replies())
    world.postmortem_text = file(*rows)
    world.advance(minutes=10)
    looks = differs(world.item, 20, read_items(world.postmortem_text, PROCESS), "acme/shop", world.postmortem_row)
    world.run()
    said = world.replies()[before:]
    assert world.run().effects == ()
    assert looks or not said, "the sweep looks at an item only if something differs"
    return said


@pytest.mark.parametrize(
    ("row", "said", "item"),
    [
        (
            ROW.replace("2026-03-20", "2026-04-01"),
            "- Due: 2026-03-20 → 2026-04-01",
            {"due": "2026-04-01", "moves": 1},
        ),
        (ROW.replace("@linus", "@grace"), "- Owner: @linus → @grace", {"owner": "grace"}),
        (
            ROW.replace("Alert on pool saturation", "Page on pool saturation"),
            "- Text: Alert on pool saturation → Page on pool saturation",
            {"text": "Page on pool saturation"},
        ),
        (ROW.replace("prevent", "detect"), "- Type: prevent → detect", {"type": "detect"}),
        (
            ROW.replace("2026-03-20", "next friday").replace("prevent", "detect"),
            "- Due: 2026-03-20 → 2026-03-13\n- Type: prevent → detect",
            {"due": "2026-03-13", "type": "detect"},
        ),
        (
            ROW.replace("@linus", "@mary"),
            "- Owner: `mary` can't be assigned in this repository, so it stays with @linus. Assign somebody: `/owner @user`",
            {"owner": "linus"},
        ),
        (
            ROW.replace("2026-03-20", "soonish"),
            "- Due: `soonish` can't be read as a date, so it stays 2026-03-20. Set one: `/due <date>`",
            {"due": "2026-03-20"},
        ),
    ],
)
def test_an_edited_field_changes_the_item_and_is_posted_once(row: str, said: str, item: dict[str, object]) -> None:
    world = world_of()

    assert edited(world, row) == [SAID + said]

    shown = {name: getattr(world.item, name) for name in item}
    assert {name: str(value) if name == "due" else value for name, value in shown.items()} == item
    assert edited(world, row) == []


def test_the_issue_shows_what_was_edited() -> None:
    world = world_of()

    edited(world, "| Page on pool saturation (#20) | @grace | 2026-04-01 | detect |")

    assert (world.issue.title, world.issue.assignees) == ("Page on pool saturation", ("grace",))
    assert "**Owner:** @grace · **Due:** 2026-04-01 (moved once, first due 2026-03-20) · **Type:** detect" in world.face


def test_a_title_that_people_gave_the_issue_stays() -> None:
    world = world_of()
    world.issue = replace(world.issue, title="Pool alert, phase 1")

    edited(world, ROW.replace("Alert", "Page"))

    assert (world.issue.title, world.item.text) == ("Pool alert, phase 1", "Page on pool saturation")


@pytest.mark.parametrize(
    "rows",
    [
        (ROW,),
        ("| Write the runbook | @ada | 2026-03-20 | prevent |", ROW),
        (ROW.replace("Alert on", "Alert  on"),),
        (
            "| Alert on pool saturation ([#20](https://github.com/acme/shop/issues/20)) | @linus | 2026-03-20 | prevent |",
        ),
        ("| Alert on pool saturation | @linus | 2026-03-20 | prevent |",),
        (ROW.replace("#20", "#21"), "| Alert on pool saturation | @linus | 2026-03-20 | prevent |"),
    ],
    ids=["same", "moved down", "reformatted", "linked", "without its number", "another item beside it"],
)
def test_a_row_that_says_the_same_changes_nothing(rows: tuple[str, ...]) -> None:
    world = world_of()

    assert edited(world, *rows) == []
    assert [each.kind for each in world.entries()] == ["item"]


def test_what_people_set_on_the_issue_stays_unless_that_very_field_is_edited() -> None:
    world = world_of()
    world.ask("linus", "/due 2026-05-01\n/owner @grace")

    assert edited(world, ROW) == []
    assert edited(world, ROW.replace("prevent", "detect")) == [SAID + "- Type: prevent → detect"]
    assert (str(world.item.due), world.item.owner) == ("2026-05-01", "grace")
    assert edited(world, ROW.replace("prevent", "detect").replace("03-20", "04-01")) == [
        SAID + "- Due: 2026-05-01 → 2026-04-01"
    ]


def test_an_edit_that_agrees_with_the_issue_is_only_remembered() -> None:
    world = world_of()
    world.ask("linus", "/due 2026-05-01")

    assert edited(world, ROW.replace("2026-03-20", "2026-05-01")) == []
    assert (world.entries()[-1].kind, world.item.moves) == ("row", 1)


def test_an_edit_back_and_forth_is_posted_each_time() -> None:
    world = world_of()
    later = ROW.replace("2026-03-20", "2026-04-01")

    said = [edited(world, row) for row in (later, ROW, later)]

    assert [len(each) for each in said] == [1, 1, 1]
    assert (str(world.item.due), world.item.moves) == ("2026-04-01", 3)


def test_a_row_that_is_removed_is_posted_and_closes_nothing() -> None:
    world, other = world_of(), "| Write the runbook (#21) | @ada | 2026-03-20 | prevent |"

    assert edited(world, other) == [
        f"The [post-mortem]({VIEW}) doesn't have the row of this item any more. The item stays open. If it won't be done,"
        " write `/drop <reason>`."
    ]
    assert (world.issue.open, edited(world, other)) == (True, [])
    assert edited(world, other, ROW) == []
    assert edited(world, ROW.replace("2026-03-20", "2026-04-01")) == [SAID + "- Due: 2026-03-20 → 2026-04-01"]


def test_a_row_that_may_be_the_items_in_other_words_is_not_missed() -> None:
    assert edited(world_of(), "| Something about pools | @linus | 2026-03-20 | prevent |") == []


def test_a_row_without_a_number_in_other_words_changes_the_item_where_its_place_is_known() -> None:
    world = world_of()
    rows = ("| Write the runbook | @ada | 2026-03-20 | |", "| Page on saturation | @grace | 2026-03-20 | prevent |")
    world.postmortem_row = 1

    assert edited(world, *rows) == [
        SAID + "- Text: Alert on pool saturation → Page on saturation\n- Owner: @linus → @grace"
    ]
    assert edited(world, *rows) == []


def test_a_file_that_is_gone_says_nothing() -> None:
    world = world_of()
    world.postmortem_text = ""

    world.run()

    assert (world.replies(), world.issue.open) == ([], True)


def test_a_closed_item_is_left_alone() -> None:
    world = world_of()
    world.ask("linus", "/done #12")

    assert edited(world, ROW.replace("2026-03-20", "2026-04-01")) == []


def test_an_item_of_an_earlier_version_takes_the_file_as_it_is_now_for_its_basis() -> None:
    world = world_of(row=())
    later = ROW.replace("2026-03-20", "2026-04-01")

    assert edited(world, later) == []
    assert isinstance(world.entries()[-1], e.RowApplied)
    assert edited(world, later.replace("prevent", "detect")) == [SAID + "- Type: prevent → detect"]
    assert str(world.item.due) == "2026-03-20"
