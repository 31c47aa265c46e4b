"""A team's own templates keep working when the tool renames one of its templates."""

from pathlib import Path

import pytest
from jinja2 import Environment

from incident_actions.gateway.local.check_limits import unknown_template_finding
from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.compiled_templates import CompiledTemplates, ReadOnlyTemplates
from incident_actions.text.messages import ManualChangeReverted
from incident_actions.text.wording import Wording, template_name
from tests.worlds import WORDING


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / templates.OWN_FOLDER / "comments").mkdir(parents=True)
    return tmp_path


def own(workspace: Path, name: str, text: str) -> None:
    (workspace / templates.OWN_FOLDER / name).write_text(text)


def test_a_template_under_its_former_name_is_used(workspace: Path) -> None:
    own(workspace, "comments/hand_undone.md", "Reverted: {{ what | line }}")
    own(workspace, "comments/people_called.md", '{% include "parts/told.md" %}')

    wording = templates.load_wording(workspace)

    assert wording.word_message(ManualChangeReverted("ada", "the label SEV-1", "write", "read")) == (
        "Reverted: the label SEV-1"
    )
    assert wording.render("comments/page_sent.md", {"people": ("ada",), "severity": "SEV-1"}) == (
        "@ada: you are notified of every SEV-1 incident."
    )


def test_a_template_under_its_present_name_comes_first(workspace: Path) -> None:
    own(workspace, "comments/hand_undone.md", "former")
    own(workspace, "comments/manual_change_reverted.md", "present")

    assert templates.own_template_loader(workspace)("comments/manual_change_reverted.md") == "present"


def test_a_former_name_is_known_to_the_check() -> None:
    paths = [f"{templates.OWN_FOLDER}/{name}" for name in templates.FORMER_NAMES]

    assert [path for path in paths if unknown_template_finding(path)] == []


def test_every_former_name_leads_to_a_template_that_exists() -> None:
    assert set(templates.FORMER_NAMES.values()) <= set(templates.template_names())
    assert set(templates.FORMER_NAMES) & set(templates.template_names()) == set()


def test_a_template_that_fails_is_reported_under_the_name_of_its_file(workspace: Path) -> None:
    own(workspace, "comments/hand_undone.md", "{{ nothing }}")
    wording = templates.load_wording(workspace)

    wording.word_message(ManualChangeReverted("ada", "the label SEV-1", "write", "read"))

    assert [templates.own_name(workspace, name) for name in wording.failed] == ["comments/hand_undone.md"]


def test_compiled_templates_word_a_message_as_their_texts_do(compiled: Path) -> None:
    message = ManualChangeReverted("ada", "the label SEV-1", "write", "read")
    name = template_name(type(message))

    cache = ReadOnlyTemplates(compiled)

    assert Wording(templates.load_template, compiled=cache).word_message(message) == WORDING.word_message(message)
    assert (
        cache.get_bucket(Environment(autoescape=True), name, None, templates.load_template(name) or "").code is not None
    )


def test_a_template_that_changed_since_it_was_compiled_is_compiled_again_for_the_run_alone(compiled: Path) -> None:
    before = {path: path.read_bytes() for path in compiled.iterdir()}
    wording = Wording({"parts/open_branch.md": "changed"}.get, compiled=ReadOnlyTemplates(compiled))

    assert wording.render("parts/open_branch.md", {}) == "changed"
    assert {path: path.read_bytes() for path in compiled.iterdir()} == before


def test_a_team_s_own_template_is_compiled_by_each_run(tmp_path: Path) -> None:
    name, text = "comments/x.md", "{{ who }}"
    compiled = CompiledTemplates(tmp_path)
    Wording({name: text}.get, compiled=compiled).compile_template(name)

    wording = Wording(lambda _: None, {name: text}.get, compiled=compiled)

    assert wording.render(name, {"who": "@ada"}) == "@\u200bada"
