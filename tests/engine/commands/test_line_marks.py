"""`/hide` and `/star` choose the lines of the post-mortem, by the time that the card shows."""

from __future__ import annotations

import pytest

from incident_actions.contract.decision import Context
from incident_actions.engine.reactions.postmortem_refresh import render_file
from incident_actions.text import timeline
from tests.engine.commands.asking import facts, refused, running
from tests.worlds import WORDING, World


def noted() -> World:
    """An incident with one line at 13:50, and two at 13:55."""
    return running("/note 13:50 the pool was full", "/note 13:55 restarted\n/note 13:55 warm again")


def file_of(world: World) -> str:
    return render_file(world.incident, world.entries(), Context(world.snapshot, world.process, WORDING, world.now))


def test_a_hidden_line_leaves_the_file_and_nothing_else() -> None:
    world = noted()

    assert world.ask("grace", "/hide 13:50") == [
        "The post-mortem leaves out this line, which stays on record: 13:50 · the pool was full\n\n"
        "To undo that: `/hide off 13:50`"
    ]
    assert "the pool was full" not in file_of(world)
    assert "the pool was full" in world.cards()[0].body
    world.ask("grace", "/hide 13:50")
    world.ask("grace", "/hide off 13:50")
    assert "the pool was full" in file_of(world)


def test_a_starred_line_enters_the_timeline_whatever_it_is() -> None:
    world = running()
    world.ask("grace", "/page @linus the pool")
    before = file_of(world).split("<details>")[0]
    assert "the pool" not in before

    assert "The timeline of the post-mortem has this line" in world.ask("grace", "/star 14:00 2")[0]

    after = file_of(world).split("<details>")[0]
    assert "the pool" in after


def test_lines_of_one_minute_are_told_apart_by_number() -> None:
    world = noted()

    assert refused(world, "/hide 13:55") == [
        "The timeline has 2 lines at that time, so `/hide` changed nothing. Add the number of the one that you mean:\n\n"
        "- `/hide 13:55 1`: restarted\n- `/hide 13:55 2`: warm again"
    ]
    (mark,) = facts(world, "grace", "/hide 13:55 2")
    key = timeline.line_key(timeline.visible_entries(world.entries())[2])
    assert mark == {"kind": "line-marked", "line": key, "mark": "hide"}


@pytest.mark.parametrize("text", ["13:59", "13:55 3", "2026-03-05 13:50"])
def test_a_line_that_is_not_there_is_refused(text: str) -> None:
    (reply,) = refused(noted(), f"/star {text}")

    assert reply.startswith("The timeline has no line at `")


@pytest.mark.parametrize("text", ["", "the note", "off"])
def test_what_is_no_time_is_refused(text: str) -> None:
    (reply,) = refused(noted(), f"/hide {text}".strip())

    assert "/hide [off] <time of the line, as shown>" in reply
