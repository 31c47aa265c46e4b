"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from incident_actions.cli.workflow_start import DRY_RUN, NOW, read_time

F = TypeVar("F", bound=Callable[..., Any])


class IsoTime(click.ParamType[datetime]):
    """An ISO time; without a zone it is UTC."""

    name = "ISO time"

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Parse a time, or fail with an example."""
        if isinstance(value, datetime):
            return value
        try:
            return read_time(value)
        except ValueError:
            self.fail(f"{value!r} is not an ISO time such as 2026-01-31T14:05Z", param, ctx)


now_option = click.option("--now", type=IsoTime(), envvar=NOW, help="Act as if it were this time.")
dry_option = click.option(
    "--dry-run", is_flag=True, envvar=DRY_RUN, help="Print what would be done, and change nothing."
)

runner_option = click.option(
    "--runner",
    type=click.Choice(["process", "act"]),
    default="process",
    show_default=True,
    help="Run each job as a process of the tool, or run its workflow file with act.",
)

port_option = click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8765,
    show_default=True,
    help="Serve on this port. 0 takes any free one.",
)


def data_option(folder: str, kept: str) -> Callable[[F], F]:
    """Return the option for the folder that keeps what a server holds."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path(folder),
        show_default=True,
        help=f"Keep {kept} in this folder.",
    )


repository_option = click.option(
    "--repository",
    default="",
    metavar="OWNER/NAME",
    help="The repository.  [default: GITHUB_REPOSITORY, else the clone's]",
)
by_option = click.option(
    "--by",
    default="",
    metavar="LOGIN",
    help="Your GitHub login.  [default: INCIDENT_ACTIONS_BY, else git's github.user]",
)
log_file_type = click.Path(dir_okay=False, path_type=Path)
