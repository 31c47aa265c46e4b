"""The issue of an action item that an older version wrote is read, refreshed and carried on."""

from dataclasses import replace
from datetime import date

from incident_actions.text import record
from tests.action_items.item_world import ItemWorld, item_world

OLDER = (
    "Alert on pool saturation\n\n"
    "**Owner:** @linus · **Due:** 2026-03-20 · **Type:** prevent · **Incident:** #7\n\n"
    "<sub>`/done <evidence>` · `/due <date>` · `/owner @user` · `/snooze 5d <reason>` · `/drop <reason>`</sub>"
)
"""What version 0.1.0 wrote above the record."""


def older_item() -> ItemWorld:
    world = item_world()
    world.issue = replace(world.issue, body=f"{OLDER}\n\n{record.write_block(record.entry_lines(world.entries()))}")
    return world


def test_an_older_item_is_read_as_it_was() -> None:
    assert older_item().item == item_world().item


def test_an_older_item_takes_commands_and_gets_the_newer_text() -> None:
    world, newer = older_item(), item_world()

    for each in (world, newer):
        each.ask("linus", "/due 2026-04-01")

    assert (world.item.due, world.item.owner) == (date(2026, 4, 1), "linus")
    assert world.face == newer.face


def test_an_older_item_is_reminded_of_once() -> None:
    world = older_item()
    world.at(date(2026, 3, 20))

    world.run()
    world.run()

    (said,) = world.replies()
    assert said.startswith("@linus")
