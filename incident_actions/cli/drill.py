"""`drill`: play the whole life of an incident on this machine, or let a person respond to one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from incident_actions.cli.exit_codes import run_and_exit
from incident_actions.cli.extras import load_extra
from incident_actions.cli.options import data_option, port_option, runner_option
from incident_actions.cli.served_port import explain_start

DEFAULT_PRESET = "default"


@click.command("drill")
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the repository and a transcript in this folder. Replaces those of an earlier drill.",
)
@click.option(
    "--json", "outcome", type=click.Path(dir_okay=False, path_type=Path), help="Write the results to this file as JSON."
)
@click.option("--preset", default="", help=f"The process to play.  [default: {DEFAULT_PRESET}]")
@click.option("--serve", is_flag=True, help="Serve a game day: you respond in the browser and get a score.")
@click.option("--config", "configuration", default="", metavar="FILE", help="Your own process, for --serve.")
@click.option(
    "--scenario",
    default="",
    metavar="NAME|FILE",
    help="The scenario of the game day: one of --list-scenarios, or a file.  [default: bad-release]",
)
@click.option("--list-scenarios", is_flag=True, help="List the scenarios, and exit.")
@port_option
@data_option("game-day", "the game day and its score")
@click.option(
    "--speed",
    type=click.IntRange(1, 60),
    default=1,
    show_default=True,
    help="Let the time of the game day pass so many times as fast.",
)
@runner_option
def command(  # noqa: PLR0913  one for each option
    *,
    keep: Path | None,
    outcome: Path | None,
    preset: str,
    serve: bool,
    configuration: str,
    scenario: str,
    list_scenarios: bool,
    port: int,
    data: Path,
    speed: int,
    runner: str,
) -> None:
    """Play a whole incident on this machine, without an account or a network, or respond to one with --serve."""
    if list_scenarios:
        run_and_exit(_print_scenarios)
    if not serve:
        if configuration or scenario:
            raise click.UsageError("--config and --scenario need --serve.")
        play = load_extra("incident_actions.drill.play")
        sys.exit(play.run_drill(keep, outcome, preset or DEFAULT_PRESET, runner))
    if keep or outcome:
        raise click.UsageError("--keep and --json exclude --serve, which writes its score into the folder of --data.")
    if preset and configuration:
        raise click.UsageError("--config and --preset exclude each other: a configuration names its own preset.")
    server = load_extra("incident_actions.drill.game_day.server")

    def serve_game_day() -> int:
        day = server.prepare_game_day(server.GameDayChoice(data, preset, configuration, scenario))
        with explain_start(port):
            server.serve_game_day(day, port, runner=runner, speed=speed)
        return 0

    run_and_exit(serve_game_day)


def _print_scenarios() -> int:
    """Print the name and the title of each scenario that comes with the tool."""
    files = load_extra("incident_actions.drill.game_day.scenario_files")
    for name, each in files.shipped_scenarios().items():
        click.echo(f"{name:<20}{each.title}")
    return 0
