"""A command works in its own place, and takes everything that follows its word."""

from __future__ import annotations

import pytest

from incident_actions.contract.decision import Decision
from incident_actions.engine.commands.command import Command, Place, full_text, wrong_form
from incident_actions.text.messages import WrongForm
from incident_actions.text.slash_grammar import SlashCommand


@pytest.mark.parametrize(
    ("own", "incident", "item"),
    [
        ("incident", True, False),
        ("action item", False, True),
        ("both", True, True),
        ("any issue", True, True),
    ],
)
def test_a_command_works_where_it_belongs(own: Place, incident: bool, item: bool) -> None:
    command = Command("frob", "/frob", "frobnicate", lambda *_: Decision(), own)

    assert (command.works_on("incident"), command.works_on("action item")) == (incident, item)


def test_a_command_belongs_on_an_incident_unless_it_names_another_place() -> None:
    assert Command("frob", "/frob", "frobnicate", lambda *_: Decision()).place == "incident"


def test_a_command_that_is_missing_something_is_refused_with_its_usage() -> None:
    assert wrong_form(SlashCommand("sev", "", 0), "/sev <label>").refusal == WrongForm("sev", "/sev <label>")


@pytest.mark.parametrize(
    ("rest", "more", "expected"),
    [
        ("on it", "", "on it"),
        ("on it", "in two lines", "on it\nin two lines"),
        ("", "only below", "only below"),
        ("", "", ""),
        ("  on it ", "below\n", "on it \nbelow"),
    ],
)
def test_the_text_of_a_command_includes_the_lines_below_it(rest: str, more: str, expected: str) -> None:
    assert full_text(SlashCommand("update", rest, 0, more)) == expected
