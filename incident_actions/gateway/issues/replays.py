"""The replays of logs as GitHub shows them: the issue that was opened for one, and which of its lines were heard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from github import GithubException

from incident_actions.contract import card_comment, events
from incident_actions.contract.issue import Comment
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.local.runner import UserError
from incident_actions.model.incident.entry import LogLinesReplayed
from incident_actions.model.person import Person
from incident_actions.text import record
from incident_actions.text.offline_log import Log, NotALog, read_log, strip_fence
from incident_actions.text.slash_grammar import commands_in

ISSUE_MARKER = "<!-- incident-actions:log {key} -->"
ANY_SKEW = timedelta(days=36_500)
"""No line that GitHub was told is ahead of its time here: whether it was then, the workflow has judged."""


@contextmanager
def explain_refusals(repository: str, issue: int) -> Iterator[None]:
    """Say what a token lacks for a replay, where GitHub refuses it; raises Unusable.

    https://docs.github.com/en/rest/issues/issues#create-an-issue names the permissions.
    """
    try:
        yield
    except GithubException as error:
        if issue and is_refusal(error, 404):
            raise UserError(f"{repository} has no issue #{issue} that this token may see.") from error
        if not is_refusal(error, 403):
            raise
        msg = (
            f"this token may not open issues and comment in {repository}. A fine-grained one needs the permission"
            " `Issues: write`, a classic one the scope `repo`. Nothing is lost: replay the log again with such a token."
        )
        raise UserError(msg) from error


def issue_marker(log: Log) -> str:
    """The first line of the issue that is opened for a log."""
    return ISSUE_MARKER.format(key=log.key)


def find_issue(connection: Connection, log: Log) -> int:
    """The issue that was opened for a log, the oldest of them; 0 where there is none.

    It cannot be older than the incident. The list is read, never the search index, which lags behind by minutes.
    """
    parameters = {"state": "all", "sort": "created", "direction": "desc"}
    number = 0
    for page in connection.pages("issues", **parameters):
        fitting = [
            int(each["number"]) for each in page if _first_line(str(each.get("body") or "")) == issue_marker(log)
        ]
        number = min((*fitting, number) if number else fitting, default=0)
        if not page or events.moment(page[-1]["created_at"]) < log.declared:
            break
    return number


def open_issue(connection: Connection, log: Log, body: str) -> int:
    """Open the issue; of two that were opened at the same moment the older one stays, and ours is closed."""
    made: Any = connection.send("POST", "issues", body={"title": log.title, "body": body})
    ours = int(made["number"])
    first = find_issue(connection, log) or ours
    if first < ours:
        connection.send("PATCH", f"issues/{ours}", body={"state": "closed", "state_reason": "not_planned"})
    return min(first, ours)


def replayed_digests(connection: Connection, number: int, me: Person) -> frozenset[str]:
    """The digests of the lines that are on the issue's record, or wait there in a comment of mine; with the logs' keys.

    Nothing where there is no issue yet.
    """
    if not number:
        return frozenset()
    comments = [events.comment_from(each) for page in connection.pages(f"issues/{number}/comments") for each in page]
    found: set[str] = set()
    for comment in comments:
        if comment.author.bot and comment.body.startswith((card_comment.MARK, card_comment.PAGE_MARK)):
            taken = [entry for entry in record.entries_in(comment.body) if isinstance(entry, LogLinesReplayed)]
            found |= {digest for entry in taken for digest in (*entry.lines, entry.log)}
        elif comment.author.is_same_as(me) and not _is_answered(comment):
            found |= _waiting_digests(comment)
    return frozenset(found)


def post_comment(connection: Connection, number: int, body: str) -> None:
    """Comment on the issue; where it stays open whether that took effect, the next replay looks."""
    connection.send("POST", f"issues/{number}/comments", body={"body": body})


def _waiting_digests(comment: Comment) -> set[str]:
    """What a comment replays."""
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
    return bool(comment.reactions and (comment.reactions.get("+1") or comment.reactions.get("confused")))


def _first_line(body: str) -> str:
    return body.replace("\r\n", "\n").partition("\n")[0].strip()
