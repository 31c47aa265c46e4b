"""Open a repository's records for somebody who only reads them: by which process, written by whom, signed with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from incident_actions.contract.incident_record import IncidentRecord
from incident_actions.contract.issue import Issue
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.identity import BOT_SUFFIX, foreign_author
from incident_actions.gateway.issues.incident_records import read_incident_records
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.gateway.repository.process_history import read_process_history
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.person import ACTIONS_BOT, Person
from incident_actions.model.process.process import Process


@dataclass(frozen=True, slots=True)
class OpenRecords:
    """A repository whose records can be read: its name, its address, the process of today, and the reader."""

    repository: str
    url: str
    process: Process
    reader: IssueReader

    def read(self, issues: list[Issue]) -> tuple[IncidentRecord, ...]:
        """Read the records of issues, those of another bot if the bot that was assumed wrote none of them."""
        records = tuple(read_incident_records(self.reader, issues))
        if any(each.entries for each in records):
            return records
        author = next(filter(None, (foreign_author(self.reader.snapshot_of(each)) for each in issues[:1])), None)
        if author is None:
            return records
        self.reader.bot = author
        return tuple(read_incident_records(self.reader, issues))


class ReadAccess(NamedTuple):
    """What signs the records, and the slug of the App that writes them; either may be empty."""

    key: bytes = b""
    app: str = ""


def read_access(environment: Mapping[str, str]) -> ReadAccess:
    """Return what the environment says of them."""
    return ReadAccess(environment.get("INCIDENT_SIGNING_KEY", "").encode(), environment.get("INCIDENT_APP_SLUG", ""))


def open_records(connection: Connection, access: ReadAccess) -> OpenRecords:
    """Open the records of a connection's repository. Raises GithubError."""
    about = connection.get("")
    name, url = str(about["full_name"]), str(about["html_url"])
    process = read_process_history(connection).process
    server, bot = url.removesuffix(f"/{name}"), bot_of(process, access.app)
    reader = IssueReader(connection, bot, str(about["default_branch"]), server, access.key)
    return OpenRecords(name, url, process, reader)


def bot_of(process: Process, app: str) -> Person:
    """Return the account that writes records: the App, or the one that the configuration names, or GitHub's own."""
    if app:
        return Person(app + BOT_SUFFIX, bot=True)
    name = process.bot
    former = tuple(Person(login) for login in process.former_bots)
    return replace(Person(name, bot=name.endswith(BOT_SUFFIX)) if name else ACTIONS_BOT, formerly=former)
