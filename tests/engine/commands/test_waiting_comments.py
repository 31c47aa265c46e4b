"""Which comments wait for an answer, in which order, and who may run commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract.decision import Context, NeedsAnswer
from incident_actions.contract.issue import Comment
from incident_actions.contract.questions import AnyQuestion, RoleOf
from incident_actions.engine.commands.waiting_comments import (
    ALWAYS_LISTED,
    MOST_PEOPLE,
    MOST_REFUSALS,
    declaring_comment,
    find_floods,
    least_role,
    may_run_commands,
    queue_comments,
    refused_comments,
    unanswered_comments,
    waiting_comments,
)
from incident_actions.model.incident import entry as e
from incident_actions.model.person import Person
from incident_actions.model.process.value_types import Access
from tests.engine.commands.asking import facts, running
from tests.worlds import BOT, PROCESS, ROLES, START, WORDING, World

LATER = START + timedelta(minutes=10)
DECLARED = e.Declared(at=START, accepted=START, by="grace", title="Checkout is down")
ITEM = e.ItemOpened(at=LATER, accepted=LATER, incident=7, key="k", text="Alert on it", owner="mary", owner_id=4)


def comment(number: int, body: str = "/ack", login: str = "grace", minutes: float = 1) -> Comment:
    """Return somebody's comment."""
    at = START + timedelta(minutes=minutes)
    return Comment(number, World().person(login), body, at, at, frozenset())


def context(*comments: Comment, event: Comment | None = None, hours: float = 0) -> Context:
    """Return the context of an issue with these comments, with everybody's role known."""
    world = World()
    roles: Mapping[AnyQuestion, object] = {RoleOf(login): role for login, role in ROLES.items()}
    snapshot = replace(world.snapshot, comments=comments, event_comment=event).with_answers(roles)
    return Context(snapshot, PROCESS, WORDING, START + timedelta(hours=hours))


def ids(comments: tuple[Comment, ...]) -> list[int]:
    return [each.id for each in comments]


def refusal(number: int, *keys: str, author: Person = BOT) -> Comment:
    """Return the tool's reply with these keys, or somebody's copy of it."""
    return Comment(number, author, f"<!-- incident-actions:say {' '.join(keys)} -->\nNo.", START, START, frozenset())


def test_a_responder_with_many_commands_in_an_hour_is_no_stranger() -> None:
    world = running()
    for _ in range(MOST_REFUSALS + 5):
        world.post("grace", "/ack")

    world.run()

    assert sum(entry.kind == "acknowledged" for entry in world.entries()) == MOST_REFUSALS + 5


def test_a_person_who_may_run_a_single_command_is_no_stranger() -> None:
    assert facts(running(), "linus", "/sev 1") == [{"kind": "refused", "word": "sev", "reason": "MayNot"}]


def test_nobody_is_a_stranger_if_everybody_may_run_some_command() -> None:
    world = running()
    world.process = replace(world.process, permissions={"note": "read"})

    assert facts(world, "mary", "/sev 1") == [{"kind": "refused", "word": "sev", "reason": "MayNot"}]


@pytest.mark.parametrize("hours", [0, 2])
def test_a_sign_that_somebody_else_left_keeps_no_command_from_being_answered(hours: int) -> None:
    world = running()
    comment = world.post("grace", "/ack")
    world.comments[comment.id] = replace(comment, reactions=frozenset({"confused"}))
    world.advance(hours=hours)

    world.run()

    assert "acknowledged" in world.incident.milestones


def test_the_role_of_the_events_author_is_asked_for_first_and_then_those_of_the_others_in_their_order() -> None:
    world = running()
    comments = [world.post(login, "/ack") for login in ("mary", "linus", "mary", "grace")]
    snapshot = replace(world.snapshot, event_comment=comments[-1])
    asked: list[object] = []
    for _ in range(3):
        try:
            queue_comments(Context(snapshot, world.process, WORDING, world.now), world.entries())
        except NeedsAnswer as wanted:
            asked.append(wanted.question)
            snapshot = snapshot.with_answers({wanted.question: "read"})

    assert asked == [RoleOf("grace"), RoleOf("mary"), RoleOf("linus")]


def test_comments_are_sorted_by_the_rights_of_their_authors_each_oldest_first() -> None:
    comments = (comment(4, login="mary"), comment(1), comment(2, login="mary"), comment(3, login="linus"))

    queue = queue_comments(context(*comments), (DECLARED,))

    assert (ids(queue.responders), ids(queue.strangers), queue.unfinished) == ([1, 3], [2, 4], False)


@pytest.mark.parametrize(("people", "sorted_ones", "unfinished"), [(50, 50, False), (51, 50, True)])
def test_comments_of_more_people_than_one_run_asks_about_wait(people: int, sorted_ones: int, unfinished: bool) -> None:
    comments = [comment(number, login=f"troll-{number}") for number in range(1, people + 1)]
    roles: Mapping[AnyQuestion, object] = {RoleOf(each.author.login): "read" for each in comments[:MOST_PEOPLE]}
    shown = context(*comments)

    queue = queue_comments(replace(shown, snapshot=shown.snapshot.with_answers(roles)), (DECLARED,))

    assert (queue.responders, len(queue.strangers), queue.unfinished) == ((), sorted_ones, unfinished)


def test_the_case_of_a_login_makes_no_other_person() -> None:
    upper = replace(comment(2), author=Person("GRACE", 2))

    queue = queue_comments(context(comment(1), upper), (DECLARED,))

    assert ids(queue.responders) == [1, 2]


@pytest.mark.parametrize(
    ("login", "expected"), [("ada", True), ("grace", True), ("linus", True), ("mary", False), ("kim", False)]
)
def test_commands_may_be_run_by_whoever_has_the_lowest_role_that_any_needs(login: str, expected: bool) -> None:
    assert may_run_commands(World().person(login), context(), (DECLARED,)) is expected


@pytest.mark.parametrize(("login", "expected"), [("mary", True), ("kim", False), ("linus", True)])
def test_the_owner_of_an_action_item_may_run_commands_with_the_role_of_a_reader(login: str, expected: bool) -> None:
    assert may_run_commands(World().person(login), context(), (ITEM,)) is expected


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [({}, "write"), ({"note": "read"}, "read"), ({"help": "none"}, "write"), ({"ack": "nobody"}, "write")],
)
def test_the_least_role_is_the_lowest_of_all_commands_but_help(permissions: dict[str, Access], expected: str) -> None:
    assert least_role(replace(PROCESS, permissions=permissions)) == expected


@pytest.mark.parametrize("begun", [DECLARED, ITEM], ids=["an incident", "an action item"])
def test_a_comment_of_the_second_in_which_it_began_waits(begun: e.Declared | e.ItemOpened) -> None:
    later = replace(begun, at=START + timedelta(minutes=1, seconds=0.2))

    assert ids(waiting_comments(context(comment(1), comment(2, minutes=0.9)), (later,))) == [1]


def test_a_comment_with_an_entry_on_record_was_answered() -> None:
    noted = e.NoteAdded(at=START, accepted=START, comment=1, text="x")

    assert ids(waiting_comments(context(comment(1), comment(2)), (DECLARED, noted))) == [2]


@pytest.mark.parametrize(
    ("unanswered", "expected"),
    [
        (comment(1), [1]),
        (comment(1, "just talk"), []),
        (replace(comment(1), author=BOT), []),
        (replace(comment(1), author=Person("renovate[bot]", 9, bot=True)), []),
        (replace(comment(1), author=Person("github-actions[bot]", 41898282)), []),
    ],
    ids=["a person's", "without a command", "the tool's own", "another bot's", "the tool's, not marked as a bot"],
)
def test_only_comments_of_people_with_a_command_can_be_unanswered(unanswered: Comment, expected: list[int]) -> None:
    assert ids(unanswered_comments(context(unanswered), ())) == expected


def test_the_comment_of_this_run_counts_with_the_text_of_its_event() -> None:
    found = unanswered_comments(context(comment(1, "/sev 4"), comment(3), event=comment(1, "/sev 1")), ())

    assert [(each.id, each.body) for each in found] == [(1, "/sev 1"), (3, "/ack")]


def test_the_comment_of_this_run_waits_though_the_list_does_not_show_it_yet() -> None:
    assert ids(unanswered_comments(context(comment(1), event=comment(2)), ())) == [1, 2]


def test_on_an_incident_commands_count_from_the_declaration_on() -> None:
    comments = (comment(1, minutes=-1), comment(2, minutes=0), comment(3))

    assert ids(waiting_comments(context(*comments), (DECLARED,))) == [2, 3]


@pytest.mark.parametrize(("minutes", "expected"), [(9.9, []), (10, [1]), (11, [1])])
def test_on_an_action_item_commands_count_from_its_opening_on(minutes: float, expected: list[int]) -> None:
    assert ids(waiting_comments(context(comment(1, "/done", minutes=minutes)), (ITEM,))) == expected


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        (("/lgtm", "/sev 1"), []),
        (("/lgtm", "/declare 1", "/lgtm"), [2, 3]),
        (("/replay\n12:00 /ack", "/ack"), [1, 2]),
        (("/ack\n/declare", "> /declare"), [1]),
    ],
)
def test_on_an_ordinary_issue_nothing_counts_before_a_command_that_declares(
    bodies: tuple[str, ...], expected: list[int]
) -> None:
    comments = [comment(number, body) for number, body in enumerate(bodies, start=1)]

    assert ids(waiting_comments(context(*comments), ())) == expected


def test_a_refused_comment_waits_no_longer() -> None:
    shown = context(comment(1), comment(2), refusal(3, "refusal:1"))

    assert ids(waiting_comments(shown, (DECLARED,))) == [2]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (refusal(9, "refusal:1", "refusal:22"), {1, 22}),
        (refusal(9, "reply:1"), set()),
        (refusal(9, "refusal:one", "refusal:"), set()),
        (refusal(9, "refusal:1", author=Person("mallory", 7)), set()),
    ],
    ids=["of two", "a reply to a responder", "without a number", "a stranger's copy"],
)
def test_the_tools_replies_name_the_comments_that_were_refused(reply: Comment, expected: set[int]) -> None:
    assert refused_comments(context(reply)) == expected


def flood(count: int, *, apart: float, login: str = "mary") -> tuple[Comment, ...]:
    """Return this many comments of a person, so many minutes apart."""
    return tuple(comment(number, login=login, minutes=number * apart) for number in range(1, count + 1))


@pytest.mark.parametrize(
    ("count", "apart", "expected"),
    [
        (MOST_REFUSALS, 1, {}),
        (MOST_REFUSALS + 1, 1, {11: 11}),
        (MOST_REFUSALS + 3, 1, {11: 11, 12: 11, 13: 11}),
        (MOST_REFUSALS + 1, 5.99, {11: 11}),
        (MOST_REFUSALS + 1, 6, {}),
    ],
    ids=["ten", "eleven", "thirteen", "just within an hour", "an hour"],
)
def test_a_flood_begins_with_the_eleventh_comment_within_an_hour(
    count: int, apart: float, expected: dict[int, int]
) -> None:
    assert find_floods(flood(count, apart=apart)) == expected


def test_each_person_floods_alone() -> None:
    others = tuple(replace(each, id=each.id + 100) for each in flood(6, apart=1, login="zoe"))

    assert find_floods((*flood(6, apart=1), *others)) == {}


def test_a_flood_whose_first_comment_was_refused_waits_no_longer_except_for_this_runs_own_comment() -> None:
    comments = flood(14, apart=1)
    answered = refusal(99, *(f"refusal:{number}" for number in range(1, 12)))

    assert ids(waiting_comments(context(*comments, answered), (DECLARED,))) == []
    assert ids(waiting_comments(context(*comments, answered, event=comments[12]), (DECLARED,))) == [13]


@pytest.mark.parametrize(
    ("listed", "hours", "reactions", "waits"),
    [
        (ALWAYS_LISTED + 1, 2, frozenset({"confused"}), False),
        (ALWAYS_LISTED, 2, frozenset({"confused"}), True),
        (ALWAYS_LISTED + 1, 1, frozenset({"confused"}), True),
        (ALWAYS_LISTED + 1, 2, frozenset({"+1"}), True),
        (ALWAYS_LISTED + 1, 2, frozenset(), True),
        (ALWAYS_LISTED + 1, 2, None, True),
    ],
    ids=["long ago", "all comments are listed", "an hour ago", "accepted", "no reaction", "reactions not shown"],
)
def test_an_old_comment_that_was_marked_as_refused_waits_no_longer_on_a_long_issue(
    listed: int, hours: int, reactions: frozenset[str] | None, waits: bool
) -> None:
    old = replace(comment(1, minutes=0), reactions=reactions)
    talk = (comment(number, "just talk") for number in range(2, listed + 1))

    found = waiting_comments(context(old, *talk, hours=hours), (DECLARED,))

    assert ids(found) == ([1] if waits else [])


@pytest.mark.parametrize(
    ("entries", "expected"),
    [((), 0), ((ITEM,), 0), ((DECLARED,), 0), ((ITEM, replace(DECLARED, comment=5), replace(DECLARED, comment=6)), 5)],
)
def test_the_declaring_comment_is_that_of_the_first_declaration(entries: tuple[e.Entry, ...], expected: int) -> None:
    assert declaring_comment(entries) == expected
