"""A question is a value: the same one asked again has the same answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from incident_actions.contract.questions import (
    AnyQuestion,
    ChangedFilesOf,
    CommentOf,
    CommentsOf,
    EditorOf,
    FileOf,
    IdOf,
    LoginOf,
    PullOf,
    PullsOf,
    RoleOf,
)
from tests.worlds import START


@pytest.mark.parametrize(
    ("asked", "again"),
    [
        (RoleOf("ada"), RoleOf("ada", "")),
        (PullOf(12), PullOf(12, "")),
        (FileOf("docs/x.md"), FileOf("docs/x.md", "")),
    ],
)
def test_a_question_about_no_other_place_is_about_the_incidents_own(asked: AnyQuestion, again: AnyQuestion) -> None:
    assert {asked: "the answer"}[again] == "the answer"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RoleOf("ada"), RoleOf("grace")),
        (RoleOf("ada"), RoleOf("ada", "acme/api")),
        (PullOf(12), PullOf(12, "acme/api")),
        (FileOf("docs/x.md"), FileOf("docs/x.md", "v1")),
        (CommentsOf(7, START), CommentsOf(7, START + timedelta(seconds=1))),
        (RoleOf("ada"), IdOf("ada")),
        (EditorOf("x"), PullsOf("x")),
        (LoginOf(7), CommentOf(7)),
        (ChangedFilesOf(7), PullOf(7)),
    ],
)
def test_questions_about_different_things_have_different_answers(one: AnyQuestion, other: AnyQuestion) -> None:
    assert one != other
    assert other not in {one: "the answer"}
