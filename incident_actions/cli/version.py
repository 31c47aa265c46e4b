"""`--version`: the version of the tool, and the commit that it was built from."""

from __future__ import annotations

import click

from incident_actions import __version__
from incident_actions.gateway.local.tool_build import ToolBuild
from incident_actions.gateway.local.tool_origin import find_build

SHOWN_DIGITS = 7
"""How much of a SHA git itself shows."""


def print_version(context: click.Context) -> None:
    """Print the version and end the process."""
    click.echo(version_line(find_build()))
    context.exit()


def version_line(build: ToolBuild) -> str:
    """Return the version, the commit, and whether files differ from it."""
    state = f"commit {build.commit[:SHOWN_DIGITS]}, {'dirty' if build.is_dirty else 'clean'}"
    return f"incident-actions {__version__} ({state if build.commit else 'commit unknown, built without git history'})"
