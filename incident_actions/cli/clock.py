"""`clock`: stay awake and fire timers when they are due."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_to_exit_code
from incident_actions.cli.options import dry_option, now_option
from incident_actions.gateway.local.system_clock import SystemClock
from incident_actions.runs.clock import run_clock


@click.command("clock")
@click.option(
    "--minutes",
    type=click.FloatRange(0),
    default=12.5,
    show_default=True,
    help="Hand over to the next clock after this time.",
)
@dry_option
@now_option
def command(*, minutes: float, dry_run: bool, now: datetime | None) -> None:
    """Fire timers when they are due.

    It keeps running while a timer is due soon. With --now it runs once and prints when it would run next.
    """
    wall = SystemClock()
    if not now:
        wall.handle_signals()
    awake = partial(run_clock, minutes=minutes, time=None if now else wall)
    sys.exit(run_to_exit_code(awake, environment(), now, dry_run=dry_run))
