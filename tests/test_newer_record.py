"""A record that holds what only a newer version understands: it is kept byte for byte, whatever happens to the card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from incident_actions.contract import card_comment
from incident_actions.contract.issue import Comment
from incident_actions.text import record
from incident_actions.text.seal import Seal
from tests.action_items.item_world import item_world
from tests.engine.commands.asking import running
from tests.worlds import World

KEY = b"a key of the repository's secrets"


def written_by_a_newer_version(comment: int) -> tuple[str, str]:
    """An entry of a kind that this version does not know, and one of a known kind with a field too many."""
    at = '"at":"2026-03-04T14:00:01Z","accepted":"2026-03-04T14:00:02Z","by":"ada"'
    return (
        f'{{"kind":"teleported",{at},"comment":{comment},"to":{{"x":[1,2.5,null]}},"why":"\\u003cno -\\u002d\\u003e"}}',
        f'{{"kind":"note",{at},"comment":{comment},"index":1,"text":"was kept","tags":["eu","checkout"],"weight":0.1}}',
    )


def signed_or_not(key: bytes) -> World:
    world = World(key=key, sweeping=False)
    world.run()
    return world


def upgraded(world: World, comment: int) -> tuple[str, str]:
    """Let a newer version add to the card; the lines that it wrote."""
    lines = written_by_a_newer_version(comment)
    rewrite(world, lambda own: [*own, *lines])
    return lines


def rewrite(world: World, change: Callable[[list[str]], list[str]]) -> None:
    """Write the record's lines as the tool itself does."""
    (card,) = world.cards()
    seal = Seal(world.key, f"issue {world.issue.id}")
    block = record.read_block(card.body, seal)
    assert block
    lines = change(record.entry_lines(block.entries))
    text = record.write_block(lines, block.pages, block.written, seal, block.sequence)
    world.comments[card.id] = replace(card, body=f"{record.visible_text(card.body)}\n{text}")


def lines_of(world: World) -> list[str]:
    """The record's lines as they stand on the pages and the card."""
    texts = [
        each.body
        for each in world.comments.values()
        if each.body.startswith((card_comment.RECORD_PAGE_MARK, card_comment.CARD_MARK))
    ]
    return [line for text in texts for line in text.rpartition(record.OPENING)[2].split("\n")]


def edited(world: World, by: str, body: Callable[[str], str]) -> Comment:
    """Somebody edits the card."""
    world.advance(minutes=2)
    (card,) = world.cards()
    world.editors[card.node_id] = by
    world.comments[card.id] = replace(card, body=body(card.body), updated=world.now)
    return card


@pytest.mark.parametrize("key", [b"", KEY], ids=["unsigned", "signed"])
@pytest.mark.parametrize("sweeping", [False, True], ids=["a comment", "a sweep"])
def test_a_run_keeps_it_and_answers_none_of_its_comments_again(key: bytes, *, sweeping: bool) -> None:
    world = signed_or_not(key)
    comment = world.post("ada", "/teleport\n/note was kept")
    lines = upgraded(world, comment.id)
    world.sweeping = sweeping

    if not sweeping:
        world.post("grace", "/ack")
    world.run()

    assert [line for line in lines_of(world) if line in lines] == list(lines)
    assert world.replies() == []


@pytest.mark.parametrize("key", [b"", KEY], ids=["unsigned", "signed"])
def test_a_record_that_is_built_again_keeps_it(key: bytes) -> None:
    world = signed_or_not(key)
    comment = world.post("ada", "/teleport\n/note was kept")
    lines = upgraded(world, comment.id)
    older = world.cards()[0].body
    world.ask("grace", "/ack")

    edited(world, "grace", lambda body: older if key else body.replace('"acknowledged"', '"unheard-of"', 1))
    world.sweeping = True
    world.run()

    repair = world.incident.repaired
    assert repair
    assert repair.what == "damaged"
    assert [line for line in lines_of(world) if line in lines] == list(lines)
    assert world.replies() == []


@pytest.mark.parametrize("key", [b"", KEY], ids=["unsigned", "signed"])
def test_a_declaration_that_only_a_newer_version_understands_is_never_written_over(key: bytes) -> None:
    world = signed_or_not(key)
    rewrite(world, lambda own: [f'{own[0][:-1]},"region":"eu"}}', *own[1:]])
    before, labels = world.cards()[0], world.issue.label_names

    said = [world.ask("grace", "/sev 1"), world.ask("grace", "/resolve")]
    edited(world, "ada", lambda body: body)
    world.sweeping = True
    world.run()

    assert [len(each) for each in said] == [1, 0]
    assert said[0][0].startswith("A newer version of incident-actions wrote the record of this incident")
    assert world.cards()[0].body == before.body
    assert world.issue.label_names == labels


def test_an_action_items_record_keeps_it_too() -> None:
    world = item_world()
    lines = written_by_a_newer_version(900)
    block = record.read_block(world.issue.body)
    assert block
    text = record.write_block([*record.entry_lines(block.entries), *lines])
    world.issue = replace(world.issue, body=f"{record.visible_text(world.issue.body)}\n{text}")

    world.ask("linus", "/due 2026-04-01")

    assert [line for line in world.issue.body.split("\n") if line in lines] == list(lines)
    assert world.item.due == date(2026, 4, 1)


def test_a_slip_of_the_hand_is_no_newer_version_and_its_comment_is_answered_again() -> None:
    world = running("/note it was the deploy")

    edited(world, "grace", lambda body: body.replace('"text":"it was the deploy"', '"text":7'))
    world.run()

    assert [entry.text for entry in world.entries() if entry.kind == "note"] == ["it was the deploy"]  # type: ignore[attr-defined]


def test_an_action_item_that_a_newer_version_opened_is_never_built_again() -> None:
    world = item_world()
    block = record.read_block(world.issue.body)
    assert block
    first, *rest = record.entry_lines(block.entries)
    text = record.write_block([f'{first[:-1]},"effort":3}}', *rest])
    world.issue = replace(world.issue, body=f"{record.visible_text(world.issue.body)}\n{text}", parent=7)
    before = world.issue

    assert world.run().effects == ()
    assert world.issue == before
