"""Each preset has the values of its table in docs/presets.md."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from ruamel.yaml import YAML

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.extends import preset_names
from incident_actions.model.process.people import Playbook
from tests.model.process.preset_tables import Row, judgements, listed_judgements, rows, shown_value, value_at

ROWS = tuple(rows())
PRESETS = ("lean", "p-levels", "war-room", "regulated", "mitigate-first")
BY_PRESET = {name: read_process(f"extends: {name}\n", templates.load_preset, tuple(BY_WORD)) for name in PRESETS}
NOT_CARRIED = "no key: "


def test_each_preset_has_its_table() -> None:
    assert {"default", *PRESETS} == set(preset_names(templates.load_preset))
    assert {name: count >= 80 for name, count in Counter(row.preset for row in ROWS).items()} == dict.fromkeys(
        PRESETS, True
    )


def test_no_parameter_has_two_rows() -> None:
    twice = Counter((row.preset, row.parameter) for row in ROWS)

    assert [each for each, count in twice.items() if count > 1] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.preset}: {row.parameter}")
def test_a_value_stands_in_the_preset_as_the_table_says(row: Row) -> None:
    if row.where.startswith(NOT_CARRIED):
        assert len(row.where) > len(NOT_CARRIED), "what is not carried over needs a reason"
        return

    path = re.fullmatch(r"`(.+)`", row.where)
    assert path, row.where
    assert row.test, "a value needs a test that shows it"
    assert shown_value(value_at(BY_PRESET[row.preset], path[1])) == row.value


@pytest.mark.parametrize("name", PRESETS)
def test_every_text_for_people_in_a_preset_is_in_its_table(name: str) -> None:
    process, table = BY_PRESET[name], {row.value for row in ROWS if row.preset == name}

    said = [each.text.replace("\n", " ⏎ ") for each in process.announcements]
    said += [each.definition for each in process.severities] + [each.word for each in process.statuses]
    said += [each.title for each in process.postmortem.sections] + [each.name for each in process.roles]
    said += [str(rung.after) for rung in process.ladder if rung.after]
    lacking = [each for each in said if each not in table]
    assert lacking == ({"lean": ["Identified", "Mitigated", "Resolved"]}.get(name, []))


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
