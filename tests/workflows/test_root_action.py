"""The action in the root is the tool's action under a shorter name: it takes and gives the same, and does nothing itself."""

import ast

import pytest

from tests.workflows.files import ACTION, ROOT, content

INNER = ".github/actions/incident-actions/action.yml"


def test_it_takes_the_same_inputs_and_gives_the_same_outputs() -> None:
    root, inner = content("action.yml"), content(INNER)

    assert (root["name"], root["description"]) == (inner["name"], inner["description"])
    assert root["inputs"] == inner["inputs"]
    assert {name: each["description"] for name, each in root["outputs"].items()} == {
        name: each["description"] for name, each in inner["outputs"].items()
    }


def test_it_passes_each_input_to_the_tools_action_and_each_output_back() -> None:
    root = content("action.yml")

    [step] = root["runs"]["steps"]
    assert step["uses"] == ACTION
    assert step["with"] == {name: f"${{{{ inputs.{name} }}}}" for name in root["inputs"]}
    assert {name: each["value"] for name, each in root["outputs"].items()} == {
        name: f"${{{{ steps.{step['id']}.outputs.{name} }}}}" for name in root["outputs"]
    }


@pytest.mark.rest
def test_the_outputs_are_those_that_the_tool_sets() -> None:
    inner = content(INNER)
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "incident_actions").rglob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    given = {key.arg for each in calls if "set_outputs" in ast.unparse(each.func) for key in each.keywords}

    [step] = inner["runs"]["steps"]
    assert inner["outputs"].keys() == given
    assert {name: each["value"] for name, each in inner["outputs"].items()} == {
        name: f"${{{{ steps.{step['id']}.outputs.{name} }}}}" for name in given
    }
