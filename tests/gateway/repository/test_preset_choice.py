"""A preset is chosen by its exact name."""

import pytest

from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.repository.preset_choice import require_preset


def test_a_preset_is_chosen_by_its_name() -> None:
    assert require_preset("lean") == "lean"


@pytest.mark.parametrize("name", ["Lean", "leen", "", "../lean"])
def test_another_name_is_refused_with_the_list(name: str) -> None:
    with pytest.raises(UserError, match=r"^There is no preset '.*'\. The presets are default, lean, "):
        require_preset(name)
