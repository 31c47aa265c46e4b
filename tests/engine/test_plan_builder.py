"""A plan collects entries and comments, and posts no comment twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import PostComment
from incident_actions.contract.issue import Comment
from incident_actions.engine.plan_builder import PlanBuilder
from incident_actions.model.incident import entry as e
from incident_actions.text.messages import NotAcknowledged, UnknownCommand
from incident_actions.timers.firing import FiringTimer
from tests.worlds import BOT, PROCESS, START, WORDING, World

DECLARED = e.Declared(at=START, accepted=START, by="grace", title="Checkout is down")
NOTED = e.NoteAdded(at=START, accepted=START, by="grace", text="the deploy")
FROB, BLORP = UnknownCommand("frob", ""), UnknownCommand("blorp", "")
FROB_WORDS, BLORP_WORDS = (WORDING.word_message(each) for each in (FROB, BLORP))


def builder(*entries: e.Entry) -> PlanBuilder:
    return PlanBuilder(Context(World().snapshot, PROCESS, WORDING, START), entries)


def timer(key: str) -> FiringTimer:
    """Return a timer that fires."""
    fired = e.TimerFired(at=START, accepted=START, timer=key, what="update", due=START)
    return FiringTimer(fired, NotAcknowledged(("grace",), START, START, 0))


def posted(body: str, *, by_bot: bool = True) -> Comment:
    """Return a comment that is on the issue already."""
    return Comment(5, BOT if by_bot else World().person("mallory"), body, START, START, frozenset())


def comment(key: str, *words: str, on_record: bool = True) -> PostComment:
    """Return the comment with this key and these paragraphs."""
    return PostComment(7, key, f"<!-- incident-actions:say {key} -->\n" + "\n\n".join(words), on_record)


def test_a_plan_has_no_incident_before_it_is_declared() -> None:
    assert builder().incident is None


def test_a_plans_incident_is_what_its_entries_add_up_to() -> None:
    plan = builder(DECLARED)
    plan.add(Decision((e.SeveritySet(at=START, accepted=START, to="SEV-1"),)))

    assert plan.incident is not None
    assert (plan.incident.title, plan.incident.severity) == ("Checkout is down", "SEV-1")


def test_a_decision_adds_its_entries_and_its_messages_in_one_comment() -> None:
    plan = builder(DECLARED)

    plan.add(Decision((NOTED,), (FROB, BLORP), "reply:1"))

    assert plan.entries == (DECLARED, NOTED)
    assert plan.pending(()) == (comment("reply:1", FROB_WORDS, BLORP_WORDS),)


def test_no_comment_is_posted_without_a_message() -> None:
    plan = builder()

    plan.post((), "reply:1")

    assert (plan.comments, plan.pending(())) == ([], ())


def test_a_comment_that_leaves_nothing_on_record_says_so() -> None:
    plan = builder()

    plan.post((FROB,), "refusal:1", on_record=False)

    assert plan.pending(()) == (comment("refusal:1", FROB_WORDS, on_record=False),)


@pytest.mark.parametrize(
    ("there", "waits"),
    [
        ((posted("<!-- incident-actions:say refusal:1 refusal:2 -->\nNo."),), False),
        ((posted("<!-- incident-actions:say refusal:2 refusal:3 refusal:1 -->\nNo."),), False),
        ((posted("<!-- incident-actions:say refusal:1 -->\nNo."),), True),
        ((posted("<!-- incident-actions:say refusal:1 refusal:2 -->\nNo.", by_bot=False),), True),
        ((), True),
    ],
    ids=["all of them", "and more", "one of them", "a stranger's copy", "none"],
)
def test_a_comment_waits_until_the_issue_has_all_its_keys(there: tuple[Comment, ...], waits: bool) -> None:
    plan = builder()
    plan.post((FROB,), "refusal:1 refusal:2")

    assert plan.pending(there) == ((comment("refusal:1 refusal:2", FROB_WORDS),) if waits else ())


def test_the_keys_of_two_comments_count_together() -> None:
    plan = builder()
    plan.post((FROB,), "refusal:1 refusal:2")
    there = [posted(f"<!-- incident-actions:say refusal:{number} -->\nNo.") for number in (1, 2)]

    assert plan.pending((there[0], replace(there[1], id=6))) == ()


def test_one_comment_holds_all_reminders_after_the_other_comments() -> None:
    plan = builder(DECLARED)
    first, second = timer("update:1"), timer("room:1")

    plan.remind((first, second))
    plan.post((FROB,), "reply:1")

    words = [WORDING.word_message(each.message) for each in (first, second)]
    assert plan.entries == (DECLARED, first.entry, second.entry)
    assert plan.pending(()) == (comment("reply:1", FROB_WORDS), comment("update:1 room:1", *words))


def test_a_reminder_that_was_posted_is_left_out_of_the_comment() -> None:
    plan = builder(DECLARED)
    plan.remind((timer("update:1"), timer("room:1")))

    found = plan.pending((posted("<!-- incident-actions:say update:1 -->\nAn update is due."),))

    assert found == (comment("room:1", WORDING.word_message(timer("room:1").message)),)


def test_a_reply_holds_as_many_messages_as_fit_into_a_comment_and_counts_the_others() -> None:
    plan = builder(DECLARED)
    plan.post(tuple(UnknownCommand(f"{'x' * 600}{place}", "") for place in range(120)), "reply:5")

    (comment,) = plan.pending(())

    assert isinstance(comment, PostComment)
    assert len(comment.body) < 65_000
    assert comment.body.endswith(
        "31 more replies do not fit into this comment. To see them, post those commands again, fewer at a time."
    )
