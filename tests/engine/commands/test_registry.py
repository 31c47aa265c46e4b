"""`/help` shows what can be typed here, and nothing else."""

from dataclasses import replace

import pytest

from incident_actions.engine.commands.registry import COMMANDS
from tests.action_items.item_world import item_world
from tests.engine.commands.asking import facts, running
from tests.worlds import PROCESS, World


@pytest.mark.parametrize(("world", "place"), [(running(), "incident"), (item_world(), "action item")])
def test_help_lists_the_commands_of_the_place(world: World, place: str) -> None:
    (said,) = world.ask("mary", "/help")

    rows = [f"| `{each.usage}` | {each.meaning} |" for each in COMMANDS if each.place in (place, "both", "any issue")]
    assert said.split("\n")[2 : 2 + len(rows)] == rows
    assert world.run().effects == ()


def test_help_leaves_out_commands_for_roles_that_the_process_does_not_have() -> None:
    roles = tuple(each for each in PROCESS.roles if each.key in ("commander", "tech"))
    world = World(process=replace(PROCESS, roles=roles))
    world.run()

    (said,) = world.ask("mary", "/help")

    shown = [word for word in ("ic", "comms", "tech", "scribe") if f"| `/{word} @user` |" in said]
    assert shown == ["ic", "tech"]


def test_an_answer_that_changes_nothing_is_on_record_so_that_it_is_given_once() -> None:
    assert facts(running(), "grace", "/help") == [{"kind": "answered", "word": "help"}]
