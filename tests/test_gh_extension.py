"""`gh incident-actions` runs the installed command with the same arguments, and says what is missing without it."""

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "extension/gh-incident-actions/gh-incident-actions"


@pytest.mark.parametrize("folder", ["bin", "home/.incident-actions/bin"])
def test_the_extension_runs_the_command_on_the_path_or_where_the_pages_install_it(folder: str, tmp_path: Path) -> None:
    command = tmp_path / folder / "incident-actions"
    command.parent.mkdir(parents=True)
    command.write_text('#!/bin/sh\nprintf "<%s>" "$@"\nexit 3\n')
    command.chmod(0o700)

    ran = run(tmp_path, "show", "7 8")

    assert (ran.returncode, ran.stdout) == (3, "<show><7 8>")


def test_without_the_command_the_extension_says_what_to_install(tmp_path: Path) -> None:
    ran = run(tmp_path, "show")

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("gh-incident-actions: install incident-actions first, see docs/adopt.md")


def test_the_extension_has_the_name_and_the_rights_that_the_github_cli_wants() -> None:
    assert SCRIPT.parent.name == SCRIPT.name
    assert os.access(SCRIPT, os.X_OK)


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{place / 'bin'}:/usr/bin:/bin", "HOME": str(place / "home")}
    return subprocess.run([SCRIPT, *arguments], env=environment, capture_output=True, text=True, check=False)
