"""docs/presets.md has every sentence of the documents, with keys that exist and tests that show what they do."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.extends import preset_names
from incident_actions.model.process.people import Playbook
from incident_actions.model.process.process import Process
from tests.model.process.preset_tables import (
    NOT_HONOURED,
    OWN,
    PRESETS,
    Row,
    is_covered,
    judgements,
    listed_judgements,
    preset,
    rows,
    text_paths,
    value_at,
)

ROOT = Path(__file__).parents[3]
READS_VALUES = "tests/model/process/test_presets.py"
"""The tests that compare the page with the presets, and so show no effect."""


@cache
def names_in(path: str) -> set[str]:
    """Return the names of a file's tests."""
    parsed = ast.parse((ROOT / path).read_text())
    return {each.name for each in ast.walk(parsed) if isinstance(each, ast.FunctionDef)}


def test_each_preset_has_its_table() -> None:
    assert {"default", *PRESETS} == set(preset_names(templates.load_preset))
    counts = Counter(row.preset for row in rows())
    assert {name: counts[name] >= 50 for name in PRESETS} == dict.fromkeys(PRESETS, True)


def test_a_sentence_is_honoured_by_keys_that_exist_or_says_why_not() -> None:
    named = [(row, path) for row in rows() for path in row.keys]

    assert [(row.name, path) for row, path in named if not leads_to_a_value(path, preset(row.preset))] == []
    assert [row.name for row in rows() if not says_how(row)] == []


def leads_to_a_value(path: str, process: Process) -> bool:
    try:
        value_at(process, path)
    except (AssertionError, AttributeError, LookupError, TypeError, ValueError):
        return False
    return True


def says_how(row: Row) -> bool:
    reason = row.how.partition(NOT_HONOURED)[2]
    return len(reason) > 10 if row.how.startswith(NOT_HONOURED) else bool(row.keys) or OWN in row.how


def test_a_sentence_that_is_honoured_names_a_test_that_shows_its_effect() -> None:
    assert [(row.name, row.test) for row in rows() if not names_its_test(row)] == []


def names_its_test(row: Row) -> bool:
    if row.how.startswith(NOT_HONOURED):
        return row.test == "–"

    path, _, name = row.test.partition("::")
    elsewhere = path.startswith("tests/") and path != READS_VALUES and (ROOT / path).is_file()
    return elsewhere and name.startswith("test_") and name in names_in(path)


@pytest.mark.parametrize("name", PRESETS)
def test_everything_that_people_read_or_wait_for_in_a_preset_is_in_its_table(name: str) -> None:
    keys = {key for row in rows() if row.preset == name for key in row.keys}

    assert [path for path in text_paths(preset(name)) if not is_covered(path, keys)] == []


@pytest.mark.parametrize("name", PRESETS)
def test_each_judgement_call_is_listed_on_the_page(name: str) -> None:
    assert listed_judgements()[name] == judgements(templates.load_preset(name) or "")


@pytest.mark.parametrize("name", ["default", *PRESETS])
def test_a_preset_begins_with_its_description_and_is_short_enough_to_be_read(name: str) -> None:
    lines = (templates.load_preset(name) or "").splitlines()

    assert re.fullmatch(r"# [A-Z].{40,140}\.", lines[0]), lines[0]
    assert len(lines) <= 280


def test_a_playbook_takes_the_four_fields_of_the_war_rooms_form() -> None:
    own = (
        "extends: war-room\nplaybooks:\n"
        "  - { name: Pool, symptoms: Timeouts, investigation: Look, mitigation: Restart, resolution: Raise it }\n"
    )

    assert read_process(own, templates.load_preset, tuple(BY_WORD)).playbooks == (
        Playbook(name="Pool", symptoms="Timeouts", investigation="Look", mitigation="Restart", resolution="Raise it"),
    )


def test_the_war_room_preset_shows_the_blank_form_that_init_writes() -> None:
    form = (templates.load_template("adoption/incidents.yml") or "").partition("# playbooks:")[2]

    assert len(form.splitlines()) == 7
    assert form in (templates.load_preset("war-room") or "")


@pytest.mark.parametrize("name", ["default", *PRESETS])
def test_a_preset_is_the_same_to_the_fast_reader_and_to_the_exact_one(name: str) -> None:
    text = templates.load_preset(name) or ""

    assert YAML(typ="safe").load(text) == YAML(typ="safe", pure=True).load(text)
