"""The incident form of a process is valid on GitHub, and its answers can be read back."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.reactions.declaration import severity_in_form
from incident_actions.gateway.repository import templates
from incident_actions.model.process import incident_form
from incident_actions.model.process.configuration_part import to_plain_values
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.process import Process
from incident_actions.model.process.severity import FORM_FIELDS
from incident_actions.model.process.validation import validate
from incident_actions.setup.stamp import add_stamp
from incident_actions.text import issue_form
from tests.worlds import PROCESS, WORDING

ROOT = Path(__file__).parents[3]
OWN = ROOT / ".github/ISSUE_TEMPLATE/incident.yml"
PRESETS = sorted(path.stem for path in templates.PRESETS.glob("*.yml"))
HOSTILE = (
    'yes: "no" # none',
    "- [ ] 'it' @ada & *all",
    "{a: b} | > !!str %",
    "No",
    "3.0",
    "P1 - Critical 🔥",
    "null",
    "Sev1\n  default: 7",
    "Sev\\n2",
    "<b>&amp;</b>",
)


def form_of(process: Process) -> str:
    return incident_form.form_text(process, WORDING.render)


def loaded(text: str, version: str = "1.2") -> dict[str, Any]:
    reader = YAML(typ="safe", pure=True)
    reader.version = version
    return {**reader.load(text)}


def configured(text: str) -> Process:
    return read_process(text, templates.load_preset, tuple(BY_WORD))


def field(text: str, name: str) -> dict[str, Any]:
    fields: list[dict[str, Any]] = [each for each in loaded(text)["body"] if each.get("id") == name]
    (found,) = fields
    return found


def test_the_form_of_this_repository_is_what_the_default_process_gives() -> None:
    assert OWN.read_text(encoding="utf-8") == add_stamp(form_of(configured("")))


@pytest.mark.parametrize("preset", PRESETS)
def test_the_form_of_each_preset_has_the_shape_that_github_publishes(preset: str, tmp_path: Path) -> None:
    path = tmp_path / "incident.yml"
    path.write_text(form_of(configured(f"extends: {preset}\n")), encoding="utf-8")

    tool = Path(sys.executable).parent / "check-jsonschema"
    command: list[str | Path] = [tool, "--builtin-schema", "vendor.github-issue-forms", path]
    check = subprocess.run(command, capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout


@pytest.mark.parametrize("preset", PRESETS)
def test_the_form_asks_the_questions_of_the_process_between_the_severity_and_the_services(preset: str) -> None:
    process = configured(f"extends: {preset}\n")

    asked = issue_form.read_fields(loaded(form_of(process)))
    assert [each.id for each in asked] == [
        *("summary", "impact", "severity"),
        *(question.id for question in process.triage.questions if question.id not in FORM_FIELDS),
        *("services", "detected_by", "started_at"),
    ]
    assert len({each.label.casefold() for each in asked}) == len(asked)
    labels = {each.id: each.label for each in asked}
    assert {each.id: labels[each.id] for each in process.triage.questions} == {
        each.id: each.label for each in process.triage.questions
    }


def test_a_question_with_options_offers_first_that_it_is_not_known() -> None:
    text = form_of(
        configured(
            "triage: {rules: [], questions: ["
            "{id: users, label: 'How many?', options: [All, Many, not known]}, {id: brands, label: 'Which?'}]}\n"
        )
    )

    assert (field(text, "users"), field(text, "brands")) == (
        {
            "type": "dropdown",
            "id": "users",
            "attributes": {"label": "How many?", "options": ["Not known", "All", "Many"], "default": 0},
        },
        {"type": "textarea", "id": "brands", "attributes": {"label": "Which?"}},
    )


def test_a_question_with_the_id_of_a_field_gives_it_its_label_and_description() -> None:
    text = form_of(
        configured(
            "triage: {rules: [], questions: ["
            "{id: impact, label: 'Who: all users?', description: 'One tenant, one role?'}, {id: services, label: Which}]}\n"
        )
    )

    shown = {name: field(text, name)["attributes"] for name in ("impact", "services")}
    placeholder = "Customers in the EU cannot pay. About 40 orders fail each minute."
    assert shown == {
        "impact": {"label": "Who: all users?", "description": "One tenant, one role?", "placeholder": placeholder},
        "services": {
            "label": "Which",
            "description": "Names, separated by commas.",
            "placeholder": "checkout-api, web",
        },
    }


def test_services_that_are_known_are_chosen_and_read_back() -> None:
    text = form_of(configured("services: [checkout, {name: 'web: \"shop\"'}, api]\n"))

    assert field(text, "services")["attributes"]["options"] == ["checkout", 'web: "shop"', "api"]
    body = "### Severity\n\n_No response_\n\n### Affected services\n\ncheckout, api"
    assert issue_form.read_answers(body, issue_form.read_fields(loaded(text))) == {"services": "checkout, api"}


def test_a_service_with_a_comma_in_its_name_leaves_a_line_to_write_them_in() -> None:
    text = form_of(configured("services: [checkout, 'web, mobile']\n"))

    assert field(text, "services")["type"] == "input"


def strings(value: Any) -> Iterator[object]:
    """Return everything in a form that GitHub wants to be text."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from strings(each) if key not in ("default", "multiple", "required") else ()
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    else:
        yield value


def hostile(label: str, text: str) -> Process:
    """Return a process in which every name that a form shows is odd."""
    question = {"id": "strange", "label": text, "description": text, "options": [text, "other"]}
    changed = {
        "severities": [{"label": label, "definition": text}, {"label": "zz"}],
        "triage": {"questions": [question]},
        "labels": {"incident": label},
        "services": [text[:50]],
        "alerts": {},
    }
    return validate(Process, {**to_plain_values(PROCESS), **changed})


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("text", HOSTILE)
def test_the_form_is_the_same_text_whatever_things_are_called(text: str, version: str) -> None:
    process = hostile(text, text)
    line = " ".join(text.split())

    found = loaded(form_of(process), version)
    assert found["labels"] == [line]
    assert [each for each in strings(found) if not isinstance(each, str)] == []
    options = {each["id"]: each["attributes"].get("options") for each in found["body"] if "id" in each}
    assert (options["severity"], options["strange"], options.get("services")) == (
        ["Not sure: work it out", f"{line}: {line}", "zz"],
        ["Not known", line, "other"],
        [line],
    )


@given(st.text(min_size=1, max_size=50).filter(str.strip), st.text(min_size=1, max_size=300).filter(str.strip))
def test_any_text_makes_a_form_that_both_versions_of_yaml_read_alike(label: str, text: str) -> None:
    if text.strip().casefold() in ("none", "other") or label.casefold() == "zz":
        return

    written_so = form_of(hostile(label, text))
    old, new = loaded(written_so, "1.1"), loaded(written_so, "1.2")
    assert json.dumps(old) == json.dumps(new)
    assert len(old["body"]) == 8


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\n" not in text])
def test_a_severity_that_was_chosen_is_read_back_by_its_label(text: str) -> None:
    process = hostile(text, text)

    (severity,) = [each for each in issue_form.read_fields(loaded(form_of(process))) if each.id == "severity"]
    assert [severity_in_form(option, process) for option in severity.options] == ["", text, "zz"]


def test_a_long_definition_is_cut_and_its_label_is_not() -> None:
    severities = [{"label": "SEV-1", "definition": "x" * 2_000}]
    text = form_of(validate(Process, {**to_plain_values(PROCESS), "severities": severities}))

    assert field(text, "severity")["attributes"]["options"][1] == f"SEV-1: {'x' * 192}…"


def test_a_question_named_like_a_field_of_the_form_is_told_apart() -> None:
    text = form_of(configured("triage: {rules: [], questions: [{id: how_bad, label: severity}]}\n"))

    assert field(text, "how_bad")["attributes"]["label"] == "severity (how_bad)"


@pytest.mark.parametrize(
    ("questions", "problem"),
    [
        ("{id: a, label: A, options: [x, X]}", "two options have the same name"),
        ("{id: a, label: A, options: [x, None]}", "cannot be blank or `None`"),
        ("{id: a, label: ' '}", "cannot be blank or `None`"),
        ("{id: severity, label: A, options: [x, y]}", "`severity` is a standard field"),
        ("{id: a, label: A}, {id: a, label: B}", "there is another 'a'"),
        ("{id: a, label: A}, {id: b, label: a}", "two questions have the same label"),
    ],
)
def test_questions_that_github_would_refuse_are_mistakes(questions: str, problem: str) -> None:
    with pytest.raises(InvalidConfiguration, match=problem):
        configured(f"triage: {{rules: [], questions: [{questions}]}}\n")
