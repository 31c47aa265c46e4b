"""A refusal that its author corrected is minimized by the run that answers the correction."""

import pytest

from incident_actions.contract.effects import MinimizeComments
from incident_actions.model.person import Person
from tests.action_items.item_world import item_world
from tests.engine.commands.asking import running
from tests.worlds import BOT, World


def refused_and_then(world: World, refused: str, *later: tuple[str, str]) -> list[str]:
    """Post a refused comment and later ones, and return the first words of what is minimized."""
    world.ask("grace", refused)
    for login, text in later:
        world.ask(login, text)
    return [world.comments[number].body.partition("\n")[2].split("\n")[0] for number in world.minimized]


@pytest.mark.parametrize(
    ("refused", "corrected"),
    [
        ("/udpate we look at it", "/update we look at it"),
        ("/update", "/update we look at it"),
        ("/sev 9", "/sev 1"),
        ("/sev 9\n/resolved", "/sev 1\n/resolve"),
    ],
)
def test_a_refusal_is_minimized_once_the_next_comment_of_the_same_person_makes_up_for_it(
    refused: str, corrected: str
) -> None:
    world = running()
    world.ask("grace", refused)
    (refusal,) = [number for number, each in world.comments.items() if f"reply:{number - 1}" in each.body]
    known = len(world.log)
    world.ask("grace", corrected)

    assert isinstance(world.log[-1], MinimizeComments)
    assert [each for each in world.log[known:] if isinstance(each, MinimizeComments)] == [
        MinimizeComments((f"IC_{refusal}",), "RESOLVED")
    ]
    assert world.run().effects == ()


@pytest.mark.parametrize(
    ("refused", "later"),
    [
        ("/sev 9", [("grace", "/ack")]),
        ("/sev 9", [("grace", "/sev 8")]),
        ("/sev 9", [("ada", "/sev 1")]),
        ("/sev 9", [("grace", "It is down everywhere")]),
        ("/sev 9", [("grace", "/ack"), ("grace", "/sev 1")]),
        ("/ack\n/sev 9", [("grace", "/sev 1")]),
        ("/ack", [("grace", "/sev 1")]),
    ],
)
def test_a_refusal_that_nothing_makes_up_for_stays(refused: str, later: list[tuple[str, str]]) -> None:
    assert refused_and_then(running(), refused, *later) == []


def test_a_person_who_took_another_login_corrects_their_own_refusal() -> None:
    world = running()
    world.ask("grace", "/sev 9")
    world.ids["grace-h"], world.roles["grace-h"] = world.ids.pop("grace"), "write"  # type: ignore[index]
    world.ask("grace-h", "/sev 1")

    assert len(world.minimized) == 1


def test_a_refusal_on_an_action_item_is_minimized_as_well() -> None:
    world = item_world()
    world.ask("linus", "/snooze 5d")
    world.ask("linus", "/snooze 5d on leave")

    assert len(world.minimized) == 1


def test_only_comments_of_the_tool_are_minimized() -> None:
    world = running()
    refused = world.post("grace", "/sev 9")
    world.run()
    mine = next(each for each in world.comments.values() if f"reply:{refused.id}" in each.body)
    forged = world.post("mallory", mine.body)
    world.ask("grace", "/sev 1")

    assert world.minimized == [mine.id]
    assert forged.author != BOT == Person("github-actions[bot]", 41898282, bot=True)
