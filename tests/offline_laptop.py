"""A laptop while GitHub is down: a checkout, a terminal, and no network until the replay."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from incident_actions.cli.main import cli
from incident_actions.sandbox import Sandbox

FILE = "night.txt"
CONFIGURATION = """extends: default
services: [api, web, checkout]
directory: { ada: "+44 20 7946 0001", grace: "+44 20 7946 0002" }
contacts:
  engineering-manager: { name: the engineering manager, people: [margaret], reach: "+44 20 7946 0009" }
on_call: { primary: [{ people: [linus, grace], since: 2026-03-02 }] }
escalation: [ada]
"""


@dataclass
class Laptop:
    """A person's terminal in a checkout."""

    folder: Path
    by: str = "ada"

    def run(self, *words: str, at: str = "", typed: str = "", **environment: str | None) -> Result:
        """Run a command at a moment, with input typed into it."""
        lacking = dict.fromkeys(("GITHUB_TOKEN", "GITHUB_REPOSITORY", "GITHUB_API_URL", "GITHUB_SERVER_URL"))
        known = {**lacking, "INCIDENT_ACTIONS_BY": self.by, "GIT_CONFIG_GLOBAL": "/dev/null", **environment}
        if at:
            known["INCIDENT_ACTIONS_NOW"] = at
        with pytest.MonkeyPatch.context() as patched:
            patched.chdir(self.folder)
            ended = CliRunner().invoke(cli, words, input=typed, env=known)
        logging.getLogger().handlers.clear()
        return ended

    def replay(self, sandbox: Sandbox, login: str, *more: str, token: str = "") -> Result:
        """Replay the log as somebody, at the sandbox's time."""
        return self.run(
            *("replay", FILE, "--repository", "acme/shop", *more),
            at=sandbox.clock.now().isoformat(),
            GITHUB_TOKEN=token or sandbox.token(login),
            GITHUB_API_URL=sandbox.api_url,
            GITHUB_SERVER_URL=sandbox.url,
        )

    @property
    def text(self) -> str:
        """Return the text of the log."""
        return (self.folder / FILE).read_text()

    @property
    def lines(self) -> list[str]:
        """Return the log's lines without its head."""
        return [line for line in self.text.partition("\n\n")[2].splitlines() if line]


def check_out(folder: Path) -> Laptop:
    """Return a checkout with the team's configuration."""
    (folder / ".github").mkdir(parents=True)
    (folder / ".github/incidents.yml").write_text(CONFIGURATION)
    return Laptop(folder)
