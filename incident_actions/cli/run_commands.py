"""What the workflows run: `run`, `sweep`, `clock`, `check`."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import answered
from incident_actions.cli.options import dry_option, now_option


@click.command()
@dry_option
@now_option
def run(*, dry_run: bool, now: datetime | None) -> None:
    """Answer the event of this Actions run."""
    from incident_actions.runs.respond import respond

    sys.exit(answered(respond, environment(), now, dry_run=dry_run))


@click.command()
@dry_option
@now_option
def sweep(*, dry_run: bool, now: datetime | None) -> None:
    """Chase what is due: action items, post-mortems, and whatever a run left undone."""
    from incident_actions.runs.sweep import sweep as look_at_everything

    sys.exit(answered(look_at_everything, environment(), now, dry_run=dry_run))


@click.command()
@click.option(
    "--minutes", type=click.FloatRange(0), default=12.5, show_default=True, help="Hand over after so many minutes."
)
@dry_option
@now_option
def clock(*, minutes: float, dry_run: bool, now: datetime | None) -> None:
    """Stay awake and fire timers when they are due.

    Ends where no timer is near. With --now it makes one round and says when it would make the next.
    """
    from incident_actions.gateway.local.system_clock import Wall
    from incident_actions.runs.clock import clock as be_awake

    wall = Wall()
    if not now:
        wall.heed()
    awake = partial(be_awake, minutes=minutes, time=None if now else wall)
    sys.exit(answered(awake, environment(), now, dry_run=dry_run))


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--base", default="", metavar="REF", help="What a working copy is compared with.  [default: origin/HEAD]")
def check(*, paths: tuple[str, ...], base: str) -> None:
    """Say what a post-mortem lacks, line by line.

    Without PATHS: the files that the pull request of this Actions run touches; on a laptop, those that differ from
    the base. Exit code 1 means that there is something to mend.
    """
    from incident_actions.cli.check import check as look

    sys.exit(answered(partial(look, paths=paths, base=base), environment(), None, dry_run=False))
