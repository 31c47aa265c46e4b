"""The scenarios that come with the tool are valid, and those of a team are files."""

from __future__ import annotations

from pathlib import Path

import pytest

from incident_actions.drill.game_day.scenario_files import (
    DEFAULT_SCENARIO,
    scenario_names,
    scenario_text,
    shipped_scenarios,
)
from incident_actions.gateway.local.runner import UserError


def test_every_scenario_that_comes_with_the_tool_is_valid_and_says_what_a_good_response_does() -> None:
    found = shipped_scenarios()

    assert tuple(found) == (
        "bad-release",
        "data-exposure",
        "false-alarm",
        "full-disk",
        "third-party-down",
        "two-at-once",
    )
    assert DEFAULT_SCENARIO in found
    assert [name for name, each in found.items() if not each.expect] == []


def test_a_file_is_read_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text("title: Own\n")

    assert scenario_text(str(tmp_path / "own.yml")) == "title: Own\n"


def test_an_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(UserError) as wrong:
        scenario_text("bad-relase")

    assert str(wrong.value) == (
        "There is no scenario 'bad-relase'. Did you mean `bad-release`? The scenarios are "
        f"{', '.join(scenario_names())}. Or name a file."
    )


@pytest.mark.parametrize(("name", "problem"), [("none.yml", "No such file or directory."), ("", "regular file")])
def test_a_file_that_cannot_be_read_is_named(name: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=problem):
        scenario_text(f"{tmp_path}/{name}")
