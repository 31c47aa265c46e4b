"""An item that is closed on its page is done if something shows it, and else leads to one question."""

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract.issue import ManualAction, ManualChange
from incident_actions.model.incident import entry as e
from incident_actions.model.person import Person
from incident_actions.text import record
from tests.action_items.item_world import ItemWorld, item_world
from tests.worlds import make_labels

LABELS = ["action-item", "closed-without-evidence"]
ASKED = (
    "@linus, which pull request, commit or link shows that this is done? You closed the issue, so it counts as open until you"
    " name it: `/done #123`, or until somebody with the role **maintain** accepts it: `/accept <reason>`. If it won't be done:"
    " `/drop <reason>`."
)


def closed(login: str = "linus", closed_with: str = "", reason: str = "") -> ItemWorld:
    """An item that somebody closed on its page."""
    world = item_world()
    world.change_manually(login, ManualAction.CLOSED)
    world.changes[-1] = replace(world.changes[-1], closed_with=closed_with)
    world.issue = replace(world.issue, state_reason=reason)
    world.run()
    return world


@pytest.mark.parametrize(
    ("hand", "kind", "state"), [(ManualAction.CLOSED, "done", "done"), (ManualAction.REOPENED, "item-reopened", "open")]
)
def test_closing_and_reopening_an_item_is_its_owners_word(hand: ManualAction, kind: str, state: str) -> None:
    world = item_world()
    if hand is ManualAction.REOPENED:
        world.ask("linus", "/done #4")

    world.change_manually("linus", hand)
    world.run()

    assert (world.entries()[-1].kind, world.entries()[-1].by, world.item.state) == (kind, "linus", state)
    assert world.issue.open is (state == "open")


def test_an_item_that_nobody_is_known_to_have_closed_is_opened_again() -> None:
    world = item_world()
    world.change_manually("linus", ManualAction.CLOSED)
    world.changes.clear()

    world.run()

    assert world.issue.open
    assert world.item.state == "open"


def test_an_item_closed_by_hand_has_a_label_and_one_question() -> None:
    world = closed()

    assert (world.replies(), sorted(world.issue.label_names)) == ([ASKED], LABELS)
    assert world.run().effects == ()


def test_an_item_that_a_closing_keyword_closed_is_done_with_that_as_evidence() -> None:
    world = closed(closed_with="#12")

    assert (world.replies(), world.item.reason, sorted(world.issue.label_names)) == ([], "#12", ["action-item"])


def test_the_event_of_a_closing_and_the_timeline_are_one_change() -> None:
    world = item_world()
    world.change_manually("linus", ManualAction.CLOSED)
    world.event_change = replace(world.changes[-1], at=world.changes[-1].at + timedelta(seconds=2))
    world.changes[-1] = replace(world.changes[-1], closed_with="#12")

    world.run()

    assert (world.item.reason, world.item.lacks_evidence) == ("#12", False)


def test_a_merge_queue_closes_an_item_and_any_other_bot_does_not() -> None:
    queue = Person("github-merge-queue[bot]", 99, bot=True)
    worlds = []
    for closed_with in ("#12", ""):
        world = item_world()
        world.issue = replace(world.issue, open=False)
        world.advance(minutes=1)
        world.changes.append(ManualChange(ManualAction.CLOSED, queue, world.now, closed_with=closed_with))
        world.run()
        worlds.append(world)

    assert [(each.item.state, each.issue.open) for each in worlds] == [("done", False), ("open", True)]


@pytest.mark.parametrize("reason", ["not_planned", "duplicate"])
def test_an_item_closed_as_not_planned_is_dropped(reason: str) -> None:
    world = closed(reason=reason)

    assert (world.item.state, world.item.reason) == ("dropped", f"closed as {reason.replace('_', ' ')}")
    assert (world.replies(), sorted(world.issue.label_names)) == ([], ["action-item"])


def test_an_item_that_is_reopened_and_closed_again_is_asked_about_again() -> None:
    world = closed()

    world.change_manually("linus", ManualAction.REOPENED)
    world.run()
    assert (world.item.lacks_evidence, sorted(world.issue.label_names)) == (False, ["action-item"])
    world.change_manually("linus", ManualAction.CLOSED)
    world.run()

    assert world.replies() == [ASKED, ASKED]


def test_where_evidence_is_optional_closing_is_done_without_a_question() -> None:
    world = item_world()
    actions = replace(world.process.actions, evidence="optional")
    world.process = replace(world.process, actions=actions)

    world.change_manually("linus", ManualAction.CLOSED)
    world.run()

    assert (world.replies(), world.item.state, sorted(world.issue.label_names)) == ([], "done", ["action-item"])


def test_an_item_that_an_earlier_version_closed_by_hand_stays_as_it_is() -> None:
    world = item_world()
    done = e.ItemDone(at=world.now, accepted=world.now, by="linus")
    body = record.visible_text(world.issue.body) + "\n\n**Done**, without evidence\n\n"
    block = record.write_record((*world.entries(), done), seal=world.snapshot.item_seal)
    world.issue = replace(world.issue, open=False, body=body + block, labels=make_labels("action-item"))

    world.run()

    assert (world.replies(), world.issue.open, sorted(world.issue.label_names)) == ([], False, ["action-item"])
