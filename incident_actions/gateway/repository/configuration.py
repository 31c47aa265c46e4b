"""The repository's own configuration and issue form, read from the checkout of its default branch."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local.workspace import BYTES_OF_A_CHARACTER, NotReadable
from incident_actions.gateway.local.workspace import read as read_file
from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.last_good_configuration import StandIn, stand_in
from incident_actions.gateway.repository.proposed_files import people
from incident_actions.model.process.accounts import logins
from incident_actions.model.process.configuration_reader import CONFIGURATION, FORM, read_configuration, read_process
from incident_actions.model.process.extends import DEFAULT, Flaw
from incident_actions.model.process.mistake import InvalidConfiguration, Mistake
from incident_actions.model.process.process import Process
from incident_actions.model.process.yaml_parsing import LONGEST, parse_yaml
from incident_actions.text import issue_form

log = logging.getLogger("incident_actions")


@dataclass(frozen=True, slots=True)
class Broken:
    """What is wrong with the configuration, and what answers in its place."""

    wrong: InvalidConfiguration
    instead: StandIn


def process(workspace: Path, connection: Connection | None = None) -> tuple[Process, Broken | None]:
    """Read the process; for one that cannot be used another stands in, and the mistakes are told."""
    try:
        text = _text(workspace, CONFIGURATION)
    except NotReadable as wrong:
        mistake = Mistake(CONFIGURATION, 1, 1, "", str(wrong).removeprefix(f"{CONFIGURATION} "))
        return _stood_in_for(InvalidConfiguration((mistake,)), "", connection)
    return process_and_flaws(text, connection)


def process_and_flaws(text: str, connection: Connection | None = None) -> tuple[Process, Broken | None]:
    """The process of a configuration's text; for one that cannot be used another stands in."""
    try:
        return read_process(text, templates.preset, tuple(BY_WORD)), None
    except InvalidConfiguration as wrong:
        return _stood_in_for(wrong, text, connection)


def _stood_in_for(wrong: InvalidConfiguration, text: str, connection: Connection | None) -> tuple[Process, Broken]:
    instead = stand_in(text, connection)
    return instead.process, Broken(wrong, instead)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at a configuration came to; `untold` are accounts of which GitHub did not tell whether they exist."""

    process: Process | None
    mistakes: tuple[Mistake, ...] = ()
    untold: tuple[str, ...] = ()


def looked_at(text: str, file: str, connection: Connection | None, *, below: str | None = DEFAULT) -> Looked:
    """Look for everything that is wrong in a configuration; where there is a connection, for nobody's accounts too."""
    try:
        found = read_configuration(text, templates.preset, tuple(BY_WORD), file, below=below)
    except InvalidConfiguration as wrong:
        return Looked(None, wrong.mistakes)
    if connection is None:
        return Looked(found.process)
    named = tuple(logins(found.process))
    there = people(connection, tuple(dict.fromkeys(login for _, login in named)))
    nobody = [Flaw(path, f"GitHub knows no person {login!r}", login) for path, login in named if there[login] is False]
    untold = tuple(login for login, known in there.items() if known is None)
    return Looked(found.process, InvalidConfiguration(map(found.mistake, nobody)).mistakes, untold)


def form_fields(workspace: Path) -> tuple[issue_form.FormField, ...]:
    """The fields of the incident form; none where there is no form, or one that cannot be read."""
    try:
        text = _text(workspace, FORM)
    except NotReadable as wrong:
        log.warning("the form is not read: %s", wrong)
        return ()
    if not text:
        return ()
    try:
        return issue_form.read_fields(parse_yaml(text, FORM))
    except InvalidConfiguration:
        return ()


def _text(workspace: Path, path: str) -> str:
    """A file's text; empty where there is none, and with signs of what is no UTF-8 in it; raises NotReadable."""
    return (read_file(workspace, path, LONGEST * BYTES_OF_A_CHARACTER) or b"").decode("utf-8", "replace")
