"""A clock reads new and due incidents, sleeps until the next timer, hands over while one is near, and ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract.issue import Issue
from incident_actions.model.incident import entry as e
from incident_actions.model.person import Person
from incident_actions.timers.clock_watch import (
    NO_TIMERS,
    End,
    HandOver,
    Outlook,
    Sleep,
    Watch,
    incident_outlook,
    is_clock_needed,
    longest_untouched,
)
from tests.timers.timer_records import START, at, declared, incident, process, stamp

NEAR, FAR = 5.0, 60 * 6.0


def issue(number: int, changed: float = 0) -> Issue:
    return Issue(number, number, "x", "", open=True, author=Person("ada", 1), created=START, updated=at(changed))


def outlook_of(due: float | None, presses: float | None = None) -> Outlook:
    first, second = (None if each is None else at(each) for each in (due, presses if presses is not None else due))
    return Outlook(declared=True, due=first, presses=second)


def watch(**known: Outlook) -> Watch:
    found = Watch(START, at(12.5))
    for name, each in known.items():
        found.remember(issue(int(name[1:])), each)
    return found


def test_the_clock_reads_new_changed_and_due_incidents_and_no_others() -> None:
    found = watch(_1=outlook_of(NEAR), _2=outlook_of(NEAR), _3=outlook_of(1), _4=outlook_of(None), _5=outlook_of(1))

    wanted = found.issues_to_read([issue(1), issue(2, changed=0.5), issue(3), issue(4), issue(6)], at(2))

    assert [each.number for each in wanted] == [2, 3, 6]
    assert sorted(found.known) == [1, 2, 3, 4]


def test_pull_requests_are_listed_every_five_minutes_for_incidents_that_await_a_first_mention() -> None:
    found = watch(_1=replace(outlook_of(FAR), awaits_mention=True), _2=outlook_of(FAR))
    listed = [issue(1), issue(2), issue(3)]

    early, first = found.issues_to_link(listed, at(4.9)), found.issues_to_link(listed, at(5))
    found.pulls_listed = at(5)
    again, later = found.issues_to_link(listed, at(9.9)), found.issues_to_link(listed, at(10))

    assert [[each.number for each in some] for some in (early, first, again, later)] == [[], [1], [], [1]]


@pytest.mark.parametrize(
    ("due", "seconds"),
    [(0.5, 30), (NEAR, 60), (0, 5), (-1, 5), (0.02, 5), (None, 60)],
    ids=["due soon", "due later", "due now, and it failed", "overdue", "in a second", "no timer"],
)
def test_the_clock_sleeps_until_the_next_timer_within_its_limits(due: float | None, seconds: float) -> None:
    found = watch(_1=outlook_of(due), _2=outlook_of(FAR))

    assert found.next_step(START) == Sleep(START + timedelta(seconds=seconds))


def test_the_clock_ends_after_two_lists_without_a_timer_near_but_not_at_once() -> None:
    found = watch(_1=outlook_of(FAR), _2=outlook_of(3, presses=FAR), _3=NO_TIMERS)

    assert [found.next_step(at(minutes)) for minutes in (0, 1, 1.5)] == [Sleep(at(1)), Sleep(at(2)), End()]


def test_a_timer_that_is_near_again_keeps_the_clock_running() -> None:
    found = watch()
    found.next_step(at(1))
    found.remember(issue(1), outlook_of(NEAR))
    found.next_step(at(2))
    found.issues_to_read([], at(3))

    assert [found.next_step(at(3)), found.next_step(at(4))] == [Sleep(at(4)), End()]


@pytest.mark.parametrize(("due", "step"), [(14, HandOver()), (FAR, End())])
def test_the_clock_hands_over_at_its_end_where_a_timer_is_near(due: float, step: object) -> None:
    found = watch(_1=outlook_of(due))

    assert found.next_step(at(12.5)) == step


def test_the_clock_sleeps_no_longer_than_its_own_time() -> None:
    assert watch(_1=outlook_of(40)).next_step(at(12)) == Sleep(at(12.5))
    assert watch(_1=outlook_of(40)).next_step(at(12.49)) == Sleep(at(12.49) + timedelta(seconds=5))


def test_an_incident_that_could_not_be_read_may_be_near() -> None:
    found = watch()

    assert [found.next_step(at(minutes), sure=False) for minutes in (2, 3)] == [Sleep(at(3)), Sleep(at(4))]
    assert found.next_step(at(12.5), sure=False) == HandOver()


SOON, RESTING, OVERDUE = outlook_of(NEAR), outlook_of(FAR), outlook_of(-4)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (SOON, SOON, False),
        (RESTING, SOON, True),
        (outlook_of(None), SOON, True),
        (SOON, RESTING, False),
        (NO_TIMERS, SOON, True),
        (replace(SOON, since=at(-2)), SOON, True),
        (replace(SOON, since=at(-3)), SOON, False),
        (outlook_of(-3), SOON, False),
        (replace(SOON, since=at(-2)), RESTING, False),
        (None, SOON, False),
        (RESTING, None, False),
        (OVERDUE, SOON, True),
        (OVERDUE, outlook_of(None), True),
        (outlook_of(-2), SOON, False),
        (outlook_of(-60, presses=FAR), RESTING, False),
    ],
    ids=[
        "it is awake", "a timer came near", "the first timer", "a timer went", "declared just now",
        "its declaration may have died", "its declaration has not died", "late, but no more than a clock may be", "declared, and nothing is near", "nobody knows",
        "nobody knows now", "it must be dead", "dead, though none runs now", "a little late", "a daily one",
    ],
)  # fmt: skip
def test_an_events_run_starts_the_clock_where_it_is_needed_and_not_running(
    before: Outlook | None, after: Outlook | None, expected: bool
) -> None:
    assert is_clock_needed(before, after, START) is expected


def test_an_incidents_record_gives_its_next_timers() -> None:
    over = e.Resolved(**stamp(3), status="Resolved")

    assert incident_outlook(incident(declared()), process()) == replace(outlook_of(5), since=START)
    assert incident_outlook(incident(declared(), over), process()) == replace(outlook_of(None), since=START)
    assert incident_outlook(None, process()) == NO_TIMERS


def test_the_incidents_unchanged_for_longest_are_read_first() -> None:
    issues = [issue(1, changed=3), issue(2, changed=1), issue(3, changed=2), replace(issue(4), open=True)]

    assert [each.number for each in longest_untouched(issues, but=4, count=2)] == [2, 3]


A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("due", "waits", "action"),
    [(None, None, None), (5, None, 5), (None, 1, 4), (5, 1, 4), (3, 1, 3)],
    ids=["nothing", "a timer", "a comment", "the comment first", "the timer first"],
)
def test_the_next_action_is_a_timer_or_a_comment_that_waited_too_long(
    due: float | None, waits: float | None, action: float | None
) -> None:
    found = replace(outlook_of(due), waits=None if waits is None else at(waits))

    assert found.next_action == (None if action is None else at(action))


def test_a_timer_is_due_from_its_own_moment_on() -> None:
    each = outlook_of(NEAR)

    assert [each.is_due(at(NEAR) + span) for span in (-A_SECOND, 0 * A_SECOND, A_SECOND)] == [False, True, True]
    assert not NO_TIMERS.is_due(at(NEAR))


def test_a_timer_needs_a_clock_from_four_hours_before_it() -> None:
    each = outlook_of(4 * 60)

    assert [each.needs_clock(START + span) for span in (-A_SECOND, 0 * A_SECOND)] == [False, True]
    assert not outlook_of(None).needs_clock(START)


def test_a_comment_that_waits_keeps_the_clock_running() -> None:
    found = watch(_1=replace(NO_TIMERS, waits=at(2)))

    assert [found.next_step(at(minutes)) for minutes in (2, 3, 4)] == [Sleep(at(3)), Sleep(at(4)), Sleep(at(5))]
    assert found.next_step(at(12.5)) == HandOver()


def test_the_clock_runs_for_a_minute_and_a_half_in_any_case() -> None:
    quiet, just = watch(), timedelta(minutes=1.5)

    steps = [quiet.next_step(START + span) for span in (0 * just, just - A_SECOND, just)]

    assert steps == [Sleep(at(1)), Sleep(at(2.5) - A_SECOND), End()]


def test_a_clock_whose_time_is_over_ends_where_nothing_is_near() -> None:
    assert watch().next_step(at(12.5)) == End()


def test_as_many_incidents_are_read_as_asked_and_never_the_one_that_was_read() -> None:
    issues = [issue(number, changed=number) for number in (4, 2, 3, 1)]

    found = {count: [each.number for each in longest_untouched(issues, but=1, count=count)] for count in (0, 1, 9)}

    assert found == {0: [], 1: [2], 9: [2, 3, 4]}
