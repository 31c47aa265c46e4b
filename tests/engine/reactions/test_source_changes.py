"""A comment that changes after its commands went on record leaves the record alone, and its line says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract.issue import CommentDeletion
from incident_actions.model.incident.entry import NoteAdded, SourceChanged
from tests.engine.commands.asking import running
from tests.worlds import World


def swept(world: World) -> tuple[SourceChanged, ...]:
    """Return what is on record about changed comments after another sweep."""
    world.sweeping = True
    world.run()
    return tuple(each for each in world.entries() if isinstance(each, SourceChanged))


def with_edit(world: World, editor: str | None = "eve", seconds: int = 60) -> int:
    """Edit the newest comment of a person."""
    number = max(each.comment for each in world.entries())
    comment = world.comments[number]
    changed = replace(comment, body="/note nothing", updated=comment.created + timedelta(seconds=seconds))
    world.comments[number] = replace(changed, node_id="edited")
    world.editors["edited"] = editor
    return number


def test_an_edit_shows_with_its_editor_and_the_record_keeps_the_first_text() -> None:
    world = running("/note the pool was full")
    number = with_edit(world)

    (change,) = swept(world)

    assert (change.on, change.by, change.deleted, change.unchanged) == (number, "eve", False, False)
    assert [each.text for each in world.entries() if isinstance(each, NoteAdded)] == ["the pool was full"]
    assert "the pool was full (comment edited since by `eve`)" in world.cards()[0].body
    assert len(swept(world)) == 1


def test_a_deleted_comment_shows_once() -> None:
    world = running("/note the pool was full")
    del world.comments[max(each.comment for each in world.entries())]

    (change,) = swept(world)

    assert change.deleted
    assert "the pool was full (comment deleted since)" in world.cards()[0].body
    assert len(swept(world)) == 1


@pytest.mark.parametrize(
    ("editor", "seconds", "found"),
    [("", 60, [True]), (None, 60, []), ("eve", 2, [])],
    ids=["only minimized", "GitHub doesn't tell", "a clock that is a second off"],
)
def test_what_changed_nothing_that_is_known_shows_nowhere(editor: str | None, seconds: int, found: list[bool]) -> None:
    world = running("/note the pool was full")
    with_edit(world, editor, seconds)

    assert [each.unchanged for each in swept(world)] == found
    assert "since" not in world.cards()[0].body


def test_an_event_asks_nothing() -> None:
    world = running("/note the pool was full")
    with_edit(world)
    world.ask("grace", "/ack")

    assert not any(isinstance(each, SourceChanged) for each in world.entries())


def deleted_by(world: World, login: str, comment: int) -> tuple[SourceChanged, ...]:
    """Return what is on record about changed comments after the run that a deletion starts."""
    world.sweeping, world.deletion = False, CommentDeletion(comment, login)
    world.run()
    return tuple(each for each in world.entries() if isinstance(each, SourceChanged))


def test_the_run_of_a_deletion_names_who_deleted_the_comment_and_the_sweep_adds_nothing() -> None:
    world = running("/note the pool was full")
    number = max(each.comment for each in world.entries())
    del world.comments[number]

    (change,) = deleted_by(world, "eve", number)

    assert (change.on, change.by, change.deleted) == (number, "eve", True)
    assert "the pool was full (comment deleted since by `eve`)" in world.cards()[0].body
    assert len(deleted_by(world, "eve", number)) == 1
    world.deletion = None
    assert len(swept(world)) == 1


def test_a_deletion_that_a_sweep_saw_first_gets_its_name_later() -> None:
    world = running("/note the pool was full")
    number = max(each.comment for each in world.entries())
    del world.comments[number]
    swept(world)

    assert [each.by for each in deleted_by(world, "eve", number)] == ["", "eve"]
    assert "(comment deleted since by `eve`)" in world.cards()[0].body


def test_a_deleted_comment_that_left_nothing_on_record_leaves_nothing_now() -> None:
    world = running("/note the pool was full")

    assert deleted_by(world, "eve", 999) == ()
