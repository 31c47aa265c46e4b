"""The original incident gets one comment about its duplicate, and nothing else that is named gets any."""

from __future__ import annotations

from datetime import timedelta

import pytest

from incident_actions.model.incident.entry import Declared, DuplicateReported, Entry
from tests.engine.commands.asking import running
from tests.worlds import START, World

ORIGINAL: dict[int, tuple[Entry, ...]] = {3: (Declared(at=START, accepted=START, by="ada"),)}
WORDS = """\
#7 was closed as a duplicate of this incident by `grace`: Checkout is down

the same pool

What is on record there stays there. If it is a separate incident after all, comment `/reopen <reason>` on it."""


def duplicate(**records: object) -> World:
    world = running()
    world.records = ORIGINAL if not records else {}
    world.ask("grace", "/duplicate #3 the same pool")
    world.run()
    return world


def reported(world: World) -> list[int]:
    return [each.original for each in world.entries() if isinstance(each, DuplicateReported)]


def test_the_original_gets_one_comment_with_the_title_the_person_and_the_reason() -> None:
    world = duplicate()
    world.run()

    assert world.pull_comments == [(3, WORDS)]
    assert reported(world) == [3]


def test_an_issue_that_is_no_incident_gets_none() -> None:
    world = duplicate(none=True)

    assert world.pull_comments == []
    assert reported(world) == [3]


def test_a_run_that_died_after_the_comment_posts_it_once() -> None:
    world = duplicate()
    again = running()
    again.records, again.comments_of = ORIGINAL, world.comments_of
    again.ask("grace", "/duplicate #3 the same pool")
    again.run()

    assert again.pull_comments == []
    assert reported(again) == [3]


def test_a_second_dismissal_is_reported_again() -> None:
    world = duplicate()
    world.now += timedelta(minutes=5)
    world.ask("grace", "/reopen it is another pool")
    world.run()
    world.ask("grace", "/duplicate #3 it was the same")
    world.run()

    assert [number for number, _ in world.pull_comments] == [3, 3]
    assert reported(world) == [3, 3]


@pytest.mark.parametrize("command", ["/false-alarm it was a test", "/resolve"])
def test_another_end_reports_nothing(command: str) -> None:
    world = running()
    world.ask("grace", command)
    world.run()

    assert (world.pull_comments, reported(world)) == ([], [])
