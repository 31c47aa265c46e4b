"""The tool's own comments prove which version of a signed record is the latest."""

from __future__ import annotations

from dataclasses import replace

from incident_actions.contract.effects import COMMENT_MARK, AddReaction, PostComment
from incident_actions.engine.record_sequence import latest_sequence, mark_comments
from incident_actions.text.record import NONE, Sequence
from tests.worlds import BOT, World

KEY = b"0123456789abcdef0123456789abcdef"
FIRST, SECOND = Sequence(0, 3), Sequence(1, 2)
REPLY = PostComment(7, "reply:1", f"{COMMENT_MARK.format(key='reply:1')}\nDone.")


def signed() -> World:
    """Return a world whose records are signed."""
    world = World()
    world.key = KEY
    return world


def post(world: World, sequence: Sequence, author: str = "") -> None:
    """Post a reply that proves a sequence; as the tool, or as somebody who copied it."""
    (effect,) = mark_comments((REPLY,), sequence, world.snapshot.seal)
    assert isinstance(effect, PostComment)
    comment = world.post(author or "grace", effect.body)
    world.comments[comment.id] = comment if author else replace(comment, author=BOT)


def test_a_reply_ends_with_the_sequence_where_there_is_a_key() -> None:
    (marked, reaction) = mark_comments((REPLY, AddReaction(1, "+1")), FIRST, signed().snapshot.seal)

    assert isinstance(marked, PostComment)
    assert marked.body.startswith(f"{REPLY.body}\n\n<!-- incident-actions:sequence 0.3 ")
    assert reaction == AddReaction(1, "+1")


def test_a_reply_is_left_as_it_is_without_a_key_or_a_sequence() -> None:
    assert list(mark_comments((REPLY,), FIRST, World().snapshot.seal)) == [REPLY]
    assert list(mark_comments((REPLY,), NONE, signed().snapshot.seal)) == [REPLY]


def test_the_latest_sequence_that_the_tool_proved_is_the_newest() -> None:
    world = signed()
    post(world, SECOND)
    post(world, FIRST)

    assert latest_sequence(world.snapshot) == SECOND


def test_a_sequence_that_somebody_else_posted_proves_nothing() -> None:
    world = signed()
    post(world, SECOND, author="mallory")

    assert latest_sequence(world.snapshot) == NONE


def test_a_sequence_proves_nothing_under_another_key_or_none() -> None:
    world = signed()
    post(world, FIRST)

    world.key = b"another key of thirty-two letters"
    assert latest_sequence(world.snapshot) == NONE
    world.key = b""
    assert latest_sequence(world.snapshot) == NONE
