"""The commands that try the tool on this machine alone: `sandbox`, `drill`."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

from incident_actions.cli.options import runner_option


@click.command()
@click.option("--port", type=click.IntRange(0, 65_535), default=8765, show_default=True, help="0 takes any free port.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("sandbox"),
    show_default=True,
    help="Where it keeps everything.",
)
@runner_option
def sandbox(*, port: int, data: Path, runner: str) -> None:
    """Serve an embedded GitHub on this machine, to try things on."""
    local_server = _import_extra("incident_actions.drill.local_server")
    local_server.serve_shop(port, data, runner=runner)


@click.command()
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="Leave the cloned repository and a transcript here.",
)
@click.option("--json", "outcome", type=click.Path(dir_okay=False, path_type=Path), help="Write the outcome here.")
@click.option("--preset", default="default", show_default=True, help="Which process is played.")
@runner_option
def drill(*, keep: Path | None, outcome: Path | None, preset: str, runner: str) -> None:
    """Play the whole life of an incident on this machine, without account or network."""
    play = _import_extra("incident_actions.drill.play")
    sys.exit(play.run_drill(keep, outcome, preset, runner))


def _import_extra(module: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  a module, of which the type checker knows nothing here
    """Import a module that needs the extra `sandbox`; raises ClickException if the extra is missing."""
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("incident_actions"):
            raise
        raise click.ClickException(f"this needs {missing.name}: pip install 'incident-actions[sandbox]'") from missing
