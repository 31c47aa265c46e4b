"""The score of a game day adds up those of its incidents."""

from __future__ import annotations

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from incident_actions.game_days.day_score import GameDayScore, game_day_schema, score_game_day
from incident_actions.game_days.score_schema import score_schema
from tests.game_days.test_score import PERFECT, PROCESS, declared
from tests.timers.timer_records import at, process

URL = "https://github.com/acme/shop"
NOW = at(30 * 24 * 60)


def day(*, over: bool = True) -> GameDayScore:
    records = {9: (declared(),), 7: PERFECT, 8: ()}
    return score_game_day("A bad release", records, process(PROCESS), NOW, over=over)


def test_the_measures_of_all_incidents_are_added_up() -> None:
    found = day()

    assert [each.number for each in found.scores] == [7, 9]
    assert (found.met_count, found.target_count) == (11, 17)


def test_it_is_final_once_the_scenario_is_over_and_nothing_is_left_to_decide() -> None:
    perfect = score_game_day("A", {7: PERFECT}, process(PROCESS), NOW, over=True)

    assert (perfect.is_final, day().is_final, day(over=False).is_final) == (True, False, False)


def test_its_json_has_the_published_form() -> None:
    registry = Registry().with_resource("score.schema.json", Resource.from_contents(score_schema()))
    validator = Draft202012Validator(game_day_schema(), registry=registry, format_checker=FormatChecker())
    found = day().as_json(URL)

    validator.validate(found)
    assert {key: value for key, value in found.items() if key != "scores"} == {
        "version": 1,
        "scenario": "A bad release",
        "made": "2026-04-03T14:00:00Z",
        "over": True,
        "final": False,
        "asked": 17,
        "met": 11,
    }
