"""A decision is taken again until everything that it asks for is there."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from incident_actions.contract.decision import CommandRequest, Context, CreationLimitReached, decide
from incident_actions.contract.effects import Creation, OpenIssue
from incident_actions.contract.questions import AnyQuestion, IsAssignable, RoleOf
from incident_actions.contract.snapshot import CreationResult, Snapshot
from incident_actions.model.incident import entry as e
from tests.worlds import PROCESS, START, WORDING, World

ROLE, ASSIGNABLE = RoleOf("ada", ""), IsAssignable("ada")
ISSUE = OpenIssue(key="k", title="Alert on pool saturation", body="", labels=(), parent=7, since=START)


def context(snapshot: Snapshot, *, makes: bool = True) -> Context:
    """Return the surroundings of a decision."""
    return Context(snapshot, PROCESS, WORDING, START, may_create=makes)


def nothing_made(_: Creation) -> CreationResult:
    """Refuse to make anything."""
    raise AssertionError("nothing is to be made")


def test_a_decision_gets_each_answer_that_it_asks_for() -> None:
    answers: dict[AnyQuestion, object] = {ROLE: "admin", ASSIGNABLE: True}
    asked: list[AnyQuestion] = []

    def answer(question: AnyQuestion) -> Mapping[AnyQuestion, object]:
        asked.append(question)
        return {question: answers[question]}

    def decision(snapshot: Snapshot) -> tuple[str, bool]:
        known = context(snapshot)
        return known.ask(ROLE), known.ask(ASSIGNABLE)

    assert decide(decision, World().snapshot, answer, nothing_made)[0] == ("admin", True)
    assert asked == [ROLE, ASSIGNABLE]


def test_a_decision_gets_what_it_needs_made_and_once() -> None:
    made: list[str] = []

    def make(creation: Creation) -> CreationResult:
        made.append(creation.key)
        return CreationResult(20)

    result, snapshot = decide(lambda known: context(known).create(ISSUE), World().snapshot, lambda _: {}, make)

    assert (result, made) == (CreationResult(20), ["k"])
    assert context(snapshot, makes=False).create(ISSUE) == CreationResult(20)


def test_a_decision_that_gets_no_answer_ends() -> None:
    with pytest.raises(RuntimeError, match="#7 was not settled"):
        decide(lambda known: context(known).ask(ROLE), World().snapshot, lambda _: {}, nothing_made)


def test_a_turn_that_may_make_nothing_more_says_so() -> None:
    with pytest.raises(CreationLimitReached):
        context(World().snapshot, makes=False).create(ISSUE)


def test_a_comment_of_the_issue_is_known_without_asking() -> None:
    world = World()
    comment = world.post("grace", "hello")

    assert context(world.snapshot).find_comment(comment.id) == comment


def test_a_command_stamps_its_entries_with_who_asked_and_where() -> None:
    world = World()
    comment = world.post("grace", "/ack")
    request = CommandRequest(context(world.snapshot), comment, 2)

    assert (request.asker, request.key, request.process) == ("grace", f"c{comment.id}.2", PROCESS)
    assert e.Acknowledged(**request.entry_fields()) == e.Acknowledged(
        at=comment.created, accepted=START, by="grace", by_id=2, comment=comment.id, index=2
    )
