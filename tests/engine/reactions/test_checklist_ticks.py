"""Ticks are read from the tool's own comments, whoever clicked there and whatever else was edited in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.contract.issue import Comment
from incident_actions.model.incident import entry as e
from tests.engine.test_card import rows
from tests.own_timers import only_own_timers
from tests.timers.timer_records import process
from tests.worlds import BOT, World

CHECKLISTS = """
checklists:
  - {name: First, when: declared, items: ["Look: `a_b` <c> & @ada", "Resolve #12"]}
  - {name: Ways, when: active, kind: options, items: [Roll back]}
  - {name: Verify, when: mitigated, ordered: true, items: [Error rate, Queue depth, Alerts]}
  - {name: Never, when: mitigated, kind: notes, items: [Leave it alone]}
"""
URL = "https://github.com/acme/shop/issues/7#issuecomment-"


def listed(*commands: str) -> World:
    """An incident of a team with checklists, after these comments, each answered until nothing is left to do."""
    world = World(process=process(only_own_timers(CHECKLISTS)))
    world.run()
    for command in commands:
        world.ask("grace", command)
        world.run()
    return world


def holder(world: World, text: str) -> Comment:
    """The tool's newest comment with a text."""
    ours = (each for each in world.comments.values() if each.author == BOT and "list:" in each.body.partition("\n")[0])
    return max((each for each in ours if text in each.body), key=lambda each: each.id)


def tick(world: World, *steps: str, box: str = "[x]", of: str = "") -> None:
    """Tick steps as a click in GitHub does, and let the next run see it."""
    for step in steps:
        comment = holder(world, of or step)
        line = next(each for each in comment.body.split("\n") if step in each)
        ticked = line.replace("[ ]", box) if box == "[x]" else line.replace("[x]", box)
        edit(world, comment, comment.body.replace(line, ticked))
    world.run()


def edit(world: World, comment: Comment, body: str) -> None:
    world.advance(seconds=1)
    world.comments[comment.id] = replace(comment, body=body, updated=world.now)
    world.editors[comment.node_id] = "linus"


def counts(world: World) -> list[tuple[int, int]]:
    """What the record has of ticks, oldest first."""
    return [(entry.done, entry.total) for entry in world.entries() if isinstance(entry, e.ChecklistRead)]


def test_a_list_of_its_own_is_on_the_card_at_once() -> None:
    world = listed("/mitigated")

    assert rows(world)["Checklist"] == f"[0 of 3 done]({URL}{holder(world, 'Verify').id})"


def test_a_list_below_the_card_is_counted_from_its_first_tick_so_that_declaring_costs_no_more() -> None:
    world = listed("/ack")
    assert (world.run().effects, counts(world)) == ((), [])

    tick(world, "Look")
    assert counts(world) == [(1, 2)]
    assert rows(world)["Checklist"] == f"[1 of 2 done]({URL}{holder(world, 'First').id})"

    tick(world, "Look", box="[ ]")
    assert counts(world) == [(1, 2), (0, 2)]


def test_a_tick_is_read_by_the_next_run_and_shown_on_the_card() -> None:
    world = listed("/mitigated")

    tick(world, "Error rate", "Alerts")

    assert rows(world)["Checklist"].startswith("[2 of 3 done]")
    read = world.entries()[-1]
    assert isinstance(read, e.ChecklistRead)
    assert (read.at, read.on, read.comment, read.by) == (world.now, holder(world, "Verify").id, 0, "")
    assert world.run().effects == ()


@pytest.mark.parametrize("step", ["Look", "#12"])
def test_a_step_is_recognized_however_its_text_was_made_safe(step: str) -> None:
    world = listed()

    tick(world, step, of="First")

    assert counts(world) == [(1, 2)]


def test_a_tick_can_be_removed() -> None:
    world = listed("/mitigated")

    tick(world, "Error rate")
    tick(world, "Error rate", box="[ ]")

    assert counts(world)[-3:] == [(0, 3), (1, 3), (0, 3)]


def test_ticks_of_two_people_at_once_are_read_together() -> None:
    world = listed("/mitigated")

    tick(world, "Error rate", "Queue depth")

    assert counts(world)[-2:] == [(0, 3), (2, 3)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- [ ] Alerts", "- [ ] Alerts\n- [x] Buy milk"),
        ("- [ ] Alerts", "- [x] A l e r t s are none of ours"),
        ("**Never:**\n- Leave it alone", "- [x] Leave it alone"),
        ("- [ ] Alerts", "looked at the alerts, [x] Alerts"),
        ("\n", "\r\n"),
    ],
)
def test_an_edit_beyond_ticks_does_no_harm(before: str, after: str) -> None:
    world = listed("/mitigated")
    comment = holder(world, "Verify")
    first, rest = comment.body.split("\n", 1)
    assert before in rest

    edit(world, comment, f"{first}\n{rest.replace(before, after).replace('- [ ] Error rate', '- [x] Error rate')}")
    world.run()

    assert counts(world)[-1] == (1, 3)
    assert not [entry for entry in world.entries() if isinstance(entry, e.RecordRepaired)]


def test_a_tick_with_a_signed_record_is_no_damage() -> None:
    world = World(process=process(only_own_timers(CHECKLISTS)), key=b"k" * 32)
    world.run()
    world.ask("grace", "/mitigated")
    world.run()

    tick(world, "Error rate")
    world.ask("grace", "/update on it")

    assert counts(world)[-1] == (1, 3)
    assert world.incident.repaired is None


def test_a_comment_of_somebody_else_with_the_same_first_line_counts_for_nothing() -> None:
    world = listed("/mitigated")
    forged = holder(world, "Verify").body.replace("[ ]", "[x]")

    world.post("mallory", forged)
    world.run()

    assert counts(world)[-1] == (0, 3)


def test_a_new_round_counts_its_own_list() -> None:
    world = listed("/mitigated")
    tick(world, "Error rate", "Queue depth", "Alerts")
    old = holder(world, "Verify")

    for command in ("/status Investigating it came back", "/mitigated"):
        world.ask("grace", command)
        world.run()

    assert holder(world, "Verify").id != old.id
    assert rows(world)["Checklist"] == f"[0 of 3 done]({URL}{holder(world, 'Verify').id})"


def test_a_lost_record_finds_the_ticks_again() -> None:
    world = listed("/mitigated")
    tick(world, "Error rate")
    (card,) = world.cards()
    del world.comments[card.id]

    world.run()

    assert rows(world)["Checklist"].startswith("[1 of 3 done]")


def test_a_list_that_a_run_no_longer_reads_keeps_its_count() -> None:
    world = listed("/mitigated")
    tick(world, "Error rate")
    del world.comments[holder(world, "Verify").id]  # a long incident's runs list the newest comments only

    world.ask("grace", "/update all well")

    assert rows(world)["Checklist"].startswith("[1 of 3 done]")


def test_a_step_that_the_team_renamed_meanwhile_is_not_done() -> None:
    world = listed("/mitigated")
    tick(world, "Error rate")
    world.process = process(only_own_timers(CHECKLISTS.replace("Error rate", "Rate of errors")))

    world.ask("grace", "/update all well")

    assert counts(world)[-1] == (0, 3)
