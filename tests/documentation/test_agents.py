"""What coding agents and scripts are told of this tool exists, and so does every exit code that they may meet."""

import re

import click
import pytest
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from incident_actions.cli.main import cli
from incident_actions.contract.labels import label_meanings
from incident_actions.engine.commands.registry import BY_WORD
from tests.documentation.exit_codes import ENDINGS
from tests.documentation.generated import DOCS, lines
from tests.documentation.pages import ROOT
from tests.worlds import PROCESS

AGENTS = (ROOT / "AGENTS.md").read_text(encoding="utf-8")
LINES = {line.name.removeprefix("incident-actions "): line for line in lines(cli, "incident-actions")}
VARIABLE = "_INCIDENT_ACTIONS_COMPLETE"


def test_agents_read_of_slash_commands_that_there_are() -> None:
    named = set(re.findall(r"`/([a-z-]+)", AGENTS))

    assert len(named) > 8
    assert named <= set(BY_WORD)


def test_agents_read_of_commands_of_the_command_line_that_there_are() -> None:
    named = re.findall(r"`incident-actions ((?:preset )?[a-z]+)(?: [0-9]+)?((?: --[a-z]+)*)`", AGENTS)

    assert {"show", "status", "check", "preset check", "init"} == {name for name, _ in named}
    for name, options in named:
        assert all(f"`{each}" in str([f"`{row.typed}" for row in LINES[name].options]) for each in options.split())


def test_agents_read_of_labels_that_there_are() -> None:
    labels = set(label_meanings(PROCESS))

    assert {each for each in labels if f"`{each}`" in AGENTS} == {
        "incident", "action-item", "needs-postmortem", "SEV-1", "status: monitoring",
    }  # fmt: skip


def test_each_command_has_its_exit_codes_in_the_table() -> None:
    assert sorted(ENDINGS) == sorted(LINES)


@pytest.mark.parametrize("name", LINES)
def test_an_exit_code_that_the_help_names_is_in_the_table(name: str) -> None:
    named = {int(code) for code in re.findall(r"Exit code (\d)", LINES[name].meaning)}

    ending = ENDINGS[name]
    known = {1: ending.to_do, 3: ending.incomplete}
    assert [code for code in named if not known[code]] == []


@pytest.mark.parametrize("name", LINES)
def test_the_table_says_which_commands_print_json(name: str) -> None:
    has = any(each.typed.startswith("--json") for each in LINES[name].options)

    assert ENDINGS[name].machine.startswith("`--json") is has


@pytest.mark.parametrize("shell", [BashComplete, FishComplete, ZshComplete], ids=lambda shell: shell.name)
def test_each_shell_completes_commands_and_options(shell: type[ShellComplete]) -> None:
    completion = shell(cli, {}, "incident-actions", VARIABLE)

    assert [each.value for each in completion.get_completions([], "sh")] == ["show"]
    assert [each.value for each in completion.get_completions(["preset"], "d")] == ["diff"]
    assert [each.value for each in completion.get_completions(["init"], "--pre")] == ["--preset"]
    assert f"{VARIABLE}={shell.name}_source incident-actions" in (DOCS / "cli.md").read_text(encoding="utf-8")
    assert isinstance(cli, click.Group)
