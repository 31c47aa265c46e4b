"""A command on an issue that is not an incident gets one line, once, if its author may run commands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.contract.questions import RoleOf
from tests.worlds import World

REPLY = "This issue is not an incident yet, so `/{}` did nothing. To make it one, comment `/declare`."


def plain() -> World:
    """An ordinary issue, whose comments each start a run."""
    world = World(sweeping=False)
    world.issue = replace(world.issue, labels=())
    return world


def comment(world: World, login: str, text: str) -> list[str]:
    """The replies to one comment, by the run that it starts."""
    before = len(world.replies())
    world.event_comment = world.post(login, text)
    world.run()
    return world.replies()[before:]


@pytest.mark.parametrize(
    ("text", "word"),
    [("/sev 1", "sev"), ("/help", "help"), ("/selftest", "selftest"), ("/sev1", "sev1"), ("/incident", "incident")],
)
def test_somebody_who_may_run_commands_hears_how_to_declare(text: str, word: str) -> None:
    world = plain()

    assert comment(world, "linus", text) == [REPLY.format(word)]
    assert world.entries() == ()


def test_an_issue_gets_the_line_once() -> None:
    world = plain()
    comment(world, "grace", "/sev 1")

    assert comment(world, "ada", "/ack") == []


def test_a_stranger_hears_nothing() -> None:
    assert comment(plain(), "mary", "/sev 1") == []


@pytest.mark.parametrize("text", ["/lgtm", "/cc @ada", "/assign @ada", "/usr/bin is full"])
def test_the_commands_of_other_bots_cost_no_request(text: str) -> None:
    world = plain()

    assert comment(world, "grace", text) == []
    assert RoleOf("grace") not in world.asked


def test_an_older_comment_gets_no_line() -> None:
    world = plain()
    world.post("grace", "/sev 1")
    world.run()

    assert world.replies() == []


def test_a_word_that_is_left_to_another_bot_gets_no_line() -> None:
    world = plain()
    world.process = replace(world.process, ignore_commands=("/Help",))

    assert comment(world, "grace", "/help") == []


def test_the_next_comment_declares_it() -> None:
    world = plain()
    comment(world, "grace", "/sev 1")
    comment(world, "grace", "/declare 1")

    assert world.incident.severity == "SEV-1"


def test_a_declaration_that_is_loosely_typed_and_days_old_declares_nothing() -> None:
    world = plain()
    world.post("grace", "/declare!")
    world.advance(hours=25)

    assert comment(world, "grace", "/sev 1") == [REPLY.format("sev")]
    assert world.entries() == ()


def test_a_declaration_that_is_loosely_typed_declares_within_a_day() -> None:
    world = plain()
    comment(world, "grace", "/declare!")

    assert world.incident.declared_by == "grace"
