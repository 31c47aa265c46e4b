"""A sandbox knows a tool by its files and its words."""

import subprocess
from pathlib import Path

import pytest

from incident_actions.sandbox import Job, Tool


def never(_job: Job, _log: int) -> subprocess.Popen[bytes]:
    raise AssertionError("nothing starts here")


def tool(place: Path, sleeping_command: str = "") -> Tool:
    return Tool("acme/ship-it", "ship-it", ".github/actions/ship-it", place, never, sleeping_command=sleeping_command)


def test_files_of_the_tool_are_read_by_their_paths_in_its_repository(tmp_path: Path) -> None:
    (tmp_path / "workflows").mkdir()
    (tmp_path / "workflows/ship.yml").write_text("on: push\n")

    assert tool(tmp_path).read(".github/workflows/ship.yml") == "on: push\n"
    with pytest.raises(FileNotFoundError):
        tool(tmp_path).read(".github/workflows/other.yml")


@pytest.mark.parametrize(
    ("sleeping_command", "arguments", "sleeps"),
    [("wait", ["wait", "--long"], True), ("wait", ["all"], False), ("wait", [], False), ("", [], False)],
)
def test_one_command_of_the_tool_may_sleep(
    tmp_path: Path, sleeping_command: str, arguments: list[str], sleeps: bool
) -> None:
    assert tool(tmp_path, sleeping_command).sleeps(arguments) is sleeps
