"""`sandbox`: serve an embedded GitHub on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from incident_actions.cli.extras import load_extra
from incident_actions.cli.options import data_option, port_option, runner_option
from incident_actions.cli.served_port import explain_start


@click.command("sandbox")
@port_option
@data_option("sandbox", "the sandbox's data")
@click.option("--empty", is_flag=True, help="Start without a repository, to create your own over the API.")
@click.option("--tls", is_flag=True, help="Serve HTTPS, with a certificate that is new each time.")
@runner_option
def command(*, port: int, data: Path, empty: bool, tls: bool, runner: str) -> None:
    """Serve a GitHub sandbox on this machine to try things out."""
    local_server = load_extra("incident_actions.drill.local_server")
    with explain_start(port):
        local_server.serve_shop(port, data, runner=runner, empty=empty, tls=tls)
