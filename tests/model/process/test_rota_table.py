"""The turns of a rota over some weeks, each with its start."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from incident_actions.model.process.on_call import Rota
from incident_actions.model.process.rota_table import turns
from incident_actions.model.process.validation import validate

SATURDAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
WEEKS = timedelta(weeks=2)


def turns_of(rota: Rota, span: timedelta = WEEKS) -> list[tuple[str, str]]:
    return [(f"{each.since:%a %d %H:%M}", each.person) for each in turns(rota, SATURDAY, SATURDAY + span, "primary")]


def test_a_weekly_rota_hands_over_on_its_day_in_its_zone() -> None:
    rota = validate(Rota, {"time_zone": "Europe/Berlin", "primary": [{"people": ["ada", "grace", "linus"]}]})

    assert turns_of(rota) == [("Sat 21 13:00", "ada"), ("Mon 23 09:00", "grace"), ("Mon 30 09:00", "linus")]


def test_layers_take_turns_by_their_hours() -> None:
    day, night = {"people": ["ada"], "hours": "08:00-20:00"}, {"people": ["grace"], "hours": "20:00-08:00"}
    rota = validate(Rota, {"primary": [day, night]})

    assert turns_of(rota, timedelta(days=1)) == [
        ("Sat 21 12:00", "ada"),
        ("Sat 21 20:00", "grace"),
        ("Sun 22 08:00", "ada"),
    ]


def test_an_override_is_a_turn_of_its_own() -> None:
    swap = {"from": "2026-11-22 06:00", "until": "2026-11-22 18:00", "who": "grace"}
    rota = validate(Rota, {"primary": [{"people": ["ada"]}], "overrides": [swap]})

    assert turns_of(rota) == [("Sat 21 12:00", "ada"), ("Sun 22 06:00", "grace"), ("Sun 22 18:00", "ada")]


def test_a_rota_without_a_second_place_has_no_turns_there() -> None:
    rota = validate(Rota, {"primary": [{"people": ["ada"]}]})

    assert turns(rota, SATURDAY, SATURDAY + WEEKS, "secondary") == ()


@given(minutes=st.integers(0, 14 * 24 * 60 - 1), zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"]))
def test_the_turns_agree_with_the_rota_at_every_moment(minutes: int, zone: str) -> None:
    layers = [
        {
            "people": ["ada", "grace"],
            "hours": "07:30-19:00",
            "days": ["monday", "tuesday", "wednesday"],
            "hands_over": "daily",
        },
        {"people": ["linus", "mary", "margaret"], "day": "thursday", "at": "10:15"},
    ]
    swap = {"from": "2026-11-25 06:00", "until": "2026-11-26 18:00", "who": "kim"}
    rota = validate(Rota, {"time_zone": zone, "primary": layers, "overrides": [swap]})
    moment = SATURDAY + timedelta(minutes=minutes)

    taken = [each for each in turns(rota, SATURDAY, SATURDAY + WEEKS, "primary") if each.since <= moment]

    assert (taken[-1].person,) == rota.on_call(moment)
