"""What a repository adopts, and where the tool finds it."""

import tomllib
from pathlib import Path

import pytest

from incident_actions.drill.adopter import files_of_adopter
from incident_actions.gateway.repository import tool_files
from incident_actions.setup.source import Source

ROOT = Path(__file__).parents[3]
TOOL = Source("acme/incident-actions", "0" * 40, "1.0")


def test_the_tools_own_workflows_and_action_are_read_from_its_folder() -> None:
    paths = [".github/workflows/respond.yml", f"{tool_files.ACTION}/action.yml", f"{tool_files.ACTION}/start.py"]

    assert [tool_files.read_tool_file(path) for path in paths] == [
        (ROOT / path).read_text(encoding="utf-8") for path in paths
    ]


def test_the_wheel_holds_all_files_of_the_tool() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]

    assert {source: place for source, place in carried.items() if source.startswith(".github")} == {
        ".github/actions": "incident_actions/adopt/actions",
        ".github/workflows": "incident_actions/adopt/workflows",
    }


@pytest.mark.parametrize("preset", ["default", "lean", "war-room"])
def test_a_repository_gets_its_configuration_its_form_its_index_and_four_workflows(preset: str) -> None:
    files = files_of_adopter(f"extends: {preset}\n", TOOL)

    assert sorted(files) == [
        ".github/ISSUE_TEMPLATE/incident.yml",
        ".github/incidents.yml",
        ".github/workflows/incident-clock.yml",
        ".github/workflows/incident-postmortem.yml",
        ".github/workflows/incident-respond.yml",
        ".github/workflows/incident-sweep.yml",
        "docs/incidents/README.md",
    ]
    assert files[".github/incidents.yml"] == f"extends: {preset}\n"
