"""GitHub moves the update time of comments that nobody edited; only a comment that somebody did edit is refused."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.front_door import Door, event, open_front_door

HIDE = "mutation M($input: MinimizeCommentInput!) { minimizeComment(input: $input) { clientMutationId } }"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with open_front_door(tmp_path) as door:
        yield door


def test_a_command_that_was_hidden_before_its_run_came_is_carried_out(door: Door) -> None:
    issue = door.declare()
    comment = event(door.comment("grace", issue, "/sev 1"))["comment"]
    door.sandbox.clock.advance(timedelta(minutes=1))
    subject = {"subjectId": comment["node_id"], "classifier": "OFF_TOPIC"}
    door.as_("ada").json("POST", "/graphql", {"query": HIDE, "variables": {"input": subject}})
    shown = door.as_("ada").json("GET", f"issues/comments/{comment['id']}")

    ran = door.run(door.comment("grace", issue, "/ack"))

    assert shown["updated_at"] > shown["created_at"]
    assert (ran.code, door.replies(issue)) == (0, [])
    assert "SEV-1" in door.labels(issue)


def test_commands_in_quick_succession_are_carried_out_whatever_their_update_times_say(door: Door) -> None:
    issue = door.declare()
    notes = [event(door.comment("grace", issue, f"/note step {place}"))["comment"] for place in range(6)]

    ran = door.run(door.comment("grace", issue, "/ack"))

    assert any(each["updated_at"] > each["created_at"] for each in notes), "the sandbox is as unkind as GitHub"
    assert (ran.code, door.replies(issue)) == (0, [])
    assert all(f"step {place}" in door.tool_comments(issue)[1] for place in range(6))


def test_a_comment_that_a_writer_edited_before_its_run_came_is_refused(door: Door) -> None:
    issue = door.declare()
    comment = event(door.comment("grace", issue, "/sev 2"))["comment"]
    door.as_("ada").json("PATCH", f"issues/comments/{comment['id']}", {"body": "/sev 1"})

    door.run(door.comment("grace", issue, "/ack"))

    (reply,) = door.replies(issue)
    assert reply.endswith(
        "`/sev` was not run, because the comment was edited before it was read. Post it again as a new comment."
    )
    assert "SEV-1" not in door.labels(issue)
