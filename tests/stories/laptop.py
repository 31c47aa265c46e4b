"""A person's checkout of a team's repository, and what is typed in it."""

from __future__ import annotations

import logging
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import TypeAlias

from click.testing import CliRunner

from incident_actions.cli.main import cli
from tests.stories.conftest import ROOT
from tests.stories.team import Team

COMMIT = "0123456789abcdef0123456789abcdef01234567"
SOURCE = f"incident-actions/incident-actions@{COMMIT}"
WRITTEN = [
    ".github/ISSUE_TEMPLATE/incident.yml",
    ".github/incidents.yml",
    ".github/workflows/incident-clock.yml",
    ".github/workflows/incident-postmortem.yml",
    ".github/workflows/incident-respond.yml",
    ".github/workflows/incident-sweep.yml",
    "docs/incidents/README.md",
]
OTHERS = ("GITHUB_", "INCIDENT_")
"""How variables begin that are none of the person's own."""
QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
WHO = {f"GIT_{who}_{what}": "ada@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


Typed: TypeAlias = Callable[[list[str], Path, dict[str, str], str], subprocess.CompletedProcess[str]]
"""How a command of the tool is run: its words, the folder, more variables, and what is answered."""


def in_a_process(
    words: list[str], folder: Path, variables: dict[str, str], answer: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of the tool as a shell does."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith(OTHERS)}
    return subprocess.run(
        [sys.executable, "-P", "-m", "incident_actions", *words],
        cwd=folder, env={**ours, "PYTHONPATH": str(ROOT), **variables},
        input=answer, capture_output=True, text=True, check=False,
    )  # fmt: skip


def in_this_process(
    words: list[str], folder: Path, variables: dict[str, str], answer: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of the tool through the function that its process calls, which is quicker."""
    without = {key: None for key in os.environ if key.startswith(OTHERS)}
    with chdir(folder):
        ended = CliRunner().invoke(cli, words, env={**without, **variables}, input=answer, catch_exceptions=False)
    logging.getLogger().handlers.clear()
    return subprocess.CompletedProcess(words, ended.exit_code, ended.stdout, ended.stderr)


class Laptop:
    """A checkout of a team's repository, and what is typed in it."""

    def __init__(self, team: Team, folder: Path, typed: Typed = in_a_process) -> None:
        self.team, self.folder, self.typed = team, folder, typed
        self.git("clone", "--quiet", f"{team.sandbox.url}/acme/shop.git", str(folder), at=folder.parent)

    def git(self, *arguments: str, at: Path | None = None) -> str:
        # The sandbox takes any name with a person's token for a password.
        token = self.team.sandbox.token("ada")
        header = ("-c", f"http.extraHeader=Authorization: Bearer {token}")
        done = subprocess.run(
            ["git", *header, *arguments], cwd=at or self.folder, env={**os.environ, **QUIET, **WHO},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    def init(
        self, *arguments: str, shape: tuple[str, ...] = ("--short",), by: str | None = "ada", answer: str = ""
    ) -> subprocess.CompletedProcess[str]:
        server = {"GITHUB_API_URL": self.team.sandbox.api_url}
        if by:
            server["GITHUB_TOKEN"] = self.team.sandbox.token(by)
        return self.typed(["init", *shape, "--source", SOURCE, *arguments], self.folder, QUIET | server, answer)

    def doctor(self) -> subprocess.CompletedProcess[str]:
        ours = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "INCIDENT_"))}
        server = {"GITHUB_API_URL": self.team.sandbox.api_url, "GITHUB_TOKEN": self.team.sandbox.token("ada")}
        now = {"INCIDENT_ACTIONS_NOW": self.team.sandbox.clock.now().isoformat()}
        return subprocess.run(
            [sys.executable, "-P", "-m", "incident_actions", "doctor", "--json"],
            cwd=self.folder, env={**ours, **QUIET, "PYTHONPATH": str(ROOT), **server, **now},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def remove(self, *arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-P", "-m", "incident_actions", "init", "--remove", *arguments],
            cwd=self.folder, env={**os.environ, **QUIET, "PYTHONPATH": str(ROOT)},
            input=answer, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def init_at_terminal(self, typed: str) -> str:
        """Run `init` at a terminal, type what it asks for, and return what the terminal shows."""
        ours = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "INCIDENT_"))}
        outer, inner = pty.openpty()
        try:
            os.write(outer, typed.encode())
            done = subprocess.run(
                [sys.executable, "-P", "-m", "incident_actions", "init", "--short", "--source", SOURCE],
                cwd=self.folder, env={**ours, **QUIET, "PYTHONPATH": str(ROOT)},
                stdin=inner, capture_output=True, text=True, check=True,
            )  # fmt: skip
        finally:
            os.close(inner)
            os.close(outer)
        return done.stdout

    def changed(self) -> list[str]:
        return sorted(line[3:] for line in self.git("status", "--porcelain", "--untracked-files=all").splitlines())

    def commits(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "x")

    def text(self, path: str) -> str:
        return (self.folder / path).read_text()

    def labels(self) -> dict[str, tuple[str, str]]:
        given = self.team.as_("ada").json("GET", "labels?per_page=100")
        return {each["name"]: (each["color"], each["description"] or "") for each in given}
