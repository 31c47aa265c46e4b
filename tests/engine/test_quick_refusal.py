"""A stranger's comment is refused by the role alone, where nothing else waits on the issue."""

from __future__ import annotations

from dataclasses import replace

from incident_actions.contract.decision import Context
from incident_actions.contract.effects import AddReaction, Plan, PostComment
from incident_actions.contract.issue import Comment
from incident_actions.contract.questions import AnyQuestion, RoleOf
from incident_actions.engine.quick_refusal import refuse_comment
from tests.engine.commands.asking import running
from tests.worlds import START, WORDING, World, make_labels


def refusal(world: World, comment: Comment, role: str | None = "read") -> Plan | None:
    """Return what a run does at once for a comment; None where it has to look further. No role: it is not known yet."""
    world.event_comment = comment
    answers: dict[AnyQuestion, object] = {} if role is None else {RoleOf(comment.author.login, ""): role}
    return refuse_comment(Context(world.snapshot.with_answers(answers), world.process, WORDING, START))


def test_a_stranger_on_an_incident_gets_a_reply_and_a_reaction() -> None:
    world = running()

    plan = refusal(world, world.post("mallory", "/sev 1"))

    assert plan is not None
    assert [type(effect) for effect in plan.effects] == [PostComment, AddReaction]
    assert not plan.creations


def test_a_stranger_on_an_ordinary_issue_gets_a_reply_alone() -> None:
    world = World()
    world.issue = replace(world.issue, labels=make_labels("bug"))

    plan = refusal(world, world.post("mallory", "/declare"))

    assert plan is not None
    assert [type(effect) for effect in plan.effects] == [PostComment]


def test_nobody_is_refused_at_once_before_their_role_is_known() -> None:
    world = running()

    assert refusal(world, world.post("linus", "/sev 1"), None) is None


def test_nobody_is_refused_at_once_while_somebody_else_waits() -> None:
    world = running()
    world.post("grace", "/ack")

    assert refusal(world, world.post("mallory", "/sev 1")) is None


def test_nobody_is_refused_at_once_while_the_card_is_gone() -> None:
    world = running()
    for card in world.cards():
        del world.comments[card.id]

    assert refusal(world, world.post("mallory", "/sev 1")) is None
