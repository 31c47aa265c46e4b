"""What `init` asks somebody at a terminal before it writes the first configuration: process and people on call."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from incident_actions.cli.setup_plan import InitOptions
from incident_actions.gateway.local.checkout import Checkout
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.process.configuration_reader import CONFIGURATION
from incident_actions.model.process.extends import DEFAULT
from incident_actions.setup import first_rota

WHO = "Who is on call? GitHub logins, separated by commas, or nothing to decide later"
PRESET_QUESTIONS = (
    ("Must you keep to rules about personal or health data?", "regulated"),
    ("Do you call severities P1 to P4, and not SEV-1 to SEV-4?", "p-levels"),
    ("Are you fewer than six people, without separate roles in an incident?", "lean"),
)
"""Three questions, each with the preset that a yes chooses. The first yes counts."""


def ask_first_questions(asked: InitOptions, here: Checkout) -> InitOptions:
    """Ask for what no option gives, if somebody is there to answer and the configuration is yet to be written."""
    if asked.yes or not sys.stdin.isatty() or here.read_texts([CONFIGURATION]):
        return asked
    preset = asked.preset or choose_preset(lambda question: click.confirm(question, default=False))
    return _ask_who_is_on_call(replace(asked, preset=preset))


def choose_preset(confirm: Callable[[str], bool]) -> str:
    """Return the preset that the first question with the answer yes names, or else the default one."""
    return next((preset for question, preset in PRESET_QUESTIONS if confirm(question)), DEFAULT)


def _ask_who_is_on_call(asked: InitOptions) -> InitOptions:
    while not asked.on_call:
        try:
            answer = click.prompt(WHO, default="", show_default=False)
            return replace(asked, on_call=first_rota.read_logins(str(answer)))
        except ValueError as wrong:
            click.echo(str(wrong))
    return asked
