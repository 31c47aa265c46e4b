"""The replays of logs as GitHub shows them: the issue that was opened for one, and which of its lines were heard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from github import GithubException

from incident_actions.contract import card_comment, events
from incident_actions.contract.issue import Comment
from incident_actions.gateway.client.connection import Connection, refused
from incident_actions.gateway.local.runner import Unusable
from incident_actions.model.incident.entry import LogLinesReplayed
from incident_actions.model.person import Person
from incident_actions.text import record
from incident_actions.text.offline_log import Log, NotALog, read_log, strip_fence
from incident_actions.text.slash_grammar import commands_in

MARK = "<!-- incident-actions:log {key} -->"
FAR = timedelta(days=36_500)
"""No line that GitHub was told is ahead of its time here: whether it was then, the workflow has judged."""


@contextmanager
def in_words(repository: str, issue: int) -> Iterator[None]:
    """Say what a token lacks for a replay, where GitHub refuses it; raises Unusable.

    https://docs.github.com/en/rest/issues/issues#create-an-issue names the permissions.
    """
    try:
        yield
    except GithubException as error:
        if issue and refused(error, 404):
            raise Unusable(f"{repository} has no issue #{issue} that this token may see.") from error
        if not refused(error, 403):
            raise
        msg = (
            f"this token may not open issues and comment in {repository}. A fine-grained one needs the permission"
            " `Issues: write`, a classic one the scope `repo`. Nothing is lost: replay the log again with such a token."
        )
        raise Unusable(msg) from error


def mark(log: Log) -> str:
    """The first line of the issue that is opened for a log."""
    return MARK.format(key=log.key)


def found(connection: Connection, log: Log) -> int:
    """The issue that was opened for a log, the oldest of them; 0 where there is none.

    It cannot be older than the incident. The list is read, never the search index, which lags behind by minutes.
    """
    parameters = {"state": "all", "sort": "created", "direction": "desc"}
    number = 0
    for page in connection.pages("issues", **parameters):
        fitting = [int(each["number"]) for each in page if _first(str(each.get("body") or "")) == mark(log)]
        number = min((*fitting, number) if number else fitting, default=0)
        if not page or events.read_time(page[-1]["created_at"]) < log.declared:
            break
    return number


def opened(connection: Connection, log: Log, body: str) -> int:
    """Open the issue; of two that were opened at the same moment the older one stays, and ours is closed."""
    made: Any = connection.send("POST", "issues", body={"title": log.title, "body": body})
    ours = int(made["number"])
    first = found(connection, log) or ours
    if first < ours:
        connection.send("PATCH", f"issues/{ours}", body={"state": "closed", "state_reason": "not_planned"})
    return min(first, ours)


def heard(connection: Connection, number: int, me: Person) -> frozenset[str]:
    """The digests of the lines that are on the issue's record, or wait there in a comment of mine; with the logs' keys.

    Nothing where there is no issue yet.
    """
    if not number:
        return frozenset()
    comments = [events.read_comment(each) for page in connection.pages(f"issues/{number}/comments") for each in page]
    found: set[str] = set()
    for comment in comments:
        if comment.author.bot and comment.body.startswith((card_comment.CARD_MARK, card_comment.RECORD_PAGE_MARK)):
            taken = [entry for entry in record.entries_in(comment.body) if isinstance(entry, LogLinesReplayed)]
            found |= {digest for entry in taken for digest in (*entry.lines, entry.log)}
        elif comment.author.is_same_as(me) and not _answered(comment):
            found |= _waiting(comment)
    return frozenset(found)


def say(connection: Connection, number: int, body: str) -> None:
    """Comment on the issue; where it stays open whether that took effect, the next replay looks."""
    connection.send("POST", f"issues/{number}/comments", body={"body": body})


def _waiting(comment: Comment) -> set[str]:
    """What a comment replays."""
    found: set[str] = set()
    for asked in commands_in(comment.body):
        if asked.word == "replay":
            try:
                log = read_log(strip_fence(asked.more), comment.created + FAR)
            except NotALog:
                continue
            found |= {log.key, *(line.digest for line in log.lines)}
    return found


def _answered(comment: Comment) -> bool:
    return bool(comment.reactions and (comment.reactions.get("+1") or comment.reactions.get("confused")))


def _first(body: str) -> str:
    return body.replace("\r\n", "\n").partition("\n")[0].strip()
