"""A repository that adopts the tool by reference, as `init` sets it up: its workflows are short callers of the tool's."""

from __future__ import annotations

from incident_actions.drill.installed_tool import SOURCE
from incident_actions.gateway.repository import tool_files
from tests.stories.conftest import CONFIGURATION

NAMES = ("clock", "postmortem", "respond", "sweep")


def files() -> dict[str, str]:
    """What such a repository holds of the tool."""
    return tool_files.adopted(CONFIGURATION, SOURCE)


def caller(name: str) -> str:
    """Where the workflow lies that calls one of the tool's."""
    return f".github/workflows/incident-{name}.yml"
