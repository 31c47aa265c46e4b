"""`/help` shows what can be typed here, and nothing else."""

import pytest

from incident_actions.engine.commands.registry import COMMANDS
from tests.action_items.item_world import item_world
from tests.engine.commands.asking import facts, running
from tests.worlds import World


@pytest.mark.parametrize(("world", "place"), [(running(), "incident"), (item_world(), "action item")])
def test_help_lists_the_commands_of_the_place(world: World, place: str) -> None:
    (said,) = world.ask("mary", "/help")

    rows = [f"| `{each.usage}` | {each.meaning} |" for each in COMMANDS if each.place in (place, "both", "any issue")]
    assert said.split("\n")[2 : 2 + len(rows)] == rows
    assert world.run().effects == ()


def test_an_answer_that_changes_nothing_is_on_record_so_that_it_is_given_once() -> None:
    assert facts(running(), "grace", "/help") == [{"kind": "answered", "word": "help"}]
