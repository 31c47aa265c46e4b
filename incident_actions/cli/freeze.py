"""`freeze`: set the status `incident-freeze` of what somebody wants to merge."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_to_exit_code
from incident_actions.cli.options import dry_option, now_option
from incident_actions.runs.judge_pulls import judge_pulls


@click.command("freeze")
@dry_option
@now_option
def command(*, dry_run: bool, now: datetime | None) -> None:
    """Fail the status of pull requests while an incident freezes merges."""
    sys.exit(run_to_exit_code(judge_pulls, environment(), now, dry_run=dry_run))
