"""A step of a scenario survives the record, and one that nobody understands is left out."""

import pytest

from incident_actions.contract.drill_scenario import LaterStep, read_step


@pytest.mark.parametrize(
    "step",
    [
        LaterStep(5, "start", "mitigated", "comment", "mary", "Customers call us."),
        LaterStep(999_999, "start", "", "silent", "linus", "he is at sea"),
        LaterStep(0, "mitigated", "", "alert", "", "x y\nz"),
    ],
)
def test_a_step_is_read_as_it_was_written(step: LaterStep) -> None:
    assert read_step(step.as_pair()) == step


@pytest.mark.parametrize("when", ["", "start", "start soon - alert -", "start 5 - alert", "start 1000000 - alert -"])
def test_what_only_another_version_understands_is_no_step(when: str) -> None:
    assert read_step((when, "x")) is None
