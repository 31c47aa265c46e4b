"""Replace a configuration that cannot be used by its last usable version, or by a preset."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import datetime

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.file_history import file_versions
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.configuration_reader import CONFIGURATION, read_process
from incident_actions.model.process.extends import DEFAULT
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.process import Process

log = logging.getLogger("incident_actions")

EXTENDED_PRESET = lazy_pattern(r"^extends:[ \t]*[\"']?([a-z][a-z0-9-]*)", re.MULTILINE)


@dataclass(frozen=True)
class ReplacementConfiguration:
    """The process used instead of a broken configuration: an earlier version's at `commit`, or that of `preset`."""

    process: Process
    commit: str = ""
    committed: datetime | None = None
    preset: str = ""


def find_replacement(broken: str, connection: Connection | None) -> ReplacementConfiguration:
    """Find what replaces a broken text; a preset if GitHub does not show earlier versions."""
    try:
        for version in _usable_versions(connection, broken) if connection else ():
            return version
    except (GithubError, OSError, LookupError, TypeError, ValueError) as error:
        log.warning("Could not read earlier versions of %s: %s", CONFIGURATION, type(error).__name__)
    return _preset(broken)


def _usable_versions(connection: Connection, broken: str) -> Iterator[ReplacementConfiguration]:
    """Yield the earlier versions that can be used, newest first."""
    for version in file_versions(connection, CONFIGURATION):
        try:
            process = (
                None if version.text == broken else read_process(version.text, templates.load_preset, tuple(BY_WORD))
            )
        except InvalidConfiguration:
            continue
        if process:
            yield ReplacementConfiguration(process, version.commit, version.committed)


def _preset(broken: str) -> ReplacementConfiguration:
    """Return the preset that the broken text still names, or the default one."""
    for name in (*EXTENDED_PRESET.findall(broken)[:1], DEFAULT):
        try:
            return ReplacementConfiguration(
                read_process(f"extends: {name}\n", templates.load_preset, tuple(BY_WORD)), preset=name
            )
        except InvalidConfiguration:
            continue
    raise AssertionError("the default preset cannot be used")
