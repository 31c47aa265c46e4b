"""The command line: every command, listed once, and the process around them."""

from __future__ import annotations

import gc
import os
import sys

import click

from incident_actions import __version__
from incident_actions.cli.exit_codes import UNUSABLE
from incident_actions.cli.local_commands import drill, sandbox
from incident_actions.cli.offline_commands import declare, log, replay, runbook
from incident_actions.cli.preset_commands import preset
from incident_actions.cli.run_commands import check, clock, run, sweep
from incident_actions.cli.setup_commands import doctor, init
from incident_actions.gateway.local.run_secrets import SecretsMissing, take_up

COMMANDS = (run, sweep, clock, check, init, doctor, preset, declare, log, replay, runbook, drill, sandbox)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="incident-actions")
def cli() -> None:
    """Incident response that lives wholly inside a GitHub repository."""


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command line."""
    try:
        secrets = take_up()
    except SecretsMissing as wrong:
        click.echo(f"incident-actions: {wrong}", err=True)
        sys.exit(UNUSABLE)
    # A run is over within a second: looking for garbage, at the end once more in all that was loaded, would take a
    # third of it.
    gc.set_threshold(100_000)
    # https://docs.pydantic.dev/latest/concepts/plugins/ are none here; looking for them reads every package's metadata.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A private CA is told by either name; what asks GitHub reads the second only.
    if authorities := os.environ.get("SSL_CERT_FILE"):
        os.environ.setdefault("REQUESTS_CA_BUNDLE", authorities)
    try:
        cli(obj=secrets)
    finally:
        gc.freeze()
