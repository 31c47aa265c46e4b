"""The schema of a process is what Pydantic makes of its types, and a run validates with it alone."""

import subprocess
import sys

import pytest

from incident_actions.gateway.repository.templates import load_preset
from incident_actions.model.process import validation
from incident_actions.model.process.extends import DEFAULT, lay_over_presets
from incident_actions.model.process.process import Process
from incident_actions.model.process.process_schema import SCHEMA
from incident_actions.model.process.yaml_parsing import parse_yaml
from tests.documentation.process_schema import PLACE, process_schema, write_process_schema

READ = """
import sys
import incident_actions.cli.run
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository.templates import load_preset
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.mistake import InvalidConfiguration
read_process("extends: default", load_preset, tuple(BY_WORD))
try:
    read_process("names: x", load_preset, tuple(BY_WORD))
except InvalidConfiguration:
    print(*(name for name in sys.modules if "pydantic" in name))
"""


def test_the_schema_is_what_the_types_say() -> None:
    assert process_schema() == SCHEMA
    assert PLACE.read_text(encoding="utf-8") == write_process_schema(), "`make docs` writes it anew"


def test_reading_a_configuration_or_its_mistakes_loads_nothing_of_pydantic_but_its_core() -> None:
    loaded = subprocess.run([sys.executable, "-c", READ], check=True, capture_output=True, text=True).stdout

    assert loaded.split() == ["pydantic_core._pydantic_core"]


@pytest.mark.parametrize("schema", [{"type": "of another version"}, {"type": "dataclass", "cls": Process}])
def test_another_version_of_pydantic_makes_a_schema_of_its_own(schema: object, monkeypatch: pytest.MonkeyPatch) -> None:
    values = lay_over_presets(parse_yaml("", "x.yml"), load_preset, "x.yml", below=DEFAULT).values
    read = validation.validate(Process, values)

    monkeypatch.setattr(validation, "SCHEMA", schema)
    validation.process_validator.cache_clear()
    try:
        assert validation.validate(Process, values) == read
        assert validation.process_validator() is None
    finally:
        validation.process_validator.cache_clear()
