"""The rota and the local time of its zone decide who is on call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.model.process.on_call import Layer, Override, Rota
from incident_actions.model.process.validation import InvalidValues, validate

BERLIN = ZoneInfo("Europe/Berlin")
TWO = {"people": ["ada", "grace"]}


def rota(*primary: dict[str, Any], zone: str = "Europe/Berlin", **more: Any) -> Rota:
    return validate(Rota, {"time_zone": zone, "primary": list(primary), **more})


def who(given: Rota, local: str, place: str = "primary") -> tuple[str, ...]:
    moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(given.time_zone))
    return given.on_call(moment.astimezone(UTC), "secondary" if place == "secondary" else "primary")


@pytest.mark.parametrize(
    ("local", "person"),
    [
        ("2024-01-01T08:59", "grace"),
        ("2024-01-01T09:00", "ada"),
        ("2024-01-08T08:59", "ada"),
        ("2024-01-08T09:00", "grace"),
        # Both changes of the clock: on the wall it is nine all the same.
        ("2026-03-30T08:59", "ada"),
        ("2026-03-30T09:00", "grace"),
        ("2026-10-26T08:59", "ada"),
        ("2026-10-26T09:00", "grace"),
    ],
)
def test_a_week_is_handed_over_on_monday_at_nine_on_the_wall(local: str, person: str) -> None:
    assert who(rota(TWO), local) == (person,)


@pytest.mark.parametrize(
    ("layer", "local", "person"),
    [
        ({**TWO, "hands_over": "daily", "at": "00:00", "since": "2026-03-04"}, "2026-03-04T00:00", "ada"),
        ({**TWO, "hands_over": "daily", "at": "00:00", "since": "2026-03-04"}, "2026-03-05T12:00", "grace"),
        ({**TWO, "hands_over": "daily", "at": "00:00", "since": "2026-03-04"}, "2026-03-03T12:00", "grace"),
        ({**TWO, "day": "friday", "at": "17:00", "since": "2026-03-06"}, "2026-03-06T16:59", "grace"),
        ({**TWO, "day": "friday", "at": "17:00", "since": "2026-03-06"}, "2026-03-06T17:00", "ada"),
        ({**TWO, "day": "friday", "at": "17:00", "since": "2026-03-10"}, "2026-03-12T12:00", "ada"),
        ({**TWO, "day": "friday", "at": "17:00", "since": "2026-03-10"}, "2026-03-13T17:00", "grace"),
    ],
)
def test_turns_count_from_the_first_ones_day(layer: dict[str, Any], local: str, person: str) -> None:
    assert who(rota(layer), local) == (person,)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"])
@given(at=st.times(), start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))  # noqa: DTZ001  given a zone below
def test_each_day_has_one_handover_also_where_an_hour_is_skipped_or_comes_twice(
    zone: str, at: Any, start: datetime
) -> None:
    daily = rota({**TWO, "hands_over": "daily", "at": f"{at:%H:%M}"}, zone=zone)
    begin = start.replace(tzinfo=UTC, second=0, microsecond=0)

    people = [daily.on_call(begin + timedelta(minutes=10 * step)) for step in range(6 * 24 * 3)]

    changes = [place for place, (before, after) in enumerate(pairwise(people)) if before != after]
    assert 2 <= len(changes) <= 4
    assert all(
        timedelta(hours=22) <= timedelta(minutes=10 * (after - before)) <= timedelta(hours=26)
        for before, after in pairwise(changes)
    )


LAYERS = (
    {"people": ["ada"], "hours": "08:00-20:00", "days": ["monday", "tuesday", "wednesday", "thursday", "friday"]},
    {"people": ["grace"], "hours": "20:00-08:00"},
    {"people": ["linus"]},
)


@pytest.mark.parametrize(
    ("local", "person"),
    [
        ("2026-03-06T12:00", "ada"),
        ("2026-03-06T20:00", "grace"),
        ("2026-03-07T07:59", "grace"),
        ("2026-03-07T08:00", "linus"),
        ("2026-03-08T23:00", "grace"),
        ("2026-03-09T07:59", "grace"),
        ("2026-03-09T08:00", "ada"),
        # The night in which the clock is put forward is an hour shorter, and grace's all the same.
        ("2026-03-29T03:30", "grace"),
        ("2026-03-29T08:00", "linus"),
    ],
)
def test_the_first_layer_that_covers_an_hour_counts(local: str, person: str) -> None:
    assert who(rota(*LAYERS), local) == (person,)


def test_hours_on_some_days_belong_to_the_day_on_which_they_begin() -> None:
    weekend = {"people": ["ada"], "hours": "22:00-06:00", "days": ["friday"]}
    layered = rota(weekend, {"people": ["grace"]})

    assert [who(layered, f"2026-03-{day}") for day in ("06T21:59", "06T22:00", "07T05:59", "07T06:00", "07T23:00")] == [
        ("grace",), ("ada",), ("ada",), ("grace",), ("grace",),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("local", "place", "people"),
    [
        ("2026-03-04T11:59", "primary", ("ada",)),
        ("2026-03-04T12:00", "primary", ("kim",)),
        ("2026-03-04T18:00", "primary", ("ada",)),
        ("2026-03-04T12:00", "secondary", ("linus",)),
        ("2026-03-05T14:30", "secondary", ("mary",)),
    ],
)
def test_an_override_takes_its_place_for_its_time_and_ends(local: str, place: str, people: tuple[str, ...]) -> None:
    given_ = rota(
        {"people": ["ada"]},
        secondary=[{"people": ["linus"]}],
        overrides=[
            {"from": "2026-03-04T12:00", "until": "2026-03-04T18:00", "who": "kim"},
            {"from": "2026-03-05T12:00Z", "until": "2026-03-05T18:00Z", "who": "@mary", "instead_of": "secondary"},
        ],
    )

    assert who(given_, local, place) == people


def test_a_rota_without_a_second_has_none() -> None:
    assert who(rota({"people": ["ada"]}), "2026-03-04T12:00", "secondary") == ()


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ([LAYERS[0]], "nobody is primary on call on monday from 00:00"),
        ([LAYERS[0], LAYERS[1]], "nobody is primary on call on saturday from 08:00"),
        ([{**TWO, "hours": "09:00-17:00"}, {**TWO, "hours": "17:00-08:30"}], "on monday from 08:30"),
        ([{**TWO, "at": "09:00+02:00"}], "expected a time such as `09:00`"),
        ([{**TWO, "hours": "09:00"}], "expected hours such as `09:00-17:00`"),
    ],
)
def test_a_gap_or_a_strange_time_is_refused(layers: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(InvalidValues, match=words):
        rota(*layers)


@pytest.mark.parametrize(
    ("start", "until"),
    [
        ("2026-03-04T12:00", "2026-03-04T12:00"),
        ("2026-03-04T12:00", "2026-03-04T11:59"),
        ("2026-03-04T12:00Z", "2026-03-04T13:00+02:00"),
    ],
)
def test_an_override_that_does_not_end_after_it_begins_is_refused(start: str, until: str) -> None:
    with pytest.raises(InvalidValues) as wrong:
        validate(Override, {"from": start, "until": until, "who": "ada"})

    assert [each["msg"] for each in wrong.value.errors] == ["Value error, an override must end after it begins"]


@pytest.mark.parametrize(
    ("hours", "problem"),
    [
        ("9-17", "expected a time such as `09:00`, in quotes"),
        ("09:00-25:00", "expected a time such as `09:00`, in quotes"),
        ("soon-17:00", "expected a time such as `09:00`, in quotes"),
        ("09:00", "expected hours such as `09:00-17:00`, in quotes"),
    ],
)
def test_hours_that_are_no_times_are_refused(hours: str, problem: str) -> None:
    with pytest.raises(InvalidValues) as wrong:
        validate(Layer, {"people": ["ada"], "hours": hours})

    assert [each["msg"] for each in wrong.value.errors] == [f"Value error, {problem}"]
