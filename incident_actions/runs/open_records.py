"""Open a repository's records for somebody who only reads them: by which process, written by whom, signed with what."""

from __future__ import annotations

from collections.abc import Mapping

from incident_actions.contract.incident_record import IncidentRecord
from incident_actions.contract.issue import Issue
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.incident_records import read_incident_records
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.process import Process
from incident_actions.runs.record_author import assumed_author, find_other_author


@dataclass(frozen=True)
class OpenRecords:
    """A repository whose records can be read: its name, its address, the process of today, and the reader."""

    repository: str
    url: str
    process: Process
    connection: Connection
    reader: IssueReader

    def read(self, issues: list[Issue]) -> tuple[IncidentRecord, ...]:
        """Read the records of issues, those of another bot if the account that was assumed wrote none of them."""
        records = tuple(read_incident_records(self.reader, issues))
        if not issues or any(each.card for each in records):
            return records
        author = find_other_author(self.reader, self.connection, self.process.labels.incident)
        if author is None:
            return records
        self.reader.bot = author
        return tuple(read_incident_records(self.reader, issues))


def read_access(environment: Mapping[str, str]) -> tuple[bytes, str]:
    """Return the key that signs records, and the slug of the App that writes them; either may be empty."""
    return environment.get("INCIDENT_SIGNING_KEY", "").encode(), environment.get("INCIDENT_APP_SLUG", "")


def open_records(connection: Connection, process: Process, key: bytes, app: str) -> OpenRecords:
    """Open the records of a connection's repository. Raises GithubError."""
    about = connection.get("")
    name, url = str(about["full_name"]), str(about["html_url"])
    server, branch = url.removesuffix(f"/{name}"), str(about["default_branch"])
    reader = IssueReader(connection, assumed_author(process, app), branch, server, key)
    return OpenRecords(name, url, process, connection, reader)
