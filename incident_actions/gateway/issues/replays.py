"""Offline logs that were replayed on GitHub: the issue opened for a log, and which of its lines are on record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from incident_actions.contract import card_comment, events
from incident_actions.contract.issue import Comment
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.local.runner import UserError
from incident_actions.model.incident.entry import LogLinesReplayed
from incident_actions.model.person import Person
from incident_actions.text import record
from incident_actions.text.offline_log import Log, NotALog, read_log, strip_fence
from incident_actions.text.slash_grammar import commands_in

ISSUE_MARKER = "<!-- incident-actions:log {key} -->"
ANY_SKEW = timedelta(days=36_500)
"""Accept any time: the workflow has already judged whether a line was ahead of its time."""


@contextmanager
def explain_refusals(repository: str, issue: int) -> Iterator[None]:
    """Raise UserError with the permission that a token lacks for a replay if GitHub refuses it.

    https://docs.github.com/en/rest/issues/issues#create-an-issue names the permissions.
    """
    try:
        yield
    except GithubError as error:
        if issue and is_refusal(error, 404):
            raise UserError(f"There is no issue #{issue} in {repository}, or this token cannot see it.") from error
        if not is_refusal(error, 403):
            raise
        msg = (
            f"This token cannot open issues and comment in {repository}. A fine-grained token needs the permission"
            " `Issues: write`, a classic one the scope `repo`. Nothing is lost. Replay the log again with such a token."
        )
        raise UserError(msg) from error


def issue_marker(log: Log) -> str:
    """Return the first line of the issue that is opened for a log."""
    return ISSUE_MARKER.format(key=log.key)


def find_issue(connection: Connection, log: Log) -> int:
    """Return the number of the oldest issue that was opened for a log; 0 if there is none.

    It cannot be older than the incident. The list is read, not the search index, which lags behind by minutes.
    """
    parameters = {"state": "all", "sort": "created", "direction": "desc"}
    number = 0
    for page in connection.pages("issues", **parameters):
        fitting = [
            int(each["number"]) for each in page if _first_line(str(each.get("body") or "")) == issue_marker(log)
        ]
        number = min((*fitting, number) if number else fitting, default=0)
        if not page or events.read_time(page[-1]["created_at"]) < log.declared:
            break
    return number


def open_issue(connection: Connection, log: Log, body: str) -> int:
    """Open the issue of a log, and return its number. If two are opened at the same moment, the older one stays."""
    made: Any = connection.send("POST", "issues", body={"title": log.title, "body": body})
    ours = int(made["number"])
    first = find_issue(connection, log) or ours
    if first < ours:
        connection.send("PATCH", f"issues/{ours}", body={"state": "closed", "state_reason": "not_planned"})
    return min(first, ours)


def replayed_digests(connection: Connection, number: int, me: Person) -> frozenset[str]:
    """Return the digests of the lines on the issue's record or waiting there in my comments, and their logs' keys.

    Empty if there is no issue yet.
    """
    if not number:
        return frozenset()
    comments = [events.read_comment(each) for page in connection.pages(f"issues/{number}/comments") for each in page]
    found: set[str] = set()
    for comment in comments:
        if comment.author.bot and comment.body.startswith((card_comment.CARD_MARK, card_comment.RECORD_PAGE_MARK)):
            taken = [entry for entry in record.entries_in(comment.body) if isinstance(entry, LogLinesReplayed)]
            found |= {digest for entry in taken for digest in (*entry.lines, entry.log)}
        elif comment.author.is_same_as(me) and not _is_answered(comment):
            found |= _waiting_digests(comment)
    return frozenset(found)


def post_comment(connection: Connection, number: int, body: str) -> None:
    """Comment on the issue. The next replay checks whether a failed request took effect."""
    connection.send("POST", f"issues/{number}/comments", body={"body": body})


def _waiting_digests(comment: Comment) -> set[str]:
    """Return the digests of the lines that a comment replays, and the keys of their logs."""
    found: set[str] = set()
    for asked in commands_in(comment.body):
        if asked.word == "replay":
            try:
                log = read_log(strip_fence(asked.more), comment.created + ANY_SKEW)
            except NotALog:
                continue
            found |= {log.key, *(line.digest for line in log.lines)}
    return found


def _is_answered(comment: Comment) -> bool:
    return comment.is_acknowledged


def _first_line(body: str) -> str:
    return body.replace("\r\n", "\n").partition("\n")[0].strip()
