"""`events`: act on a deployment, a release or a failed run of a workflow."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_to_exit_code
from incident_actions.cli.options import dry_option, now_option
from incident_actions.runs.follow_event import follow_event


@click.command("events")
@dry_option
@now_option
def command(*, dry_run: bool, now: datetime | None) -> None:
    """Note what happened to linked things on the timeline, and declare an incident if a rule says so."""
    sys.exit(run_to_exit_code(follow_event, environment(), now, dry_run=dry_run))
