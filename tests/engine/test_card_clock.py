"""What the card shows of time is that of the record's newest entry, never of the run."""

from __future__ import annotations

from datetime import timedelta

import pytest

from incident_actions.engine.card_clock import CardClock, PagedPerson, describe_update, paged_people, read_clock
from incident_actions.model.incident import entry as e
from tests.engine.commands.asking import running
from tests.engine.commands.manned import worked
from tests.worlds import PROCESS, START, World


def clock(world: World) -> CardClock:
    return read_clock(world.incident, world.entries())


def test_an_incident_runs_from_its_start_to_the_newest_entry() -> None:
    world = running("/started 13:30")
    world.advance(minutes=10)
    world.ask("grace", "/note still looking")
    newest = world.now
    world.advance(hours=5)

    found = clock(world)

    assert (found.start, found.as_of, found.end) == (START - timedelta(minutes=30), newest, None)
    assert found.length == newest - START + timedelta(minutes=30)


@pytest.mark.parametrize("text", ["/resolve", "/false-alarm a test"])
def test_an_incident_that_is_over_ends_when_somebody_said_so(text: str) -> None:
    world = running()
    world.advance(minutes=10)
    world.ask("grace", text)
    over = world.now
    world.advance(minutes=10)
    world.ask("grace", "/note afterwards")

    assert clock(world).end == over


def test_no_length_is_negative() -> None:
    assert CardClock(START, START - timedelta(minutes=1), None).length == timedelta()


@pytest.mark.parametrize(("minutes", "passed"), [(-1, True), (0, True), (1, False)])
def test_what_is_due_at_the_newest_entry_has_come(minutes: int, passed: bool) -> None:
    assert CardClock(START, START, None).has_passed(START + timedelta(minutes=minutes)) is passed


@pytest.mark.parametrize(("minutes", "overdue"), [(14, False), (15, True), (16, True)])
def test_an_update_is_overdue_once_its_time_has_come(minutes: int, overdue: bool) -> None:
    world = running("/sev 1")
    due = START + timedelta(minutes=15)

    shown = describe_update(world.incident, PROCESS, CardClock(START, START + timedelta(minutes=minutes), None), None)

    assert shown is not None
    assert (shown.at, shown.is_overdue) == (due, overdue)


@pytest.mark.parametrize(("until", "at", "after"), [(10, 15, False), (40, 40, True)])
def test_a_snooze_that_ends_later_shows_its_end(until: int, at: int, after: bool) -> None:
    world = running("/sev 1")
    snoozed = START + timedelta(minutes=until)

    shown = describe_update(world.incident, PROCESS, CardClock(START, START, None), snoozed)

    assert shown is not None
    assert (shown.at, shown.after_snooze) == (START + timedelta(minutes=at), after)


def test_an_incident_that_promises_no_update_shows_none() -> None:
    world = running("/sev 4")

    assert describe_update(world.incident, PROCESS, clock(world), None) is None


def test_a_paged_person_has_answered_once_they_act() -> None:
    world = worked("/page @linus the pool is full")
    paged = world.now
    world.advance(minutes=3)
    world.ask("linus", "/note on it")

    found = {each.login: each for each in paged_people(world.entries(), world.process)}

    assert found["linus"] == PagedPerson("linus", paged, world.now)
    assert found["ada"].answered is None, "who is on call, and was paged on declaring"


def test_a_page_by_address_shows_its_tags_and_is_answered_by_an_acknowledgement() -> None:
    world = worked()
    sent = world.now + timedelta(minutes=1)
    tags = [("ada-pager", "silent:1:Slack"), ("ada-sms", "")]
    results = tuple(
        e.NotificationSent(at=sent, accepted=sent, key="k", what="paged", audience=tag, problem=problem, person="Ada")
        for tag, problem in tags
    )
    ack = e.Acknowledged(at=sent, accepted=sent + timedelta(minutes=2), by="ada")

    found = paged_people((*world.entries(), *results, ack), world.process)

    assert found == (
        PagedPerson("ada", sent, ack.accepted, acknowledged=True, reached_by=("ada-sms",), missed_by=("ada-pager",)),
    )


def test_a_new_page_waits_for_a_new_answer_and_shows_its_own_tags() -> None:
    world = worked()
    at = world.now
    result = e.NotificationSent(at=at, accepted=at, key="k", what="paged", audience="sms", person="ada")
    again = e.PeoplePaged(at=at, accepted=at, to=("ada",), whom="", by="grace", comment=9)

    assert paged_people((*world.entries(), result, again), world.process) == (PagedPerson("ada", at),)


def test_the_answers_of_a_team_cannot_be_told() -> None:
    assert PagedPerson("acme/api", START).is_team
    assert not PagedPerson("ada", START).is_team
