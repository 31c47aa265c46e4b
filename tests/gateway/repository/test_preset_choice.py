"""A preset is chosen by its exact name."""

import pytest

from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.repository.preset_choice import require_preset


def test_a_preset_is_chosen_by_its_name() -> None:
    assert require_preset("lean") == "lean"


@pytest.mark.parametrize(
    ("name", "hint"), [("leen", "Did you mean `lean`? "), ("Lean", "Did you mean `lean`? "), ("", ""), ("../etc", "")]
)
def test_another_name_is_refused_with_the_nearest_one_and_the_list(name: str, hint: str) -> None:
    with pytest.raises(UserError) as refused:
        require_preset(name)

    known = "default, lean, p-levels, war-room, regulated, mitigate-first"
    assert str(refused.value) == f"There is no preset {name!r}. {hint}The presets are {known}."
