"""A whole life by the GitHub CLI that Debian ships, over HTTPS, in the words of the sandbox's page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL, SOURCE
from incident_actions.sandbox import Sandbox
from tests.documentation.pages import ROOT, section

pytestmark = pytest.mark.rest

PAGE, TITLE = ROOT / "docs/sandbox.md", "With the GitHub CLI"
ITEM = "Refuse a release whose connection pool is smaller than its number of workers"
EDITOR = """\
import sys
from pathlib import Path

from incident_actions.drill.rehearsal.written_file import fill_in
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process

process = read_process("extends: default\\n", templates.load_preset, tuple(BY_WORD))
for name in sys.argv[1:]:
    file = Path(name)
    file.write_text(fill_in(file.read_text("utf-8"), process), "utf-8")
"""
"""What stands for somebody at an editor."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where somebody types commands; each block of them waits for the workflows of the one before."""

    folder: Path
    sandbox: Sandbox

    def types(self, block: str) -> str:
        """Type a block below what the page exports, and return what was printed."""
        text = f"{self._exports()}\n{block}".replace(
            "init ", f"init --yes --source {SOURCE.repository}@{SOURCE.commit} "
        )
        ended = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", text.replace("TOKEN\n", f"{self.sandbox.token('ada')}\n")],
            cwd=self.folder, env=self._environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        failed = [each.output for each in self.sandbox.settle() if each.exit_code]
        assert (ended.returncode, failed) == (0, []), f"{block}\n{ended.stdout}{ended.stderr}"
        return ended.stdout

    def _exports(self) -> str:
        exports = next(each.text for each in section(PAGE, TITLE) if each.text.startswith("export "))
        return exports.replace("localhost:8765", self.sandbox.url.removeprefix("https://"))

    def _environment(self) -> dict[str, str]:
        """All that is set there; nothing of this process's own but what the system needs."""
        command = self.folder / "bin/incident-actions"
        if not command.exists():
            command.parent.mkdir()
            command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m incident_actions "$@"\n')
            command.chmod(0o700)
            (self.folder / "editor.py").write_text(EDITOR)
        who = {f"GIT_{role}_{key}": "ada" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
        return {
            "PATH": f"{command.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.folder),
            "EDITOR": f"{sys.executable} {self.folder / 'editor.py'}",
            **dict.fromkeys(("GH_PROMPT_DISABLED", "GH_NO_UPDATE_NOTIFIER", "NO_COLOR"), "1"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "LANG": "C.UTF-8",
            **who,
        }


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """`make test-rest` installs the GitHub CLI."""
    assert shutil.which("gh"), "the GitHub CLI is not installed"
    with Sandbox(tmp_path / "sandbox", tool=INSTALLED_TOOL, tls=True) as sandbox:
        sandbox.create_organization("acme", ["ada", "grace", "linus"])
        yield Terminal(tmp_path, sandbox)


def test_the_life_on_the_page_ends_with_a_closed_action_item(terminal: Terminal) -> None:
    typed = [each.text for each in section(PAGE, TITLE) if each.text.startswith(("gh ", "git "))]

    adopted, _, _, seen, _, proposed, _, last = [terminal.types(block) for block in typed]
    terminal.types("gh run rerun 1")

    assert "0 failed" in adopted
    assert "## 🔴 SEV-1 · Investigating" in seen
    assert "hotfix/raise-the-timeout\tDRAFT" in seen
    assert "postmortem/1" in proposed or "Post-mortem: Checkout returns HTTP 500" in proposed
    assert ITEM in last
    assert "respond\tRun respond\t#1: " in last
    issues = terminal.sandbox.repository("acme/shop").issues
    assert terminal.sandbox.repository("acme/shop").runs[0].attempt == 2
    states = {number: each.state for number, each in issues.items()}
    assert states == {1: "closed", 2: "closed", 3: "closed", 4: "closed", 5: "open"}
    assert [each.pull.merged_by for each in issues.values() if each.pull] == ["ada", "ada"]


def test_the_cli_knows_who_is_logged_in_and_what_the_token_may_do(terminal: Terminal) -> None:
    said = terminal.types(
        "gh auth status 2>&1\ngh auth token --hostname $GH_HOST\ngh api user --jq .login\ngh api graphql -f query='{viewer{login}}'"
    )

    assert f"Logged in to {terminal.sandbox.url.removeprefix('https://')}" in said
    assert "Token scopes: " in said
    assert said.splitlines()[-3:] == [terminal.sandbox.token("ada"), "ada", '{"data":{"viewer":{"login":"ada"}}}']
