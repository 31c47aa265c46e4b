"""Every command of the page about it is run as it stands there, in its order."""

from __future__ import annotations

import re
import shlex
from datetime import timedelta
from pathlib import Path

from tests.offline_laptop import check_out
from tests.stories.team import Team

PAGE = (Path(__file__).parents[2] / "docs" / "when-github-is-down.md").read_text()
COMMANDS = [
    shlex.split(line)
    for block in re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


def test_the_commands_of_the_page_work_in_their_order(tmp_path: Path, team: Team) -> None:
    desk = check_out(tmp_path / "checkout")
    at = team.sandbox.clock.now() - timedelta(hours=2)
    token = {"GITHUB_TOKEN": team.sandbox.token("grace"), "GITHUB_API_URL": team.sandbox.api_url}
    said = []

    for program, *words in COMMANDS:
        at += timedelta(minutes=1)
        if program == "incident-actions":
            ended = desk.run(*words, at=at.isoformat(), **token)
            assert ended.exit_code == 0, ended.output
            said.append(ended.output)
            team.settle()
        else:
            assert program in ("git", "export")

    assert len(said) == 10
    assert (desk.folder / "runbook.html").read_text().startswith("<!doctype html>")
    assert said[-3] == "Would open an issue with the lines of this log, in 1 comment.\n"
    assert said[-1].startswith("#1 already has all lines of this log: ")
    assert team.headline(1) == "✅ SEV-1 · Resolved"
    assert team.row(1, "Roles").startswith("Incident commander: @ada")
