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
@click.option("--title", prompt="What is broken", help="What is broken, in a few words.")
@click.option("--severity", default="", help="The severity: 1 for the worst, or its label.")
@click.option("--services", default="", help="The affected services, separated by commas.")
@click.option("--impact", default="", help="Who is affected, and how.")
@click.option(
    "--started",
    default="",
    metavar="TIME",
    help="When it started, such as 02:55 or '20m ago', in the process's time zone.",
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="ID=ANSWER",
    help="An answer to a question of the incident form. Repeatable.",
)
@click.option(
    "--preset", default="", metavar="NAME|FILE", help="The process to follow.  [default: .github/incidents.yml]"
)
@by_option
@now_option
def command(
    *, file: Path | None, answers: tuple[str, ...], preset: str, by: str, now: datetime | None, **facts: str
) -> None:
    """Declare an incident in a file while GitHub is down.

    It prints whom to call and what to do first. Without FILE, the file is named after the day and the title.
    """
    pairs = tuple((name.strip(), answer.strip()) for name, _, answer in (each.partition("=") for each in answers))
    given = offline_log.DeclarationOptions(**facts, answers=pairs, preset=preset)
    moment = now or datetime.now(UTC)
    run_and_exit(lambda: offline_log.start_log(given, file, offline_log.log_author(by, environment()), moment))
