"""Read what the status page shows: the public part of all incidents; what was read is kept for the next build."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime, timedelta

from incident_actions.contract.incident_record import IncidentRecord
from incident_actions.contract.issue import Issue
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.facts_reader import list_changed_issues, while_allowed
from incident_actions.gateway.issues.incident_records import read_incident_records
from incident_actions.gateway.issues.listing import all_issues_with_label
from incident_actions.gateway.issues.reader import LIST_LAG, IssueReader
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
from incident_actions.text.seal import Seal

log = logging.getLogger("incident_actions")

SITE_PLACE = "site"
"""The place of the seal on what a build read."""


@dataclass(frozen=True)
class SiteAccess:
    """What a build needs besides the repository: an earlier build's file, what signs records, and where the page is."""

    kept: str = ""
    key: bytes = field(default=b"", repr=False)
    app: str = ""
    """The slug of the App that the tool runs as."""
    url: str = ""


@dataclass(frozen=True)
class BuiltPage:
    """The page, what the next build need not read again, and how many incidents are yet to be read."""

    page: StatusPage
    kept: str
    unread: int = 0
    has_news: bool = True
    """Whether what the next build need not read again is worth writing anew."""


@dataclass(frozen=True)
class FoundIncidents:
    """What is known of the incidents after reading: those that are public, how many there are, and how many wait."""

    public: Mapping[int, KnownIncident]
    read_to: datetime | None
    total: int
    unread: int


def build_page(connection: Connection, process: Process, now: datetime, access: SiteAccess) -> BuiltPage:
    """Read the incidents of a repository and make the page. Raises GithubError and Unreachable."""
    records = open_records(connection, process, access.key, access.app)
    reader, digest = records.reader, digest_of(records.repository, process)
    seal = Seal(access.key, SITE_PLACE)
    known = read_known(access.kept, digest, seal)
    found = _read_incidents(reader, connection, process, known, now)
    since = known.since if found.unread and known.since else now
    public = [one.public for _, one in sorted(found.public.items())]
    log.info("%d of %d incidents are public.", len(public), found.total)
    planned = all_issues_with_label(connection, process.labels.maintenance, state="all")
    maintenance = tuple(read_maintenance(planned, reader.bot, process))
    page = make_page(public, maintenance, process, now, access.url)
    new = KnownIncidents(since, found.read_to, found.public)
    return BuiltPage(page, write_known(digest, new, seal), found.unread, new.is_news_after(known))


def _read_incidents(
    reader: IssueReader, connection: Connection, process: Process, known: KnownIncidents, now: datetime
) -> FoundIncidents:
    """Read the incidents that changed, those first that changed first, and return all that are public."""
    label = process.labels.incident
    listed, waiting = list_changed_issues(connection, label, known.since, known.has)
    changed = sorted(waiting, key=lambda each: (each.updated, each.number))
    records = list(_records(reader, connection, changed))
    if changed and not any(each.card for each in records) and (author := find_other_author(reader, connection, label)):
        log.warning("The records are by %s. Set the key `bot` in .github/incidents.yml.", author.login)
        reader.bot = author
        records = list(_records(reader, connection, changed))
    if damaged := [f"#{each.issue.number}" for each in records if each.card and not each.is_whole]:
        log.warning("These records are damaged, so the page shows their state as unknown: %s", ", ".join(damaged))
    read = {each.issue.number for each in records}
    kept = {number: each for number, each in known.by_number.items() if number in listed and number not in read}
    fresh = {
        each.issue.number: KnownIncident(each.issue.updated, public)
        for each in records
        if (public := _public(each, process))
    }
    unread = len(changed) - len(records)
    edge = changed[len(records) - 1].updated if unread and records else _end_of(listed) if not unread else None
    reached = [each for each in (known.read_to, min(edge, now - LIST_LAG) if edge else None) if each]
    return FoundIncidents({**kept, **fresh}, max(reached, default=None), len(listed), unread)


def _end_of(listed: Mapping[int, Issue]) -> datetime | None:
    """Return the time before which all that were listed had changed last; GitHub's times are whole seconds."""
    last = max((each.updated for each in listed.values()), default=None)
    return last + timedelta(seconds=1) if last else None


def _records(reader: IssueReader, connection: Connection, changed: list[Issue]) -> Iterator[IncidentRecord]:
    return read_incident_records(reader, while_allowed(iter(changed), connection))


def _public(record: IncidentRecord, process: Process) -> PublicIncident | None:
    """Return what is public of an incident; nothing of a drill."""
    is_drill = any(isinstance(each, DrillBegun) for each in record.entries) or DRILL in {
        each.casefold() for each in record.issue.label_names
    }
    return None if is_drill else read_public_incident(record, process)
