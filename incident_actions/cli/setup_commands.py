"""What sets a repository up, and looks whether it is: `init`, `doctor`."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import answered
from incident_actions.cli.options import now_option


@click.command()
@click.option("--preset", default="default", show_default=True, help="The process to begin with.")
@click.option(
    "--services", type=click.Path(path_type=Path), metavar="FILE", help="Your services: a name a line, or YAML."
)
@click.option("--source", default="", metavar="OWNER/NAME@COMMIT", help="The tool to run.  [default: this one]")
@click.option("--repository", default="", metavar="OWNER/NAME", help="Where labels are made.  [default: origin]")
@click.option("--full/--short", default=None, help="Workflows written out, or such as call the tool's.")
@click.option("--pull-request", is_flag=True, help="Propose it, with GITHUB_TOKEN; no file here changes.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def init(**asked: Any) -> None:
    """Set a repository up to run incidents, or bring it up to date.

    Shows what changes, and asks. Exit code 1: declined, or something is left for you to look at.
    """
    from incident_actions.cli.init import Asked
    from incident_actions.cli.init import init as bring

    sys.exit(
        answered(lambda environment, *_, **__: bring(Asked(**asked), environment), environment(), None, dry_run=False)
    )


@click.command()
@click.option(
    "--repository", default="", metavar="OWNER/NAME", help="Which one.  [default: GITHUB_REPOSITORY, else the clone's]"
)
@click.option("--json", "machine", is_flag=True, help="The report for machines.")
@now_option
def doctor(*, repository: str, machine: bool, now: datetime | None) -> None:
    """Look whether a repository is set up well.

    Reads with GITHUB_TOKEN and changes nothing. Exit code 1 means that something failed, 2 that it could not look.
    """
    from incident_actions.cli.doctor import doctor as look

    sys.exit(answered(partial(look, repository=repository, machine=machine), environment(), now, dry_run=False))
