"""A repository that adopts the tool by reference, as `init` sets it up: its workflows are short callers of the tool's."""

from __future__ import annotations

from incident_actions.drill.adopter import files_of_adopter
from incident_actions.drill.installed_tool import SOURCE
from tests.stories.conftest import CONFIGURATION

NAMES = ("clock", "postmortem", "respond", "sweep")


def files() -> dict[str, str]:
    """What such a repository holds of the tool."""
    return files_of_adopter(CONFIGURATION, SOURCE)


def caller(name: str) -> str:
    """Where the workflow lies that calls one of the tool's."""
    return f".github/workflows/incident-{name}.yml"
