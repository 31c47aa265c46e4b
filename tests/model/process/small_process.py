"""A small preset for the tests of configurations, and what reading one over it comes to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.process import Process

FILE = ".github/incidents.yml"
BASE = """
severities: [{label: SEV-1, update_every: 15}, {label: SEV-2, update_every: 30}, {label: SEV-3}, {label: SEV-4}]
statuses:
  - {word: Investigating, phase: active}
  - {word: Identified, phase: active}
  - {word: Monitoring, phase: mitigated}
  - {word: Resolved, phase: resolved}
roles: [{key: commander, name: Lead}, {key: comms, name: Comms}, {key: tech, name: Tech}, {key: scribe, name: Scribe}]
permissions: {note: triage}
postmortem: {sections: [{title: Summary}, {title: Impact}]}
"""


def small_preset(name: str) -> str | None:
    """Return a small default preset, and the other presets as they are."""
    return BASE if name == "default" else templates.load_preset(name)


def read_small_process(text: str) -> Process:
    """Read a configuration over the small preset."""
    return read_process(text, small_preset, tuple(BY_WORD))


def refusal(text: str, presets: Callable[[str], str | None] = small_preset) -> str:
    """Return the message with which a configuration is refused."""
    with pytest.raises(InvalidConfiguration) as wrong:
        read_process(text, presets, tuple(BY_WORD))
    return str(wrong.value)
