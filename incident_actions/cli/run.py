"""`run`: answer the event of this Actions run."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_to_exit_code
from incident_actions.cli.options import dry_option, now_option
from incident_actions.runs.respond import respond


@click.command("run")
@dry_option
@now_option
def command(*, dry_run: bool, now: datetime | None) -> None:
    """Answer the event that started this workflow run."""
    sys.exit(run_to_exit_code(respond, environment(), now, dry_run=dry_run))
