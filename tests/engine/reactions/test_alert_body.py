"""A repeat that is counted in the issue's body is the same as one that a run takes into the record at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.contract.effects import Plan, SetIssue
from incident_actions.engine.reactions.alert_body import count_repeat, entries_in_body, without_deliveries
from incident_actions.model.alerts.alert import AlertDelivery
from incident_actions.model.incident import entry as e
from tests.engine.reactions.test_alerts import Monitored, context, delivery
from tests.worlds import START, make_labels


def declared() -> Monitored:
    world = Monitored()
    world.run()
    return world


def count(world: Monitored, told: AlertDelivery) -> Plan | None:
    """Decide about an alert from the issue alone, and write what that asks for."""
    world.advance(minutes=1)
    plan = count_repeat(told, context(world))
    for effect in plan.effects if plan else ():
        world._carry_out(effect)
    return plan


def settle(world: Monitored) -> dict[str, tuple[bool, int]]:
    """Let a run without an alert come; how often each alert was reported, and whether it fires."""
    world.heard = None
    world.run()
    return {alarm.title: (alarm.firing, alarm.told) for alarm in world.incident.alarms}


@pytest.mark.rest
@given(
    st.lists(
        st.tuples(
            st.sampled_from("aab"), st.sampled_from(["firing", "firing", "resolved"]), st.sampled_from(["", "page"])
        ),
        max_size=12,
    ),
    st.lists(st.integers(0, 11), max_size=4),
)
def test_counting_gives_what_recording_gives_however_often_a_run_is_run_again(
    told: list[Any], again: list[int]
) -> None:
    deliveries = [
        replace(delivery(str(place), name, status, word), run=place)
        for place, (name, status, word) in enumerate(told, 1)
    ]
    repeated = deliveries + [deliveries[place] for place in again if place < len(deliveries)]
    counting, recording = declared(), declared()
    for one in repeated:
        if count(counting, one) is None:
            counting.hears(one)
    for one in deliveries:
        recording.hears(one)

    assert settle(counting) == settle(recording)


def test_a_repeat_changes_nothing_but_the_hidden_end_of_the_body() -> None:
    world = declared()
    before = world.issue.body

    plan = count(world, delivery("1"))

    assert plan == Plan(effects=(SetIssue(7, body=world.issue.body),), outcome="counted a repeated alert")
    assert (
        world.issue.body.partition("<!-- incident-actions:record")[0]
        == before.partition("<!-- incident-actions:record")[0]
    )
    *_, counted = entries_in_body(world.snapshot)
    assert counted == e.AlertRepeated(
        at=world.now, accepted=world.now, by="grace", alert=delivery("1").alert.id, delivery="1"
    )


@pytest.mark.parametrize(
    "told",
    [
        delivery("1", status="resolved"),
        delivery("1", name="b"),
        delivery("1", word="page"),
        delivery("0"),
    ],
    ids=["an end", "another alert", "another severity", "the run that opened the incident"],
)
def test_what_may_be_more_than_a_repeat_reads_the_whole_incident(told: AlertDelivery) -> None:
    assert count(declared(), told) is None


def repeat(world: Monitored, key: str, seconds: float, run: int = 0) -> str | None:
    """Report an alert again after a while, and return what its run did without reading the incident."""
    world.advance(seconds=seconds)
    plan = count_repeat(replace(delivery(key), run=run), context(world))
    for effect in plan.effects if plan else ():
        world._carry_out(effect)
    return plan.outcome if plan else None


COUNTED, NOT_COUNTED = "counted a repeated alert", "a repeat right after one that was counted"


def test_repeats_within_a_minute_of_a_counted_one_write_nothing() -> None:
    world = declared()

    outcomes = [repeat(world, str(key), seconds) for key, seconds in enumerate((5, 20, 39, 1, 20), 1)]

    assert outcomes == [COUNTED, NOT_COUNTED, NOT_COUNTED, COUNTED, NOT_COUNTED]
    assert settle(world) == {"a is down": (True, 3)}


def test_without_a_debounce_every_repeat_is_counted() -> None:
    world = declared()
    rules = replace(world.process.alerts, debounce=0)
    world.process = replace(world.process, alerts=rules)

    assert [repeat(world, str(key), 1) for key in range(1, 4)] == [COUNTED] * 3


def test_each_repeat_counts_once_the_alert_has_ended_before_so_that_an_end_that_comes_late_stays_late() -> None:
    world = declared()
    repeat(world, "1", 1, run=1)
    world.hears(replace(delivery("2", status="resolved"), run=2))
    world.hears(replace(delivery("3"), run=3))

    outcomes = [repeat(world, "5", 1, run=5), repeat(world, "6", 1, run=6)]
    world.hears(replace(delivery("4", status="resolved"), run=4))

    assert outcomes == [COUNTED] * 2
    assert settle(world) == {"a is down": (True, 5)}


def test_an_incident_whose_first_run_died_is_read() -> None:
    world = declared()
    world.issue = replace(world.issue, labels=make_labels("incident"))

    assert count(world, delivery("1")) is None


def test_a_body_that_somebody_damaged_is_read() -> None:
    world = declared()
    world.issue = replace(world.issue, body=world.issue.body.replace('"delivery":"0"', '"delivery":"1"'))

    assert count(world, delivery("1")) is None


def test_with_a_key_a_body_without_its_seal_counts_nothing() -> None:
    world = declared()
    world.key = b"secret"

    assert count(world, delivery("1")) is None


def test_a_record_takes_only_the_deliveries_that_it_lacks() -> None:
    counted = e.AlertRepeated(at=START, accepted=START, alert="a", delivery="1", deliveries=("2", "3"))

    assert list(without_deliveries(counted, frozenset("1"))) == [replace(counted, delivery="2", deliveries=("3",))]
    assert list(without_deliveries(counted, frozenset("123"))) == []
