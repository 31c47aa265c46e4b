"""Strangers may comment as much as they like: nobody waits for it, and it costs next to nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from incident_actions.engine.commands.waiting_comments import MOST_REFUSALS
from incident_actions.sandbox import Job
from incident_actions.sandbox.concurrency import LONGEST_QUEUE
from incident_actions.sandbox.state.records import StoredComment
from tests.front_door import Door, event, open_front_door

JUNK = "/frobnicate\n" * 200


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with open_front_door(tmp_path, held=False) as door:
        yield door


def asked(door: Door, job: Job) -> list[str]:
    """What a run of a job asks for, less where."""
    before = len(door.sandbox.requests)
    assert door.run(job).code == 0
    return [f"{each.method} {each.path.partition('/acme/shop/')[2]}" for each in door.sandbox.requests[before:]]


def reads(issue: int, login: str = "stan") -> list[str]:
    """What refusing somebody's command costs in any case."""
    return [f"GET collaborators/{login}/permission", f"GET issues/{issue}/comments"]


def test_refusing_a_stranger_takes_their_role_the_comments_a_reply_and_a_reaction(door: Door) -> None:
    issue = door.declare()
    job = door.comment("stan", issue, JUNK)

    first, again = asked(door, job), asked(door, job)

    assert sorted(first[:2]) == reads(issue)
    assert first[2:] == [f"POST issues/{issue}/comments", f"POST issues/comments/{comment_of(job)}/reactions"]
    assert sorted(again) == reads(issue)


def test_refusing_somebody_whom_github_calls_a_collaborator_also_takes_the_issue(door: Door) -> None:
    issue = door.declare()
    job = door.comment("mary", issue, JUNK)

    first, again = asked(door, job), asked(door, job)

    least = {*reads(issue, "mary")}
    for requests in (first, again):  # nobody needs the issue here, so it may come too late to be read at all
        assert least <= {each for each in requests if each.startswith("GET")} <= {*least, f"GET issues/{issue}"}


def test_from_the_eleventh_command_on_a_stranger_costs_a_look_and_no_write(door: Door) -> None:
    issue = door.declare()
    jobs = [door.comment("stan", issue, "/ack") for _ in range(MOST_REFUSALS + 3)]

    writes = [len([each for each in asked(door, job) if each.startswith("POST issues/")]) for job in jobs]

    assert writes == [1 + 10] + [0] * (MOST_REFUSALS + 2)  # the first run refuses all that wait in one reply
    last = door.comment("stan", issue, "/ack")
    assert sorted(asked(door, last)) == reads(issue)


def test_declaring_without_the_right_to_costs_three_requests_and_is_refused_once(door: Door) -> None:
    issue = door.as_("mary").issue(title="Is it down?")["number"]
    job = door.comment("stan", issue, "/declare")

    first, again = asked(door, job), asked(door, job)

    assert first == [*reads(issue), f"POST issues/{issue}/comments"]
    assert again == first[:2]


def test_a_flood_of_junk_keeps_no_responder_waiting_and_leaves_nothing_on_record(door: Door) -> None:
    issue = door.declare()
    for _ in range(12):
        door.comment("mary", issue, JUNK)

    ran = door.run(door.comment("grace", issue, "/ack"))

    assert ran.code == 0
    assert "Acknowledged" in door.tool_comments(issue)[1]
    assert "refused" not in record_of(door, issue)
    assert len(door.replies(issue)) == 1
    assert ran.requests < 30


@pytest.mark.rest
def test_a_command_whose_run_a_full_queue_cancelled_is_answered_by_a_strangers_run(door: Door) -> None:
    issue = door.declare()
    with one_run_at_work(door):
        for place in range(1 + LONGEST_QUEUE):
            door.as_(f"troll-{place % 30}").json("POST", f"issues/{issue}/comments", {"body": "/ack"})
        door.as_("grace").json("POST", f"issues/{issue}/comments", {"body": "/sev 1"})
        conclusions = [run.conclusion for run in door.sandbox.repository("acme/shop").runs]

    assert conclusions[-(2 + LONGEST_QUEUE) :] == [None] * (1 + LONGEST_QUEUE) + ["cancelled"]
    assert door.run(door.newest_job()).code == 0  # that of a stranger
    assert "SEV-1" in door.labels(issue)


@contextmanager
def one_run_at_work(door: Door) -> Iterator[None]:
    """Keep the next run of the workflows at work, so that all further ones of its group wait."""
    jobs = door.sandbox.jobs
    usual, finish = jobs.runner, Event()

    def work(job: Job) -> int:
        finish.wait(60)
        return usual(job)

    jobs.runner = work
    try:
        yield
    finally:
        finish.set()
        door.sandbox.settle()
        jobs.runner = usual


@pytest.mark.rest
def test_three_hundred_comments_of_thirty_strangers_at_once_are_refused_while_the_commander_types(door: Door) -> None:
    issue = door.declare()
    chant(door, issue, 290)
    jobs = [door.comment(f"troll-{place}", issue, "/ack") for place in range(10)]
    command = door.comment("grace", issue, "/sev 1\n/ic")

    ran = door.run(command)
    writes = [len(door.run(job).writes) for job in jobs]

    assert ran.code == 0
    assert "SEV-1" in door.labels(issue)
    assert sum(writes) <= 30
    assert "troll" not in record_of(door, issue)


def chant(door: Door, issue: int, count: int) -> None:
    """Thirty strangers comment so often; of their runs GitHub has cancelled all, since its queue was full."""
    shop, now = door.sandbox.repository("acme/shop"), door.sandbox.clock.now()
    for place in range(count):
        door.sandbox.token(f"troll-{place % 30}")
        number = door.sandbox.host.world.next_id()
        shop.comments[number] = StoredComment(number, issue, f"troll-{place % 30}", "/ack", now, now)
        shop.issues[issue].comments.append(number)


def test_a_run_that_dies_after_its_reply_does_not_reply_again(door: Door) -> None:
    issue = door.declare()
    job = door.comment("mary", issue, "/ack")
    door.run(job)
    for each in door.sandbox.repository("acme/shop").comments.values():
        each.reactions.clear()

    door.run(job)
    door.run(door.comment("grace", issue, "/ack"))

    assert len(door.replies(issue)) == 1
    assert [each.content for each in door.sandbox.repository("acme/shop").comments[comment_of(job)].reactions] == [
        "confused"
    ]


def comment_of(job: Job) -> int:
    return int(event(job)["comment"]["id"])


def record_of(door: Door, issue: int) -> str:
    """The record on the card, as it is spelled."""
    return door.tool_comments(issue)[0]
