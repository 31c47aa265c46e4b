"""`declare`: declare an incident in a file while GitHub is down."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from incident_actions.cli import log as offline_log
from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_and_exit
from incident_actions.cli.options import by_option, log_file_type, now_option


@click.command("declare")
@click.argument("file", required=False, type=log_file_type)
@click.option("--title", prompt="What is broken", help="In a few words.")
@click.option("--severity", default="", help="Its number, or the process's own word.")
@click.option("--services", default="", help="What is affected, with commas.")
@click.option("--impact", default="", help="Who is affected, and how.")
@click.option("--started", default="", metavar="TIME", help="Such as 02:55, or 20m ago; in the process's time zone.")
@click.option("--answer", "answers", multiple=True, metavar="ID=ANSWER", help="To a question of triage; may repeat.")
@click.option("--preset", default="", metavar="NAME|FILE", help="The process.  [default: .github/incidents.yml]")
@by_option
@now_option
def command(
    *, file: Path | None, answers: tuple[str, ...], preset: str, by: str, now: datetime | None, **facts: str
) -> None:
    """Declare an incident in a file, while GitHub is down.

    Without FILE it is named by the day and the title.
    """
    pairs = tuple((name.strip(), answer.strip()) for name, _, answer in (each.partition("=") for each in answers))
    given = offline_log.DeclarationOptions(**facts, answers=pairs, preset=preset)
    moment = now or datetime.now(UTC)
    run_and_exit(lambda: offline_log.start_log(given, file, offline_log.log_author(by, environment()), moment))
