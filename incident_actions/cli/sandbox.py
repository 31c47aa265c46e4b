"""`sandbox`: serve an embedded GitHub on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from incident_actions.cli.extras import load_extra
from incident_actions.cli.options import runner_option


@click.command("sandbox")
@click.option("--port", type=click.IntRange(0, 65_535), default=8765, show_default=True, help="0 takes any free port.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("sandbox"),
    show_default=True,
    help="Where it keeps everything.",
)
@runner_option
def command(*, port: int, data: Path, runner: str) -> None:
    """Serve an embedded GitHub on this machine, to try things on."""
    local_server = load_extra("incident_actions.drill.local_server")
    local_server.serve_shop(port, data, runner=runner)
