"""A compiled preset is the same process as its text, and no other."""

import json
from pathlib import Path

import pytest

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import compiled_presets
from incident_actions.gateway.repository.compiled_presets import load_compiled_preset
from incident_actions.gateway.repository.templates import load_preset
from incident_actions.model.process.configuration_reader import read_configuration
from incident_actions.model.process.extends import PRESET_NAMES


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_a_compiled_preset_makes_the_same_process(name: str, compiled: Path) -> None:
    def load(preset: str) -> str | None:
        text = load_compiled_preset(preset, compiled)
        assert text is None or json.loads(text)
        return text

    own = f"extends: {name}\n"

    assert read_configuration(own, load, tuple(BY_WORD)) == read_configuration(own, load_preset, tuple(BY_WORD))


def test_a_preset_that_changed_since_is_read_from_its_text(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_presets, "load_preset", {"lean": "extends: default\n"}.get)

    assert load_compiled_preset("lean", compiled) == "extends: default\n"
    assert load_compiled_preset("fat", compiled) is None


def test_a_preset_is_read_from_its_text_where_none_is_compiled(tmp_path: Path) -> None:
    assert load_compiled_preset("lean", tmp_path) == load_preset("lean")
