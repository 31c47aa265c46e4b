"""The logins that `init` is given become the first on-call schedule, in the form that the preset pages."""

from __future__ import annotations

import pytest

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.extends import PRESET_NAMES
from incident_actions.setup.first_rota import read_logins, rota_text, secondary_people
from tests.worlds import START


@pytest.mark.parametrize(
    ("text", "logins"),
    [
        ("", ()),
        (" , ", ()),
        ("ada", ("ada",)),
        ("ada,grace", ("ada", "grace")),
        ("@ada, @grace; linus kim", ("ada", "grace", "linus", "kim")),
        ("Ada, grace, ada", ("Ada", "grace")),
        ("acme/on-call", ("acme/on-call",)),
    ],
)
def test_logins_are_read_however_they_are_separated(text: str, logins: tuple[str, ...]) -> None:
    assert read_logins(text) == logins


@pytest.mark.parametrize(
    "text", ["ada lovelace!", "ada@example.org", "+44 20 7946", "-ada", "a" * 40, "acme/", "[ada]"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a GitHub login such as ada"):
        read_logins(text)


@pytest.mark.parametrize("preset", PRESET_NAMES)
@pytest.mark.parametrize("people", [("ada",), ("ada", "on", "linus")])
def test_every_preset_reads_the_schedule_and_has_two_different_people_on_call(
    preset: str, people: tuple[str, ...]
) -> None:
    base = read_process(f"extends: {preset}\n", templates.load_preset, tuple(BY_WORD))
    second = secondary_people(people, base)
    text = f"extends: {preset}\n{rota_text(people, second)}\n"

    rota = read_process(text, templates.load_preset, tuple(BY_WORD)).on_call

    assert rota is not None
    assert rota.primary[0].people == people
    assert rota.on_call(START)[0] in people
    assert rota.on_call(START) != rota.on_call(START, "secondary")
    assert bool(second) == (len(people) > 1 and preset in ("default", "regulated", "war-room"))
