"""What people do in GitHub's own pages needs the same role as the command that it stands for."""

from dataclasses import replace

import pytest

from incident_actions.contract.issue import ManualAction
from incident_actions.model.person import Person
from tests.action_items.item_world import item_world
from tests.worlds import World

UNTOLD = "GitHub did not return their role in this repository, so the change was undone. Please make it again."


@pytest.mark.parametrize(
    ("login", "counts", "said"),
    [
        ("mary", True, ""),  # its owner, who may read
        ("ada", True, ""),
        ("grace", True, ""),
        (
            "linus",
            False,
            "That needs the role **write** in this repository, and theirs is **triage**, so the change was undone.",
        ),
        (
            "nobody",
            False,
            "That needs the role **write** in this repository, and theirs is **none**, so the change was undone.",
        ),
        ("kim", False, UNTOLD),
    ],
)
def test_an_item_closed_by_hand_is_done_if_that_person_may_say_so_and_open_again_if_not(
    login: str, counts: bool, said: str
) -> None:
    world = item_world(owner="mary")

    world.change_manually(login, ManualAction.CLOSED)
    world.run()

    assert (world.item.state, world.issue.open) == (("done", False) if counts else ("open", True))
    asked = (
        f"@{login}, which pull request, commit or link shows that this is done? You closed the issue, so it counts as open"
        " until you name it: `/done #123`, or until somebody with the role **maintain** accepts it: `/accept <reason>`. If it"
        " won't be done: `/drop <reason>`."
    )
    assert world.replies() == [asked if counts else f"@{login} closed the issue. {said}"]
    assert world.run().effects == ()


@pytest.mark.parametrize(("login", "counts"), [("grace", True), ("linus", False), ("kim", False)])
def test_an_item_reopened_by_hand_is_open_if_that_person_may_say_so(login: str, counts: bool) -> None:
    world = item_world(owner="mary")
    world.ask("grace", "/done #4")

    world.change_manually(login, ManualAction.REOPENED)
    world.run()

    assert (world.item.state, world.issue.open) == (("open", True) if counts else ("done", False))
    assert world.run().effects == ()


def test_a_change_undone_unchecked_counts_when_it_is_made_again() -> None:
    world = item_world(owner="mary")
    world.change_manually("kim", ManualAction.CLOSED)
    world.run()

    world.roles = {**world.roles, "kim": "write"}
    world.change_manually("kim", ManualAction.CLOSED)
    world.run()

    assert (world.item.state, world.issue.open) == ("done", False)


def test_an_incident_filed_by_somebody_unchecked_begins_as_soon_as_github_tells() -> None:
    world = World()
    world.issue = replace(world.issue, author=Person("kim", 5))
    world.run()
    said = world.replies()

    again = world.run()
    world.roles = {**world.roles, "kim": "triage"}
    world.run()

    assert said == [
        "@kim, thank you for the report. GitHub did not return your role in this repository, so this is not an incident yet. The next run checks again."
    ]
    assert again.effects == ()
    assert world.incident.declared_by == "kim"


def test_somebody_unchecked_who_then_turns_out_to_be_a_reader_hears_that_too() -> None:
    world = World()
    world.issue = replace(world.issue, author=Person("kim", 5))
    world.run()

    world.roles = {**world.roles, "kim": "read"}
    world.run()

    assert [reply.rpartition("No one was alerted")[1] for reply in world.replies()] == ["", "No one was alerted"]
    assert world.cards() == []
