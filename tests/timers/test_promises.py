"""Promises are counted as the people who waited understood them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import fold
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.model.process.process import Process
from incident_actions.timers.promises import (
    Lateness,
    PromisedUpdate,
    PromiseScore,
    _PromiseTracker,
    has_passed,
    lateness,
    promised_updates,
    score_promises,
)
from incident_actions.timers.schedule import next_update
from tests.postmortem.form_processes import process

PROMISES = process("\ntargets: { first_update: 5 }\n")
"""SEV-1 promises an update every 15 minutes, SEV-2 every 30, SEV-3 every 60, SEV-4 none; the first within 5."""

ONLY_CADENCE = process("")
FOR_ALL = process("\nupdate_every: 45\n")


class Moments(TypedDict):
    at: datetime
    accepted: datetime


def at(minute: float) -> datetime:
    return datetime(2026, 3, 4, 14, 0, tzinfo=UTC) + timedelta(minutes=minute)


def stamp(minute: float) -> Moments:
    return {"at": at(minute), "accepted": at(minute)}


def declared(severity: str = "SEV-2", minute: float = 0) -> e.Declared:
    return e.Declared(**stamp(minute), severity=severity, title="Checkout is down")


def update(minute: float) -> e.UpdatePosted:
    return e.UpdatePosted(**stamp(minute), text="on it")


def severity(minute: float, to: str) -> e.SeveritySet:
    return e.SeveritySet(**stamp(minute), to=to)


def cadence(minute: float, minutes: int) -> e.CadenceSet:
    return e.CadenceSet(**stamp(minute), minutes=minutes)


def resolved(minute: float) -> e.Resolved:
    return e.Resolved(**stamp(minute))


def reopened(minute: float) -> e.Reopened:
    return e.Reopened(**stamp(minute), reason="not so")


def worth(promised: int, kept: int, silence: float, since: float | None) -> PromiseScore:
    return PromiseScore(promised, kept, timedelta(minutes=silence), None if since is None else at(since))


SEV_1, SEV_3, SEV_4 = "SEV-1", "SEV-3", "SEV-4"
STORIES: dict[str, tuple[list[e.Entry], PromiseScore]] = {
    "all in time": ([declared(), update(30), update(55), resolved(80)], worth(2, 2, 30, 0)),
    "one late": ([declared(), update(31), update(60), resolved(80)], worth(2, 1, 31, 0)),
    "within the minute that was shown": ([declared(), update(30.9), resolved(31)], worth(1, 1, 30.9, 0)),
    "resolved before it was due": ([declared(), update(20), resolved(49)], worth(1, 1, 29, 20)),
    "resolved when it was overdue": ([declared(), update(20), resolved(51)], worth(2, 1, 31, 20)),
    "dismissed when it was overdue": ([declared(), e.Dismissed(**stamp(31))], worth(1, 0, 31, 0)),
    "never a word": ([declared(), resolved(29)], worth(0, 0, 29, 0)),
    "over at once": ([declared(), resolved(0)], worth(0, 0, 0, None)),
    "nothing promised": ([declared(SEV_4), update(500), resolved(510)], worth(0, 0, 500, 0)),
    "no severity, nothing promised": ([declared(""), update(500), resolved(510)], worth(0, 0, 500, 0)),
    "words for the public count": (
        [declared(), e.UpdatePublished(**stamp(20), text="We know."), update(50), resolved(60)], worth(2, 2, 30, 20)),
    "a status with words counts": (
        [declared(), e.StatusSet(**stamp(20), to="Identified", phase=Phase.ACTIVE, text="The pool."), resolved(40)],
        worth(1, 1, 20, 0)),
    "a status without words does not": (
        [declared(), e.StatusSet(**stamp(20), to="Identified", phase=Phase.ACTIVE), update(31), resolved(40)],
        worth(1, 0, 31, 0)),
    "raised: it counts from then": ([declared(), severity(10, SEV_1), update(25), resolved(26)], worth(1, 1, 25, 0)),
    "raised, and then too late": ([declared(), severity(10, SEV_1), update(26), resolved(27)], worth(1, 0, 26, 0)),
    "raised when it was broken: it stays broken": (
        [declared(), severity(31, SEV_1), update(40), resolved(41)], worth(1, 0, 40, 0)),
    "lowered in time: longer is enough": ([declared(), severity(29, SEV_3), update(89), resolved(90)], worth(1, 1, 89, 0)),
    "lowered when it was broken: it stays broken": (
        [declared(), severity(31, SEV_3), update(60), resolved(61)], worth(1, 0, 60, 0)),
    "set to what it was: nothing changes": ([declared(), severity(29, "SEV-2"), update(31), resolved(32)], worth(1, 0, 31, 0)),
    "lowered to where nothing is promised": ([declared(), severity(29, SEV_4), update(99), resolved(100)], worth(0, 0, 99, 0)),
    "broken, then lowered to where nothing is promised": (
        [declared(), severity(31, SEV_4), update(99), resolved(100)], worth(1, 0, 99, 0)),
    "first named after the time that it promises": (
        [declared(""), severity(40, SEV_1), update(55), resolved(56)], worth(1, 1, 55, 0)),
    "first named in time": ([declared(""), severity(10, SEV_1), update(16), resolved(17)], worth(1, 0, 16, 0)),
    "a cadence of one's own, wider": ([declared(), cadence(5, 90), update(95), resolved(96)], worth(1, 1, 95, 0)),
    "a cadence of one's own, narrower": ([declared(), cadence(5, 10), update(16), resolved(17)], worth(1, 0, 16, 0)),
    "a cadence when it was broken: it stays broken": ([declared(), cadence(31, 90), update(40), resolved(41)], worth(1, 0, 40, 0)),
    "back to the process's cadence": ([declared(), cadence(1, 90), cadence(2, 0), update(33), resolved(34)], worth(1, 0, 33, 0)),
    "a cadence where the severity has none": ([declared(SEV_4), cadence(1, 10), update(12), resolved(13)], worth(1, 0, 12, 0)),
    "reopened: what lay between is no silence": (
        [declared(), update(10), resolved(20), reopened(500), update(530), resolved(531)], worth(2, 2, 30, 500)),
    "reopened: it counts from there": (
        [declared(), update(10), resolved(20), reopened(500), update(531), resolved(532)], worth(2, 1, 31, 500)),
    "words after the end change nothing": ([declared(), resolved(10), update(90)], worth(0, 0, 10, 0)),
    "told out of order": ([declared(), update(50), update(25), resolved(60)], worth(2, 2, 25, 0)),
    "words before the declaration are none": ([declared(minute=10), update(5), resolved(39)], worth(0, 0, 29, 10)),
    "notes dated back change nothing": (
        [declared(), e.NoteAdded(at=at(29), accepted=at(60), text="x"), update(31), resolved(60)], worth(1, 0, 31, 0)),
    "nothing at all": ([], worth(0, 0, 0, None)),
}  # fmt: skip


@pytest.mark.parametrize(("entries", "expected"), STORIES.values(), ids=STORIES)
def test_promises_are_kept_by_updates_in_time(entries: list[e.Entry], expected: PromiseScore) -> None:
    assert score_promises(entries, ONLY_CADENCE) == expected


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([declared(), update(5), update(35), resolved(36)], worth(2, 2, 30, 5)),
        ([declared(), update(6), update(36), resolved(37)], worth(2, 1, 30, 6)),
        ([declared(SEV_4), update(6), update(500), resolved(501)], worth(1, 0, 494, 6)),
        ([declared(), severity(4, SEV_1), update(9), resolved(10)], worth(1, 1, 9, 0)),
        ([declared(), severity(4, "SEV-2"), update(6), resolved(7)], worth(1, 0, 6, 0)),
        ([declared(), severity(4, SEV_3), update(9), resolved(10)], worth(1, 0, 9, 0)),
        ([declared(), resolved(1), reopened(60), update(65), resolved(66)], worth(1, 1, 5, 60)),
        ([declared(), resolved(1), reopened(60), update(66), resolved(67)], worth(1, 0, 6, 60)),
    ],
)
def test_the_first_update_is_promised_too_where_there_is_a_target(
    entries: list[e.Entry], expected: PromiseScore
) -> None:
    assert score_promises(entries, PROMISES) == expected


def test_a_promise_for_all_severities_holds_where_none_has_its_own() -> None:
    assert score_promises([declared(SEV_4), update(45), update(91), resolved(92)], FOR_ALL) == worth(2, 1, 46, 45)
    assert score_promises([declared(""), update(46), resolved(47)], FOR_ALL) == worth(1, 0, 46, 0)


@pytest.mark.parametrize(
    ("until", "expected"),
    [(20, worth(0, 0, 20, 0)), (31, worth(1, 0, 31, 0)), (None, worth(0, 0, 0, None))],
)
def test_an_overdue_update_of_a_running_incident_counts(until: float | None, expected: PromiseScore) -> None:
    assert score_promises([declared()], ONLY_CADENCE, at(until) if until else None) == expected


def test_the_present_does_not_matter_once_the_incident_is_over() -> None:
    assert score_promises([declared(), resolved(10)], ONLY_CADENCE, at(500)) == worth(0, 0, 10, 0)


# ── Properties

WORDS = st.sampled_from(("", "SEV-1", "SEV-2", "SEV-3", "SEV-4", "gone"))
STEPS = st.lists(
    st.tuples(
        st.integers(0, 90),
        st.one_of(
            st.tuples(st.just("update"), st.none()),
            st.tuples(st.just("publish"), st.none()),
            st.tuples(st.just("status"), st.sampled_from(("", "text"))),
            st.tuples(st.just("severity"), WORDS),
            st.tuples(st.just("cadence"), st.sampled_from((0, 5, 20, 240))),
            st.tuples(st.just("turn"), st.none()),
            st.tuples(st.just("note"), st.none()),
        ),
    ),
    max_size=30,
)
PROCESSES = st.sampled_from((PROMISES, ONLY_CADENCE, FOR_ALL))


def possible_records(first: str, steps: list[tuple[int, tuple[str, object]]]) -> Iterator[e.Entry]:
    """Draw a possible record, resolved or dismissed, and reopened, in turns."""
    yield declared(first)
    minute, running = 0, True
    for later, (what, value) in steps:
        minute += later
        match what:
            case "update":
                yield update(minute)
            case "publish":
                yield e.UpdatePublished(**stamp(minute), text="We know.")
            case "status" if running:
                yield e.StatusSet(**stamp(minute), to="Identified", phase=Phase.ACTIVE, text=str(value))
            case "severity":
                yield severity(minute, str(value))
            case "cadence":
                yield cadence(minute, int(str(value)))
            case "note":
                yield e.NoteAdded(at=at(minute - 30), accepted=at(minute), by="ada", text="x")
            case "turn":
                yield resolved(minute) if running else reopened(minute)
                running = not running


RECORDS = st.builds(lambda first, steps: list(possible_records(first, steps)), WORDS, STEPS)


@given(RECORDS, PROCESSES)
def test_the_promise_is_what_the_card_shows_unless_that_was_over_when_it_was_made(
    entries: list[e.Entry], process: Process
) -> None:
    watch = _PromiseTracker(process)
    seen: list[e.Entry] = []
    for entry in entries:
        seen.append(entry)
        watch.see(entry)

        incident = fold(7, seen)
        assert incident is not None
        assert watch.running is (incident.phase in RUNNING)
        shown = next_update(incident, process)
        if watch.running and watch.due != shown:
            assert shown is not None
            assert watch.due is not None
            changes = [each.at for each in seen if isinstance(each, e.SeveritySet)]
            assert any(has_passed(shown, change) and change <= watch.due for change in changes)


@given(RECORDS, PROCESSES)
def test_no_more_is_kept_than_promised_and_no_more_promised_than_there_were_silences(
    entries: list[e.Entry], process: Process
) -> None:
    found = score_promises(entries, process)

    ends = [each for each in entries if isinstance(each, (e.UpdatePosted, e.UpdatePublished, e.StatusSet, e.Resolved))]
    assert 0 <= found.kept <= found.promised <= len(ends)
    assert timedelta() <= found.silence <= max(each.accepted for each in entries) - entries[0].at
    assert (found.silent_from is None) == (found.silence == timedelta())


@given(RECORDS, PROCESSES)
def test_entries_without_a_promise_or_an_update_change_nothing(entries: list[e.Entry], process: Process) -> None:
    counted = [each for each in entries if not isinstance(each, e.NoteAdded)]

    assert score_promises(entries, process) == score_promises(counted, process)


@given(st.integers(1, 200), st.integers(1, 300))
def test_updates_within_every_interval_keep_every_promise(times: int, minutes: int) -> None:
    entries = [declared(), *(update(minutes * place) for place in range(1, times + 1))]

    assert score_promises(entries, ONLY_CADENCE) == worth(times, times if minutes <= 30 else 0, minutes, 0)


def test_a_record_of_any_length_is_counted_in_time_that_grows_with_it() -> None:
    def entries(count: int) -> list[e.Entry]:
        kinds = (update, lambda minute: severity(minute, ("SEV-1", "SEV-2")[int(minute) % 4 // 2]))
        published = [e.UpdatePublished(**stamp(place), text="x") for place in range(count)]
        return [declared(), *(kinds[place % 2](place) for place in range(count)), *published]

    def seconds(count: int) -> float:
        given = entries(count)
        begun = process_time()
        score_promises(given, PROMISES)
        return process_time() - begun

    assert seconds(10_000) < 1


# ── The timers' own lateness


def fired(due: float, minute: float, what: str = "update") -> e.TimerFired:
    return e.TimerFired(**stamp(minute), timer=f"{what}@{due}", what=what, due=at(due))


def snoozed(minute: float, until: float) -> e.TimersSnoozed:
    return e.TimersSnoozed(**stamp(minute), until=at(until), reason="asleep")


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], Lateness()),
        ([fired(10, 10)], Lateness(1)),
        ([fired(10, 11), fired(20, 23, "roles"), fired(30, 31)], Lateness(3, timedelta(minutes=3), "roles", at(20))),
        ([snoozed(5, 30), fired(10, 31)], Lateness(1, timedelta(minutes=1), "update", at(30))),
        ([snoozed(5, 30), fired(40, 42)], Lateness(1, timedelta(minutes=2), "update", at(40))),
        ([snoozed(5, 300), reopened(100), fired(110, 112)], Lateness(1, timedelta(minutes=2), "update", at(110))),
        ([fired(10, 9)], Lateness(1)),
        ([declared(), fired(10, 12), update(13)], Lateness(1, timedelta(minutes=2), "update", at(10))),
        ([fired(10, 12), fired(20, 22, "roles")], Lateness(2, timedelta(minutes=2), "update", at(10))),
        ([snoozed(5, 30), fired(10, 30)], Lateness(1)),
        ([snoozed(5, 30), fired(10, 29)], Lateness(1, timedelta(minutes=19), "update", at(10))),
    ],
)
def test_the_latest_timer_is_reported(entries: list[e.Entry], expected: Lateness) -> None:
    assert lateness(entries) == expected


def test_each_promise_says_when_it_was_due_and_which_comment_kept_it() -> None:
    late = e.UpdatePosted(**stamp(8), text="on it", comment=5)
    public = e.UpdatePublished(**stamp(20), text="We know.", comment=6)

    assert promised_updates([declared(), late, public], PROMISES, at(60)) == (
        PromisedUpdate(at(5), is_first=True, at=at(8), comment=5),
        PromisedUpdate(at(38), is_first=False, at=at(20), comment=6),
        PromisedUpdate(at(50), is_first=False),
    )
