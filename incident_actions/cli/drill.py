"""`drill`: play the whole life of an incident on this machine."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from incident_actions.cli.extras import load_extra
from incident_actions.cli.options import runner_option


@click.command("drill")
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the repository and a transcript in this folder. Replaces those of an earlier drill.",
)
@click.option(
    "--json", "outcome", type=click.Path(dir_okay=False, path_type=Path), help="Write the results to this file as JSON."
)
@click.option("--preset", default="default", show_default=True, help="The process to play.")
@runner_option
def command(*, keep: Path | None, outcome: Path | None, preset: str, runner: str) -> None:
    """Play a whole incident on this machine, without an account or a network."""
    play = load_extra("incident_actions.drill.play")
    sys.exit(play.run_drill(keep, outcome, preset, runner))
