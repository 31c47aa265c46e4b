"""`status`: the open incidents in the terminal, once or all the time."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_to_exit_code, send_log_to_stderr
from incident_actions.cli.log import print_text
from incident_actions.cli.options import now_option, repository_option
from incident_actions.cli.repository_choice import connect_to_repository
from incident_actions.engine.open_incidents import OpenIncident, sort_open
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.listing import all_issues_with_label
from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.process_history import read_process_history
from incident_actions.model.incident.entry_json import json_value
from incident_actions.runs.open_records import OpenRecords, open_records, read_access
from incident_actions.text.wording import Wording

VERSION, STOPPED = 1, 0
SHORTEST_PAUSE = 5
"""Seconds between two looks. Each look takes two requests of the five thousand that an account has an hour."""


class StatusRequest(NamedTuple):
    """What a person asked for: which repository, JSON or words, and the seconds between looks (0: one look)."""

    repository: str
    machine: bool
    every: int


def show_status(environment: Mapping[str, str], now: datetime, *, dry_run: bool, asked: StatusRequest) -> int:
    """Print the open incidents, once or again and again. Raises UserError, GithubError and Unreachable."""
    del dry_run
    send_log_to_stderr()
    connection = connect_to_repository(environment, asked.repository)
    try:
        records = open_records(connection, read_process_history(connection).process, *read_access(environment))
        _print(records, connection, now, machine=asked.machine)
        while asked.every:
            time.sleep(asked.every)
            click.clear()
            _print(records, connection, datetime.now(UTC), machine=asked.machine)
    except KeyboardInterrupt:
        return STOPPED
    finally:
        connection.close()
    return 0


def _print(records: OpenRecords, connection: Connection, now: datetime, *, machine: bool) -> None:
    issues = list(all_issues_with_label(connection, records.process.labels.incident, state="open"))
    found = sort_open(records.read(issues), records.process)
    if machine:
        click.echo(json.dumps(as_json(records, found, now), ensure_ascii=False))
    else:
        print_text(words(records, found, now))


def as_json(records: OpenRecords, found: tuple[OpenIncident, ...], now: datetime) -> dict[str, Any]:
    """Return the open incidents as JSON."""
    return {
        "version": VERSION,
        "repository": records.repository,
        "at": json_value(now),
        "incidents": [each.as_json(records.process, records.url) for each in found],
    }


def words(records: OpenRecords, found: tuple[OpenIncident, ...], now: datetime) -> str:
    """Return the open incidents for a terminal."""
    values = {"repository": records.repository, "url": records.url, "now": now, "found": found}
    return Wording(templates.load_template).render("terminal/status.txt", values)


@click.command("status")
@repository_option
@click.option("--json", "machine", is_flag=True, help="Print JSON, one line for each look.")
@click.option("--watch", is_flag=True, help="Look again and again, until you press Ctrl-C.")
@click.option(
    "--every",
    type=click.IntRange(SHORTEST_PAUSE),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="How often --watch looks.",
)
@now_option
def command(*, repository: str, machine: bool, watch: bool, every: int, now: datetime | None) -> None:
    """Show the open incidents, the worst first.

    It only reads. It needs a token in GITHUB_TOKEN or GH_TOKEN, or a login of the GitHub CLI. A look takes two
    requests.
    """
    act = partial(show_status, asked=StatusRequest(repository, machine, every if watch else 0))
    sys.exit(run_to_exit_code(act, environment(), now, dry_run=False))
