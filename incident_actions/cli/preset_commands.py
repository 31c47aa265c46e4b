"""`preset` and what is below it: look at the presets, and at a configuration of your own."""

from __future__ import annotations

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import looked


@click.group()
def preset() -> None:
    """Look at the presets, and at a configuration of your own."""


@preset.command("list")
def preset_list() -> None:
    """Name the presets."""
    from incident_actions.cli import preset as presets

    looked(presets.listing)


@preset.command("show")
@click.argument("name")
@click.option("--resolved", is_flag=True, help="All keys that it comes to, with those of the presets that it extends.")
def preset_show(*, name: str, resolved: bool) -> None:
    """Print a preset, or what a configuration comes to."""
    from incident_actions.cli import preset as presets

    looked(lambda: presets.show(name, resolved=resolved))


@preset.command("diff")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
def preset_diff(*, one: str, other: str) -> None:
    """Say in words how two presets or configurations differ."""
    from incident_actions.cli import preset as presets

    looked(lambda: presets.diff(one, other))


@preset.command("check")
@click.argument("file", default=".github/incidents.yml")
@click.option(
    "--repository",
    envvar="GITHUB_REPOSITORY",
    default="",
    metavar="OWNER/NAME",
    help="Ask GitHub whether the accounts exist, with GITHUB_TOKEN.",
)
def preset_check(*, file: str, repository: str) -> None:
    """Say what is wrong in a configuration, or what it comes to.

    Exit code 1 means that there is something to mend.
    """
    from incident_actions.cli import preset as presets

    looked(lambda: presets.check(file, repository, environment()))


@preset.command("schema")
@click.option("--reference", is_flag=True, help="The reference of the keys instead, in Markdown.")
def preset_schema(*, reference: bool) -> None:
    """Print the JSON Schema of a configuration."""
    from incident_actions.cli import preset as presets

    looked(lambda: presets.schema(reference=reference))
