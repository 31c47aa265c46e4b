"""`metrics`: the figures over all incidents in the text form that Prometheus reads."""

from __future__ import annotations

import sys
from datetime import date, datetime
from functools import partial
from pathlib import Path

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_to_exit_code
from incident_actions.cli.options import now_option, repository_option
from incident_actions.cli.report import ReportRequest, write_report
from incident_actions.reports.scope import Scope

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("metrics")
@repository_option
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Count incidents from this day on (UTC)."
)
@click.option("--output", type=FILE, help="Write to this file in one step, as a textfile collector expects.")
@click.option(
    "--cache", type=FILE, help="Keep what was read in this file, so that the next time only changes are read."
)
@now_option
def command(
    *, repository: str, since: datetime | None, output: Path | None, cache: Path | None, now: datetime | None
) -> None:
    """Print the figures for Prometheus.

    It only reads. It needs a token in GITHUB_TOKEN or GH_TOKEN, or a login of the GitHub CLI. Exit code 3 means that
    the hour's requests were used up before everything was read.
    """
    first: date | None = since.date() if since else None
    asked = ReportRequest(Scope(first), "prometheus", repository=repository, output=output, cache=cache)
    sys.exit(run_to_exit_code(partial(write_report, asked=asked), environment(), now, dry_run=False))
