"""`doctor`: check a repository's setup without changing anything."""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from shutil import get_terminal_size

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_to_exit_code, send_log_to_stderr
from incident_actions.cli.options import now_option
from incident_actions.cli.repository_choice import connect_to_repository
from incident_actions.doctor import report
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.errors import explain_error, is_unreachable
from incident_actions.gateway.client.retry import RetryPolicy
from incident_actions.gateway.local import runner
from incident_actions.gateway.local.annotations import printable_line
from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.configuration import process_from_text
from incident_actions.gateway.repository.facts_reader import DoctorEnvironment, FactsReader
from incident_actions.text.messages import CheckLine
from incident_actions.text.wording import Wording

HEALTHY, FAILED = 0, 1
LEVEL_WORDS = {"fail": "FAIL", "warn": "warn", "unknown": "?", "pass": "ok"}
INDENT = 6
EMPHASIS = re.compile(r"(?<![\w/*`])\*+([^*`]+)\*+")
MIN_WIDTH, MAX_WIDTH = 40, 100
UNREACHABLE = "GitHub cannot be reached at {}, so nothing was checked. Check your network and that address."
NOT_GITHUB = "The server at {} is not GitHub's API, so nothing was checked. Check GITHUB_API_URL."


def run_doctor(
    environment: Mapping[str, str], now: datetime, *, dry_run: bool, repository: str = "", machine: bool = False
) -> int:
    """Check the repository and print the report. It never writes, so a rehearsal is the same.

    Raises UserError, and GithubError if GitHub does not show the repository.
    """
    del dry_run
    send_log_to_stderr()
    connection = connect_to_repository(environment, repository)
    try:
        found = _examine(connection, environment, now)
    finally:
        connection.close()
    if machine:
        click.echo(json.dumps(report.as_json(connection.name, now, found), indent=2, ensure_ascii=False))
    else:
        click.echo(render_report(connection.name, found, get_terminal_size().columns))
    return FAILED if any(line.level == "fail" for line in found) else HEALTHY


def _examine(connection: Connection, environment: Mapping[str, str], now: datetime) -> tuple[CheckLine, ...]:
    beside = DoctorEnvironment(
        notify_urls=environment.get("INCIDENT_NOTIFY_URLS", ""),
        signing_key=environment.get("INCIDENT_SIGNING_KEY", "").encode(),
        in_workflow=environment.get("GITHUB_ACTIONS") == "true",
    )
    connection.retry_policy.stop_waiting()  # without a network, fail at once
    try:
        checkup = FactsReader(connection, beside)
    except Exception as error:
        # If nothing can be checked, the exit code must not be that of a failed check.
        known = (
            (0, NOT_GITHUB.format(connection.api_url))
            if isinstance(error, LookupError | TypeError)
            else explain_error(error)
        )
        if known is None:
            raise
        reason = UNREACHABLE.format(connection.api_url) if is_unreachable(error) else known[1]
        raise runner.UserError(reason) from error
    connection.retry_policy = RetryPolicy()
    process, _ = process_from_text(checkup.configuration, connection)
    facts = checkup.read_facts(report.facts_question(process, now))
    return report.report_lines(facts, process, Wording(templates.load_template))


def render_report(repository: str, found: tuple[CheckLine, ...], columns: int) -> str:
    """Return the report for a terminal, as wide as the terminal within limits."""
    width = max(MIN_WIDTH, min(columns, MAX_WIDTH))
    shown = [row for line in found for row in _rows(line, width)]
    values = {"shown": shown, "counts": report.level_counts(found), "repository": repository}
    return Wording(templates.load_template).render("doctor/report.txt", values)


def _rows(line: CheckLine, width: int) -> list[str]:
    """Return a line of the report, wrapped. One that did not pass has a second part: where to change it."""
    head = _wrap(f"{line.title}: {line.says}", width, LEVEL_WORDS[line.level])
    if line.level == "pass":
        return head
    where = [line.place, line.page] if line.page else [line.place]
    return [
        *head,
        *(_wrap(f"→ {line.change}", width) if line.change else ()),
        *(" " * (INDENT + 2) + each for each in line.lines),
        *(" " * INDENT + each for each in where),
        "",
    ]


def _wrap(text: str, width: int, mark: str = "") -> list[str]:
    return textwrap.wrap(
        printable_line(EMPHASIS.sub(r'"\1"', text)),
        width,
        initial_indent=f"{mark:<{INDENT}}",
        subsequent_indent=" " * INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


@click.command("doctor")
@click.option(
    "--repository",
    default="",
    metavar="OWNER/NAME",
    help="Check this repository.  [default: GITHUB_REPOSITORY, else the clone's]",
)
@click.option("--json", "machine", is_flag=True, help="Print the report as JSON.")
@now_option
def command(*, repository: str, machine: bool, now: datetime | None) -> None:
    """Check a repository's setup, and show what to change.

    It changes nothing. It needs a token in GITHUB_TOKEN or GH_TOKEN, or a login of the GitHub CLI. Exit code 1 means
    that a check failed, 2 that nothing could be checked.
    """
    sys.exit(
        run_to_exit_code(partial(run_doctor, repository=repository, machine=machine), environment(), now, dry_run=False)
    )
