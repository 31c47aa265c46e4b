"""Shell commands and references are accepted with what they need, and refused without it."""

from __future__ import annotations

import pytest

from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.reference_material import Reference, ShellCommand
from tests.model.process.small_process import read_small_process


def test_commands_and_references_have_a_name_and_what_they_are() -> None:
    found = read_small_process(
        "commands:\n"
        "  - { name: Health, run: curl -s https://example.com/health }\n"
        '  - { name: Undo, run: "git fetch\\ngit revert HEAD", when: active, severities: [SEV-1] }\n'
        "references: [{ name: Handbook, link: docs/HANDBOOK.md }, { name: Bridge, text: 'Room 7, first floor' }]\n"
        "prevention: ['Deploy small']"
    )

    assert (found.commands, found.references, found.prevention) == (
        (
            ShellCommand(name="Health", run="curl -s https://example.com/health"),
            ShellCommand(name="Undo", run="git fetch\ngit revert HEAD", when="active", severities=("SEV-1",)),
        ),
        (Reference(name="Handbook", link="docs/HANDBOOK.md"), Reference(name="Bridge", text="Room 7, first floor")),
        ("Deploy small",),
    )


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("commands: [{name: Health}]", "commands.0.run: this key is required"),
        ("commands: [{name: Health, run: ''}]", "commands.0.run: must not be empty"),
        ("commands: [{name: Health, run: ls, when: resolved}]", "commands.0.when: expected 'active' or 'mitigated'"),
        ("commands: [{name: Health, run: ls, severities: [P1]}]", "commands.0.severities.0: there is no severity 'P1'"),
        ("commands: [{name: A, run: ls}, {name: a, run: ls}]", "there is another 'a'; commands need different names"),
        ("references: [{name: Handbook}]", "references.0: a `link` or a `text` is missing"),
    ],
)
def test_what_lacks_something_is_refused_with_its_place(text: str, mistake: str) -> None:
    with pytest.raises(InvalidConfiguration) as refused:
        read_small_process(text)

    assert mistake in str(refused.value.mistakes[0])
