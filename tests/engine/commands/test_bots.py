"""A bot of the configuration may add notes and do nothing else, however many it posts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.model.incident.entry import NoteAdded
from tests.engine.commands.asking import running
from tests.worlds import World

BOT = "deploy-bot[bot]"


def with_bots(*logins: str) -> World:
    world = running()
    world.process = replace(world.process, bots=logins)
    return world


def post_as_bot(world: World, text: str) -> int:
    comment = world.post(BOT, text)
    world.comments[comment.id] = replace(comment, author=replace(comment.author, bot=True))
    return comment.id


def notes(world: World) -> list[str]:
    return [each.text for each in world.entries() if isinstance(each, NoteAdded)]


@pytest.mark.parametrize(
    ("listed", "text", "noted"),
    [
        (BOT, "/note v1.4.2 is in production", ["v1.4.2 is in production"]),
        ("Deploy-Bot[bot]", "/note v1.4.2", ["v1.4.2"]),
        (BOT, "/sev 1\n/note v1.4.2\n/resolve\n/note", ["v1.4.2"]),
        (BOT, "/sev 1\n/help\n/mitigatd", []),
        ("other[bot]", "/note v1.4.2", []),
    ],
)
def test_it_may_note_and_gets_neither_reply_nor_reaction(listed: str, text: str, noted: list[str]) -> None:
    world = with_bots(listed)
    comment = post_as_bot(world, text)
    before = world.replies()

    world.run()

    assert (notes(world), world.incident.severity, world.replies()) == (noted, "", before)
    assert world.comments[comment].reactions == frozenset()


def test_five_hundred_notes_stop_no_person_and_leave_the_card_readable() -> None:
    world = with_bots(BOT)
    for number in range(500):
        post_as_bot(world, f"/note step {number}")
    world.post("grace", "/note the pool was full")

    world.run()

    assert "the pool was full" in notes(world)
    card = world.cards()[0].body
    assert "the pool was full" in card
    assert card.count(f"`{BOT}`") == 5


def test_a_person_with_such_a_name_still_needs_the_role() -> None:
    world = with_bots("eve")

    (reply,) = world.ask("eve", "/note let me in")

    assert "needs the role" in reply
