"""Read what the status page shows: the public part of all incidents; what was read is kept for the next build."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import field
from datetime import datetime

from incident_actions.contract.incident_record import IncidentRecord
from incident_actions.contract.issue import Issue
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.facts_reader import list_changed_issues, while_allowed
from incident_actions.gateway.issues.incident_records import read_incident_records
from incident_actions.gateway.issues.listing import all_issues_with_label
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.entry import DrillBegun
from incident_actions.model.process.process import Process
from incident_actions.reports.scope import DRILL
from incident_actions.runs.open_records import open_records
from incident_actions.runs.record_author import find_other_author
from incident_actions.status_page.known_incidents import (
    KnownIncident,
    KnownIncidents,
    digest_of,
    read_known,
    write_known,
)
from incident_actions.status_page.maintenance import read_maintenance
from incident_actions.status_page.page import StatusPage, make_page
from incident_actions.status_page.public_incident import PublicIncident, read_public_incident

log = logging.getLogger("incident_actions")


@dataclass(frozen=True, slots=True)
class SiteAccess:
    """What a build needs besides the repository: an earlier build's file, what signs records, and where the page is."""

    kept: str = ""
    key: bytes = field(default=b"", repr=False)
    app: str = ""
    """The slug of the App that the tool runs as."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """The page, what the next build need not read again, and how many incidents are yet to be read."""

    page: StatusPage
    kept: str
    unread: int = 0


def build_page(connection: Connection, process: Process, now: datetime, access: SiteAccess) -> BuiltPage:
    """Read the incidents of a repository and make the page. Raises GithubError and Unreachable."""
    records = open_records(connection, process, access.key, access.app)
    reader, digest = records.reader, digest_of(records.repository, process)
    known = read_known(access.kept, digest)
    found, unread = _read_incidents(reader, connection, process, known)
    since = known.since if unread and known.since else now
    public = [each for _, one in sorted(found.items()) if (each := one.public)]
    log.info("%d of %d incidents are public.", len(public), len(found))
    planned = all_issues_with_label(connection, process.labels.maintenance, state="all")
    maintenance = tuple(read_maintenance(planned, reader.bot, process))
    page = make_page(public, maintenance, process, now, access.url)
    return BuiltPage(page, write_known(digest, KnownIncidents(since, found)), unread)


def _read_incidents(
    reader: IssueReader, connection: Connection, process: Process, known: KnownIncidents
) -> tuple[dict[int, KnownIncident], int]:
    """Read the incidents that changed, and return all of them, with how many are yet to be read."""
    label = process.labels.incident

    def is_as_known(issue: Issue) -> bool:
        before = known.by_number.get(issue.number)
        return before is not None and before.updated == issue.updated

    listed, changed = list_changed_issues(connection, label, known.since, is_as_known)
    kept = {number: each for number, each in known.by_number.items() if number in listed}
    records = list(_records(reader, connection, changed))
    if changed and not any(each.card for each in records) and (author := find_other_author(reader, connection, label)):
        log.warning("The records are by %s. Set the key `bot` in .github/incidents.yml.", author.login)
        reader.bot = author
        records = list(_records(reader, connection, changed))
    if damaged := [f"#{each.issue.number}" for each in records if each.card and not each.is_whole]:
        log.warning("These records are damaged, so the page shows their state as unknown: %s", ", ".join(damaged))
    fresh = {each.issue.number: KnownIncident(each.issue.updated, _public(each, process)) for each in records}
    return {**kept, **fresh}, len(changed) - len(records)


def _records(reader: IssueReader, connection: Connection, changed: list[Issue]) -> Iterator[IncidentRecord]:
    return read_incident_records(reader, while_allowed(iter(changed), connection))


def _public(record: IncidentRecord, process: Process) -> PublicIncident | None:
    """Return what is public of an incident; nothing of a drill."""
    is_drill = any(isinstance(each, DrillBegun) for each in record.entries) or DRILL in {
        each.casefold() for each in record.issue.label_names
    }
    return None if is_drill else read_public_incident(record, process)
