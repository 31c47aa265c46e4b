"""A command that nobody edited is never refused, and one that somebody did never runs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.engine.commands.asking import running
from tests.worlds import World

EDITED = "`/sev` was not run, because the comment was edited before it was read. Post it again as a new comment."
NOT_KNOWN = "`/sev` was not run, because GitHub did not return whether the comment was edited after it was posted. Post it again as a new comment."


def touched(editor: str | None, seconds: int) -> World:
    """A comment whose update time is later than its creation; who edited it, as GitHub tells."""
    world = running()
    comment = world.post("grace", "/sev 1")
    world.comments[comment.id] = replace(comment, updated=comment.created + timedelta(seconds=seconds))
    world.editors[comment.node_id] = editor
    return world


@pytest.mark.parametrize("seconds", [1, 3_600])
def test_a_comment_with_a_later_update_time_that_nobody_edited_runs(seconds: int) -> None:
    world = touched("", seconds)

    world.run()

    assert world.incident.severity == "SEV-1"


@pytest.mark.parametrize("editor", ["mallory", "grace"])
def test_a_comment_that_somebody_edited_does_not_run_whoever_it_was(editor: str) -> None:
    world = touched(editor, 1)

    world.run()

    assert (world.replies(), world.incident.severity) == ([EDITED], "")


def test_an_update_one_second_later_is_no_edit_if_github_names_no_editor() -> None:
    world = touched(None, 1)

    world.run()

    assert world.incident.severity == "SEV-1"


def test_a_comment_waits_until_github_says_whether_it_was_edited() -> None:
    world = touched(None, 60)
    comment = next(reversed(world.comments.values()))

    world.run()
    before = (world.replies(), world.incident.severity)
    world.editors[comment.node_id] = ""
    world.run()

    assert before == ([], "")
    assert (world.replies(), world.incident.severity) == ([], "SEV-1")


def test_a_comments_own_run_proves_it_unedited_if_github_does_not() -> None:
    world = touched(None, 60)
    comment = next(reversed(world.comments.values()))

    world.run()
    world.event_comment = comment
    world.run()

    assert (world.replies(), world.incident.severity) == ([], "SEV-1")


def test_a_comment_that_nothing_proves_unedited_for_half_an_hour_is_refused() -> None:
    world = touched(None, 60)

    world.run()
    world.now += timedelta(minutes=30)
    world.run()

    assert (world.replies()[0], world.incident.severity) == (NOT_KNOWN, "")
