"""Three questions choose a preset, and no more are asked than are needed."""

from __future__ import annotations

import pytest

from incident_actions.cli.first_questions import PRESET_QUESTIONS, choose_preset
from incident_actions.gateway.repository import templates
from incident_actions.model.process.extends import preset_names


@pytest.mark.parametrize(
    ("answers", "preset"),
    [
        ([True], "regulated"),
        ([False, True], "p-levels"),
        ([False, False, True], "lean"),
        ([False, False, False], "default"),
    ],
)
def test_the_first_yes_chooses_the_preset(answers: list[bool], preset: str) -> None:
    left = iter(answers)

    assert choose_preset(lambda _: next(left)) == preset
    assert list(left) == []


def test_each_question_names_a_preset_that_exists() -> None:
    assert {preset for _, preset in PRESET_QUESTIONS} <= set(preset_names(templates.load_preset))
