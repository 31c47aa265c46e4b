"""`sweep`: post due reminders, and finish what other runs left undone."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_to_exit_code
from incident_actions.cli.options import dry_option, now_option
from incident_actions.runs.sweep import run_sweep


@click.command("sweep")
@dry_option
@now_option
def command(*, dry_run: bool, now: datetime | None) -> None:
    """Post due reminders, and finish what other runs left undone."""
    sys.exit(run_to_exit_code(run_sweep, environment(), now, dry_run=dry_run))
