"""Whatever people do to an action item, and whenever a run dies, one run repairs it and a second does nothing."""

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from incident_actions.contract.issue import ManualAction
from tests.action_items.item_world import ItemWorld, item_world
from tests.worlds import RunDied

LINES = st.sampled_from(
    (
        "/done #4", "/done trust me", "/accept fine", "/done", "/drop no", "/due 2026-04-01", "/due friday", "/due soon", "/owner @ada", "/owner @mary",
        "/owner @nobody", "/snooze 5d on leave", "/snooze 5d", "/help", "/sev 1", "/frob", "just talk",
        "/done <!-- x --> @acme/all fixes #1", "/drop -->",
    )
)  # fmt: skip
PEOPLE = st.sampled_from(("ada", "grace", "linus", "mary", "kim", "nobody"))
TALK = st.tuples(st.just("say"), PEOPLE, st.lists(LINES, min_size=1, max_size=3).map("\n".join))
HANDS = st.tuples(st.just("hand"), PEOPLE, st.sampled_from((ManualAction.CLOSED, ManualAction.REOPENED)))
WAITS = st.tuples(st.just("wait"), st.integers(1, 1_000), st.just(""))
DOINGS = st.lists(st.one_of(TALK, TALK, HANDS, WAITS), min_size=1, max_size=8)


def do(world: ItemWorld, doing: tuple[object, ...]) -> None:
    match doing:
        case ("say", str(who), str(text)):
            world.post(who, text)
        case ("hand", str(who), ManualAction() as hand):
            world.change_manually(who, hand)
        case ("wait", int(hours), _):
            world.advance(hours=hours)


@given(DOINGS, st.booleans())
def test_one_run_repairs_an_item_and_a_second_changes_nothing(doings: list[tuple[object, ...]], owned: bool) -> None:
    world = item_world() if owned else item_world(owner="", wanted="mary")

    for doing in doings:
        do(world, doing)
        before = world.entries()
        world.run()
        assert world.entries()[: len(before)] == before
        assert world.run().effects == ()
        assert world.issue.open is (world.item.state == "open")


@given(DOINGS, st.integers(0, 6))
def test_a_run_killed_anywhere_is_finished_by_the_next(doings: list[tuple[object, ...]], steps: int) -> None:
    world = item_world()
    for doing in doings[:-1]:
        do(world, doing)
        world.run()
    do(world, doings[-1])
    undisturbed = deepcopy(world)
    undisturbed.run()

    world.strength = steps
    try:
        world.run()
    except RunDied:
        world.strength = 10_000
        world.run()

    assert (world.visible_issue(), world.item) == (undisturbed.visible_issue(), undisturbed.item)
