"""The tool's repository is laid out as a runner gets it."""

from pathlib import Path

import pytest

from incident_actions.drill.tool_checkout import fill_tool_cache, lay_out_tool
from incident_actions.gateway.repository import tool_files


@pytest.mark.parametrize("linked", [True, False])
def test_a_checkout_holds_the_action_the_workflows_and_the_code(tmp_path: Path, linked: bool) -> None:
    place = lay_out_tool(tmp_path / "tool", linked=linked)

    assert (place / tool_files.ACTION / "action.yml").is_file()
    assert (place / ".github/workflows/respond.yml").is_file()
    assert (place / "incident_actions/__main__.py").is_file()
    assert (place / "incident_actions").is_symlink() is linked


def test_a_checkout_replaces_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "tool").mkdir()
    (tmp_path / "tool/old.txt").touch()

    assert not (lay_out_tool(tmp_path / "tool") / "old.txt").exists()


def test_the_tool_cache_leads_to_this_processes_packages_again_after_another_pythons(tmp_path: Path) -> None:
    place, cache = lay_out_tool(tmp_path / "tool"), tmp_path / "cache"
    fill_tool_cache(place, cache, "")
    folders = [*(cache / "incident-actions").iterdir()]
    found = [folder.readlink() for folder in folders]
    for folder in folders:
        folder.unlink()
        folder.symlink_to(tmp_path / "gone")

    fill_tool_cache(place, cache, "")

    assert len(found) == 7  # one for each set of packages
    assert [folder.readlink() for folder in folders] == found
