"""Read what a report needs, and compute its figures; what was read is kept for the next report."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from incident_actions.contract.incident_record import IncidentRecord
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.issues.facts_reader import (
    FoundFacts,
    is_quota_low,
    read_incident_facts,
    read_item_facts,
    time_of_lists,
)
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.gateway.repository.process_history import ProcessHistory
from incident_actions.gateway.repository.runner_minutes import read_runner_minutes
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.process.process import Process
from incident_actions.postmortem.file import DIRECTORY
from incident_actions.reports.collected_facts import collect_facts
from incident_actions.reports.compute import ReportOptions, compute_figures
from incident_actions.reports.facts_file import KnownFacts, read_facts, write_facts
from incident_actions.reports.figures import Figures
from incident_actions.reports.incident_facts import IncidentFacts
from incident_actions.reports.item_facts import ItemFacts
from incident_actions.runs.open_records import open_records
from incident_actions.runs.record_author import find_other_author

log = logging.getLogger("incident_actions")

MOST_FILES = 1_000
"""How many files GitHub lists of a folder; of a larger one, none counts as deleted.

https://docs.github.com/en/rest/repos/contents#get-repository-content
"""

RUNNER_PERIOD = timedelta(days=30)
SIGNED = "No record can be read. If a key signs your records, set INCIDENT_SIGNING_KEY."


@dataclass(frozen=True)
class Report:
    """The figures, and what the next report need not read again."""

    figures: Figures
    kept: str
    """The text of the file of facts."""


@dataclass(frozen=True)
class RecordAccess:
    """What a report needs to read records: whose they are, and what signs them."""

    kept: str = ""
    """The text of an earlier report's file of facts."""
    key: bytes = field(default=b"", repr=False)
    app: str = ""
    """The slug of the App that the tool runs as."""


def make_report(
    connection: Connection, history: ProcessHistory, options: ReportOptions, now: datetime, access: RecordAccess
) -> Report:
    """Read the incidents and action items of a repository, and compute the figures. Raises GithubError."""
    process = history.process
    records = open_records(connection, process, access.key, access.app)
    name, url, reader = records.repository, records.url, records.reader
    known = read_facts(access.kept, name)
    found = _read_incidents(reader, connection, history, known, now)
    items = _read_items(reader, connection, process, now)
    wanted = replace(
        options,
        scope=replace(options.scope, former_names=former_names(process)),
        severities=tuple(each.label for each in process.severities),
        zone=process.zone,
        files=_read_files(connection, found),
        unread=found.unread,
        runner_minutes=_read_runner_minutes(connection, options, now),
    )
    figures = compute_figures((name, url), found.by_number.values(), items, now, wanted)
    return Report(figures, write_facts(name, time_of_lists(now, known, found.unread), found.by_number.values()))


def _read_runner_minutes(connection: Connection, options: ReportOptions, now: datetime) -> float | None:
    if not options.wants_runner_minutes or is_quota_low(connection):
        return None
    return read_runner_minutes(connection, now - RUNNER_PERIOD)


def former_names(process: Process) -> dict[str, str]:
    """Return the present name of each service that had another one, by the former one in lower case."""
    return {former.casefold(): each.name for each in process.services for former in (*each.formerly, each.name)}


def _read_incidents(
    reader: IssueReader, connection: Connection, history: ProcessHistory, known: KnownFacts, now: datetime
) -> FoundFacts:
    """Read the facts; if no record is by the account that was assumed, read those by the bot that wrote them."""
    collect = _collector(history, now)
    label = history.process.labels.incident
    found = read_incident_facts(reader, connection, label, known, collect)
    if found.by_number and not any(each.legible for each in found.by_number.values()):
        author = find_other_author(reader, connection, label)
        if author is None:
            log.warning("%s", SIGNED)
            return found
        log.warning("The records are by %s. Set the key `bot` in .github/incidents.yml.", author.login)
        reader.bot = author
        return read_incident_facts(reader, connection, label, KnownFacts(), collect)
    return found


def _collector(history: ProcessHistory, now: datetime) -> Callable[[IncidentRecord], IncidentFacts]:
    def collect(record: IncidentRecord) -> IncidentFacts:
        facts = collect_facts(record, history.process, now)
        return replace(facts, preset=history.name_at(facts.declared)) if facts.legible else facts

    return collect


def _read_items(reader: IssueReader, connection: Connection, process: Process, now: datetime) -> list[ItemFacts | int]:
    if is_quota_low(connection):
        log.warning("The action items were not read, so that requests remain for responders.")
        return []
    today = now.astimezone(process.zone).date()
    return list(read_item_facts(reader, connection, process.labels.action_item, today))


def _read_files(connection: Connection, found: FoundFacts) -> frozenset[str] | None:
    """Return the paths of the post-mortems on the default branch; None if there should be none, or GitHub can't say."""
    if not any(each.review.path for each in found.by_number.values()):
        return None
    try:
        listed: Any = connection.get(f"contents/{DIRECTORY}")
    except GithubError as error:
        if not is_refusal(error, 403, 404):
            raise
        return frozenset() if error.status == 404 else None
    if not isinstance(listed, list) or len(listed) >= MOST_FILES:
        return None
    folders = any(each.get("type") == "dir" for each in listed)
    return None if folders else frozenset(str(each["path"]) for each in listed)
