"""The repository's configuration and issue form, read from the checkout of its default branch."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local.safe_files import MAX_BYTES_PER_CHARACTER, NotReadable, read_file
from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.compiled_presets import load_compiled_preset
from incident_actions.gateway.repository.existing_people import existing_people
from incident_actions.gateway.repository.last_good_configuration import ReplacementConfiguration, find_replacement
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.accounts import logins
from incident_actions.model.process.configuration_reader import CONFIGURATION, FORM, read_configuration, read_process
from incident_actions.model.process.extends import DEFAULT, Flaw
from incident_actions.model.process.mistake import InvalidConfiguration, Mistake
from incident_actions.model.process.process import Process
from incident_actions.model.process.yaml_parsing import LONGEST, parse_yaml
from incident_actions.text import issue_form

log = logging.getLogger("incident_actions")

MAX_FORMS = 20
"""How many other forms are read at most."""


@dataclass(frozen=True)
class BrokenConfiguration:
    """A configuration that cannot be used: its mistakes, and what replaces it."""

    error: InvalidConfiguration
    replacement: ReplacementConfiguration


def load_process(workspace: Path, connection: Connection | None = None) -> tuple[Process, BrokenConfiguration | None]:
    """Return the process of a checkout's configuration, or its replacement with the mistakes."""
    try:
        text = _text(workspace, CONFIGURATION)
    except NotReadable as wrong:
        mistake = Mistake(CONFIGURATION, 1, 1, "", str(wrong).removeprefix(f"{CONFIGURATION} "))
        return _with_replacement(InvalidConfiguration((mistake,)), "", connection)
    return process_from_text(text, connection)


def process_from_text(text: str, connection: Connection | None = None) -> tuple[Process, BrokenConfiguration | None]:
    """Return the process of a configuration's text, or its replacement with the mistakes."""
    try:
        return read_process(text, load_compiled_preset, tuple(BY_WORD)), None
    except InvalidConfiguration as wrong:
        return _with_replacement(wrong, text, connection)


def _with_replacement(
    wrong: InvalidConfiguration, text: str, connection: Connection | None
) -> tuple[Process, BrokenConfiguration]:
    instead = find_replacement(text, connection)
    return instead.process, BrokenConfiguration(wrong, instead)


@dataclass(frozen=True)
class ConfigurationCheck:
    """The result of checking a configuration."""

    process: Process | None
    mistakes: tuple[Mistake, ...] = ()
    unchecked_logins: tuple[str, ...] = ()
    """Logins whose existence GitHub did not confirm or deny."""


def check_configuration(
    text: str, file: str, connection: Connection | None, *, below: str | None = DEFAULT
) -> ConfigurationCheck:
    """Find all mistakes in a configuration, including accounts that do not exist if there is a connection."""
    try:
        found = read_configuration(text, templates.load_preset, tuple(BY_WORD), file, below=below)
    except InvalidConfiguration as wrong:
        return ConfigurationCheck(None, wrong.mistakes)
    if connection is None:
        return ConfigurationCheck(found.process)
    named = tuple(logins(found.process))
    there = existing_people(connection, tuple(dict.fromkeys(login for _, login in named)))
    nobody = [
        Flaw(path, f"there is no GitHub account {login!r}", login) for path, login in named if there[login] is False
    ]
    unchecked = tuple(login for login, known in there.items() if known is None)
    return ConfigurationCheck(found.process, InvalidConfiguration(map(found.mistake, nobody)).mistakes, unchecked)


def load_form_fields(workspace: Path) -> tuple[issue_form.FormField, ...]:
    """Return the fields of the incident form; none if there is no form, or it cannot be read."""
    return issue_form.read_fields(_form(workspace, FORM))


def _form(workspace: Path, path: str) -> Mapping[str, Any]:
    """Return a form's YAML; empty if there is no such form, or it cannot be read."""
    try:
        text = _text(workspace, path)
    except NotReadable as wrong:
        log.warning("Skipped the form: %s", wrong)
        return {}
    return _parsed_form(text, path) if text else {}


@lru_cache(maxsize=8)  # a clock reads one form again and again
def _parsed_form(text: str, path: str) -> Mapping[str, Any]:
    try:
        return parse_yaml(text, path)
    except InvalidConfiguration:
        return {}


def load_other_forms(workspace: Path) -> tuple[tuple[issue_form.FormField, ...], ...]:
    """Return the fields of the other forms that file incidents: those in the same folder that share a label."""
    own, folder = _form(workspace, FORM), (workspace / FORM).parent
    names = sorted(each.name for each in folder.glob("*.y*ml") if each.name != Path(FORM).name)[:MAX_FORMS]
    others = [_form(workspace, f"{Path(FORM).parent.as_posix()}/{name}") for name in names]
    return tuple(issue_form.read_fields(each) for each in others if _labels(each) & _labels(own))


def _labels(form: Mapping[str, Any]) -> set[str]:
    """Return the labels that a form sets, which GitHub takes as a list or as a text with commas."""
    given = form.get("labels") or []
    names = given.split(",") if isinstance(given, str) else given if isinstance(given, list) else []
    return {str(each).strip().casefold() for each in names}


def _text(workspace: Path, path: str) -> str:
    """Return a file's text, with invalid UTF-8 replaced; empty if it does not exist. Raises NotReadable."""
    return (read_file(workspace, path, LONGEST * MAX_BYTES_PER_CHARACTER) or b"").decode("utf-8", "replace")
