"""`show`: one incident in the terminal or as JSON, from its record."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

import click

from incident_actions.cli.environment import environment
from incident_actions.cli.exit_codes import run_to_exit_code, send_log_to_stderr
from incident_actions.cli.log import print_text
from incident_actions.cli.options import now_option, repository_option
from incident_actions.cli.repository_choice import connect_to_repository
from incident_actions.contract.incident_record import IncidentRecord
from incident_actions.engine.open_incidents import OpenIncident, read_open
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.process_history import read_process_history
from incident_actions.model.incident.entry_json import json_value
from incident_actions.runs.open_records import OpenRecords, open_records, read_access
from incident_actions.text import timeline
from incident_actions.text.timeline import TimelineRow
from incident_actions.text.wording import Wording

VERSION = 1


class ShowRequest(NamedTuple):
    """What a person asked for: which incident of which repository, as JSON or in words."""

    number: int
    repository: str
    machine: bool


def show_incident(environment: Mapping[str, str], now: datetime, *, dry_run: bool, asked: ShowRequest) -> int:
    """Print an incident. Raises UserError where there is none, GithubError and Unreachable."""
    del dry_run
    send_log_to_stderr()
    number = asked.number
    connection = connect_to_repository(environment, asked.repository)
    try:
        records = open_records(connection, read_process_history(connection).process, *read_access(environment))
        (record,) = records.read([records.reader.snapshot(number).issue])
    finally:
        connection.close()
    if not record.entries:
        raise UserError(f"#{number} has no record of an incident that can be read.")
    wording = Wording(templates.load_template)
    found, rows = read_open(record, records.process), timeline.lines(record.entries, wording, records.process)
    if asked.machine:
        click.echo(json.dumps(as_json(records, record, found, rows), indent=2, ensure_ascii=False))
    else:
        values = {
            "found": found,
            "rows": rows,
            "now": now,
            "url": f"{records.url}/issues/{number}",
            "whole": record.is_whole,
        }
        print_text(wording.render("terminal/incident.txt", values))
    return 0


def as_json(
    records: OpenRecords, record: IncidentRecord, found: OpenIncident, rows: list[TimelineRow]
) -> dict[str, Any]:
    """Return the incident with its timeline as JSON."""
    issue = f"{records.url}/issues/{record.issue.number}"
    return {
        "version": VERSION,
        "repository": records.repository,
        **found.as_json(records.process, records.url),
        "open": record.issue.open,
        "labels": sorted(record.issue.label_names),
        "timeline": [
            {
                "at": json_value(row.at),
                "by": row.by or None,
                "text": row.text,
                "url": f"{issue}#issuecomment-{row.comment}" if row.comment else issue,
            }
            for row in rows
        ],
    }


@click.command("show")
@click.argument("number", type=click.IntRange(1))
@repository_option
@click.option("--json", "machine", is_flag=True, help="Print the incident as JSON.")
@now_option
def command(*, number: int, repository: str, machine: bool, now: datetime | None) -> None:
    """Show one incident with its timeline.

    NUMBER is that of its issue. It only reads. It needs a token in GITHUB_TOKEN or GH_TOKEN, or a login of the GitHub
    CLI.
    """
    act = partial(show_incident, asked=ShowRequest(number, repository, machine))
    sys.exit(run_to_exit_code(act, environment(), now, dry_run=False))
