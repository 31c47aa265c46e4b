"""An escalation step waits for minutes, or for somebody who is blocked."""

from __future__ import annotations

import pytest

from incident_actions.model.process.ladder import Rung
from incident_actions.model.process.validation import InvalidValues, validate


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"name": "x", "when": "no progress", "page": ("ada",)}, "`after` is missing: the number of minutes"),
        (
            {"name": "x", "when": "blocked", "after": 5, "page": ("ada",)},
            "`blocked` waits for `/escalate`, so it takes no `after`",
        ),
    ],
)
def test_a_step_that_waits_for_the_wrong_thing_is_refused(given: dict[str, object], reason: str) -> None:
    with pytest.raises(InvalidValues, match=reason):
        validate(Rung, given)


@pytest.mark.parametrize("given", [{"when": "no progress", "after": 5}, {"when": "blocked"}])
def test_a_step_that_waits_for_the_right_thing_is_taken(given: dict[str, object]) -> None:
    assert validate(Rung, {"name": "x", "page": ("ada",), **given}).name == "x"
