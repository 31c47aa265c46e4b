"""The hook that adopters can run before each commit gets the files that the check reads, and no others."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from incident_actions.cli.main import COMMANDS
from incident_actions.gateway.local.check_limits import is_checked
from incident_actions.postmortem import index

ROOT = Path(__file__).parents[1]
HOOKS: list[dict[str, Any]] = YAML(typ="safe").load(ROOT / ".pre-commit-hooks.yaml")


def test_the_hook_runs_the_check_of_the_command_line() -> None:
    [hook] = HOOKS

    program, command = hook["entry"].split()

    assert (program, hook["language"]) == ("incident-actions", "python")
    assert command in COMMANDS


@pytest.mark.parametrize(
    "path",
    [
        "docs/incidents/a.md", "docs/incidents/2026/a.MD", index.PATH, "docs/incidents/graph.png", "docs/incidents.md",
        "docs/a.md", "src/docs/incidents/a.md", ".github/incidents.yml", ".github/incidents.yaml", ".github/incidents/comments/page.md",
        ".github/workflows/respond.yml", "README.md", "x.github/incidents.yml", "my/.github/incidents.yml",
    ],
)  # fmt: skip
def test_the_hook_gets_what_the_check_reads(path: str) -> None:
    [hook] = HOOKS

    given = re.search(hook["files"], path) is not None

    assert given is (is_checked(path) or path == index.PATH)
