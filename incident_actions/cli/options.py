"""Options that several commands share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click


class IsoTime(click.ParamType[datetime]):
    """An ISO time; without a zone it is UTC."""

    name = "ISO time"

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Parse a time, or fail with an example."""
        if isinstance(value, datetime):
            return value
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not an ISO time such as 2026-01-31T14:05Z", param, ctx)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


now_option = click.option(
    "--now", type=IsoTime(), envvar="INCIDENT_ACTIONS_NOW", help="Act as if it were this time, for rehearsals."
)
dry_option = click.option(
    "--dry-run", is_flag=True, envvar="INCIDENT_ACTIONS_DRY_RUN", help="Print the plan and write nothing."
)


runner_option = click.option(
    "--runner",
    type=click.Choice(["process", "act"]),
    default="process",
    show_default=True,
    help="What runs the jobs: the tool alone, or act, which plays the workflow files themselves.",
)

by_option = click.option(
    "--by",
    default="",
    metavar="LOGIN",
    help="Who you are on GitHub.  [default: INCIDENT_ACTIONS_BY, git's github.user]",
)
log_file_type = click.Path(dir_okay=False, path_type=Path)
