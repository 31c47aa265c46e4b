"""Whose records count where nobody asks GitHub who the token belongs to: those of the account that the tool runs as."""

from __future__ import annotations

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.identity import BOT_SUFFIX, foreign_author
from incident_actions.gateway.issues.listing import newest_issues
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.person import ACTIONS_BOT, Person
from incident_actions.model.process.process import Process

MOST_LOOKS = 5
"""In how many issues records by another bot are looked for."""


def assumed_author(process: Process, app: str) -> Person:
    """Return the account that the configuration names, that of the App with this slug, or that of workflows."""
    if app:
        return Person(app + BOT_SUFFIX, bot=True)
    name = process.bot
    former = tuple(Person(login) for login in process.former_bots)
    return replace(Person(name, bot=name.endswith(BOT_SUFFIX)) if name else ACTIONS_BOT, formerly=former)


def find_other_author(reader: IssueReader, connection: Connection, label: str) -> Person | None:
    """Return the bot that wrote records into the newest incidents, if it isn't the one that the reader assumes."""
    for issue in newest_issues(connection, label)[:MOST_LOOKS]:
        if author := foreign_author(reader.snapshot_of(issue)):
            return author
    return None
