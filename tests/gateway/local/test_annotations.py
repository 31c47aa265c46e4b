"""What the runner is told says only what is meant, whatever stands in a file's name or in its text."""

import re
from itertools import product

import pytest

from incident_actions.gateway.local.annotations import annotation, terminal_line

HOSTILE = [
    "a\n::error::b",
    "a\r\n##[add-path]b",
    "a,line=9::b",
    "%0A::x",
    "a:b,c%",
    "\u2028::x",
    "\x1b[2J",
    "\ud800",
    "é",
]


def unescaped(text: str) -> str:
    """What the runner makes of it: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs."""
    for escaped, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escaped, sign)
    return text


def test_an_annotation_is_one_command_with_the_very_values_in_it() -> None:
    values = list(product(HOSTILE, repeat=2))

    assert [read_command(annotation("error", path, (7,), "a-rule", words)) for path, words in values] == [
        [each.encode("utf-8", "replace").decode() for each in given] for given in values
    ]


def read_command(said: str) -> list[str]:
    command = re.fullmatch(r"::error file=([^,:\r\n]*),line=7,title=a-rule::([^\r\n]*)", said)
    return [unescaped(each) for each in command.groups()] if command else [f"no command: {said}"]


def test_a_finding_in_a_terminal_is_a_line_as_compilers_write_it() -> None:
    said = terminal_line("notice", "docs/incidents/a.md", (7, 3), "a-rule", "Fix it.")

    assert said == "docs/incidents/a.md:7:3: notice: Fix it. [a-rule]"


def test_an_annotation_may_name_its_column() -> None:
    assert (
        annotation("error", "a.yml", (7, 3), "a-rule", "Fix it.")
        == "::error file=a.yml,line=7,col=3,title=a-rule::Fix it."
    )


@pytest.mark.parametrize("path", HOSTILE)
def test_a_terminal_obeys_nothing_of_a_files_name(path: str) -> None:
    said = terminal_line("error", path, (7,), "a-rule", "Fix it.")

    assert not set(said) & {"\n", "\r", "\x1b", "\u2028"}
    assert not said.startswith("::")
